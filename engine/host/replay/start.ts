// Starts a replay worker thread and speaks to it: the ReplayClient everybody uses.
import { Worker } from 'node:worker_threads';
import { builtFile } from '../package-root.js';
import {
  BEAT_SLOT,
  BEAT_SLOTS,
  TICK_SLOT,
  type FromWorker,
  type Method,
  type ToWorker,
} from './messages.js';
import type { ReplayRequests } from './protocol.js';
import { ReplayError, type ReplayClient, type RequestOptions } from './replay-client.js';

export interface StartOptions {
  /** Heap of the worker; a strategy that allocates without end is stopped here. */
  readonly heapMb?: number;
  /** How long one tick may take before the worker is stopped; loops are counted and stop much earlier. */
  readonly stuckMs?: number;
}

/** Enough for a year of minute bars and its events; far below what hurts a developer's machine. */
const HEAP_MB = 2_048;
/** No tick of a real strategy takes a second; a stuck native call (a huge sort, a bad regular expression) takes for ever. */
const STUCK_MS = 20_000;
const WATCH_MS = 500;

interface Waiting {
  readonly method: Method;
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
  readonly options: RequestOptions;
  readonly release: () => void;
}

export function startReplayClient(options: StartOptions = {}): ReplayClient {
  return new WorkerClient(options);
}

class WorkerClient implements ReplayClient {
  private readonly worker: Worker;
  private readonly beat = new Int32Array(
    new SharedArrayBuffer(BEAT_SLOTS * Int32Array.BYTES_PER_ELEMENT),
  );
  private readonly waiting = new Map<number, Waiting>();
  private readonly watch: NodeJS.Timeout;
  private nextId = 1;
  private lastBeat = 0;
  private lastBeatAt = Date.now();
  private death: ReplayError | null = null;

  constructor(private readonly options: StartOptions) {
    this.worker = new Worker(builtFile('replay-worker.cjs'), {
      workerData: { beat: this.beat },
      resourceLimits: { maxOldGenerationSizeMb: options.heapMb ?? HEAP_MB },
      stdout: false,
    });
    this.worker.on('message', (message: FromWorker) => {
      this.receive(message);
    });
    this.worker.on('error', (error: Error & { code?: string }) => {
      const isInStrategy = Atomics.load(this.beat, BEAT_SLOT) % 2 === 1;
      this.die(deathOf(error, isInStrategy ? { tick: this.tick } : null));
    });
    this.worker.on('exit', () => {
      this.die(new ReplayError('worker-died', 'the replay worker ended'));
    });
    this.watch = setInterval(() => {
      this.checkBeat();
    }, WATCH_MS);
    this.watch.unref();
    this.worker.unref();
  }

  get alive(): boolean {
    return this.death === null;
  }

  request<K extends Method>(
    method: K,
    request: ReplayRequests[K]['request'],
    options: RequestOptions = {},
  ): Promise<ReplayRequests[K]['answer']> {
    if (this.death !== null) return Promise.reject(this.death);
    if (options.signal?.aborted === true) return Promise.reject(cancelled());
    const id = this.nextId;
    this.nextId += 1;
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.send({ kind: 'cancel', id });
      };
      options.signal?.addEventListener('abort', abort, { once: true });
      const release = () => options.signal?.removeEventListener('abort', abort);
      this.waiting.set(id, { method, resolve, reject, options, release });
      if (this.waiting.size === 1) this.startWatching();
      this.send({ kind: 'request', id, method, request });
    });
  }

  async dispose(): Promise<void> {
    this.die(new ReplayError('worker-died', 'the replay was closed'));
    await this.worker.terminate();
  }

  private send(message: ToWorker): void {
    this.worker.postMessage(message);
  }

  private startWatching(): void {
    this.worker.ref();
    this.lastBeatAt = Date.now();
  }

  private receive(message: FromWorker): void {
    const entry = this.waiting.get(message.id);
    if (entry === undefined) return;
    if (message.kind === 'progress') {
      entry.options.onProgress?.(message.progress);
      return;
    }
    this.settle(message.id, entry);
    if (message.kind === 'answer') entry.resolve(message.answer as never);
    else
      entry.reject(
        message.code === 'cancelled' ? cancelled() : new ReplayError('internal', message.message),
      );
  }

  private settle(id: number, entry: Waiting): void {
    entry.release();
    this.waiting.delete(id);
    if (this.waiting.size === 0) this.worker.unref();
  }

  /** A worker that runs strategy code must beat before every tick; one that stays silent is stuck in a tick. */
  private checkBeat(): void {
    const now = Date.now();
    const beat = Atomics.load(this.beat, BEAT_SLOT);
    if (beat !== this.lastBeat || this.waiting.size === 0 || beat % 2 === 0) {
      this.lastBeat = beat;
      this.lastBeatAt = now;
      return;
    }
    const limitMs = this.options.stuckMs ?? STUCK_MS;
    if (now - this.lastBeatAt < limitMs) return;
    const { tick } = this;
    const text = `the strategy did not return from ${where(tick)} within ${String(limitMs / 1000)} s and was stopped`;
    this.die(new ReplayError('worker-died', text, { failure: 'strategy.time-limit', tick }));
    void this.worker.terminate();
  }

  /** The tick being run; null while the strategy is loading. */
  private get tick(): number | null {
    const tick = Atomics.load(this.beat, TICK_SLOT);
    return tick < 0 ? null : tick;
  }

  private die(error: ReplayError): void {
    if (this.death !== null) return;
    this.death = error;
    clearInterval(this.watch);
    for (const [id, entry] of [...this.waiting]) {
      this.settle(id, entry);
      entry.reject(error);
    }
  }
}

const where = (tick: number | null): string =>
  tick === null ? 'its loading' : `tick ${String(tick)}`;
const cancelled = (): ReplayError => new ReplayError('cancelled', 'cancelled');

/** `inStrategy` is null when no strategy code was running: then memory went into the capture, not into the strategy. */
function deathOf(
  error: Error & { code?: string },
  inStrategy: { readonly tick: number | null } | null,
): ReplayError {
  if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY')
    return new ReplayError('worker-died', `the replay worker failed: ${error.message}`);
  if (inStrategy === null)
    return new ReplayError(
      'worker-died',
      'the capture needs more memory than the replay worker may use',
    );
  const { tick } = inStrategy;
  const text = `the strategy used more memory than allowed in ${where(tick)} and was stopped`;
  return new ReplayError('worker-died', text, { failure: 'strategy.memory-limit', tick });
}
