// The recorder's end of the queue: puts lines in, waits for room no longer than it may, and hears from the writer.
import { Worker } from 'node:worker_threads';
import { builtFile } from '../package-root.js';
import {
  CELL,
  createSharedQueue,
  hasReached,
  QueueProducer,
  type EntryKind,
  type SharedQueue,
} from './line-queue.js';
import type { WriterReport, WriterSetup } from './segment-writer.js';
import type { WriterData } from './writer-thread.js';

/** Whoever writes what is in the queue. */
export interface WriterThread {
  /** Keeps the process alive while somebody waits for the disk. */
  hold(): void;
  letGo(): void;
  /** Ends once the queue was told to stop. */
  readonly ended: Promise<void>;
}

export interface ThreadHandlers {
  readonly onReport: (report: WriterReport) => void;
  readonly onDeath: (reason: string) => void;
}

export type StartThread = (data: WriterData, handlers: ThreadHandlers) => WriterThread;

export const startWriterThread: StartThread = (data, { onReport, onDeath }) => {
  const worker = new Worker(builtFile('recorder-writer.cjs'), { workerData: data });
  worker.unref();
  worker.on('message', onReport);
  worker.on('error', (error) => {
    onDeath(error.message);
  });
  const ended = new Promise<void>((resolve) => {
    worker.on('exit', () => {
      resolve();
    });
  });
  return {
    hold: () => {
      worker.ref();
    },
    letGo: () => {
      worker.unref();
    },
    ended,
  };
};

/** Of a process that ends: enough for a disk that works, not for ever for one that does not. */
const EXIT_MS = 2_000;

interface Waiter {
  readonly entry: number;
  readonly resolve: (isDurable: boolean) => void;
}

export class WriterLink {
  private readonly queue: SharedQueue;
  private readonly producer: QueueProducer;
  private readonly thread: WriterThread;
  private waiters: Waiter[] = [];
  private isDead = false;

  constructor(
    setup: WriterSetup,
    pace: { readonly queueBytes: number; readonly writeMs: number },
    ports: { readonly start: StartThread; readonly handlers: ThreadHandlers },
  ) {
    this.queue = createSharedQueue(pace.queueBytes);
    this.producer = new QueueProducer(this.queue);
    const { handlers } = ports;
    this.thread = ports.start(
      { queue: this.queue, setup, writeMs: pace.writeMs },
      {
        onReport: (report) => {
          this.hear(report);
          handlers.onReport(report);
        },
        onDeath: (reason) => {
          this.isDead = true;
          this.answer(() => true, false);
          handlers.onDeath(reason);
        },
      },
    );
  }

  get usedBytes(): number {
    return this.producer.used;
  }

  /** Whether half of the queue is free: the time to say what was lost, and not again at once. */
  get hasRoom(): boolean {
    return this.producer.used * 2 <= this.queue.ring.length;
  }

  /** The entry's number, or null when there is no room within `waitMs`. */
  put(kind: EntryKind, bytes: Uint8Array, waitMs = 0): number | null {
    if (this.isDead) return null;
    const put = this.producer.put(kind, bytes);
    // A queue that fills is emptied at once, not after the usual pause.
    if (!this.hasRoom) this.producer.wake();
    return put ?? (waitMs > 0 ? this.putWithin(waitMs, kind, bytes) : null);
  }

  /** Whether everything that was put is safe on disk now; false when the disk refuses. */
  flush(): Promise<boolean> {
    const { cells } = this.queue;
    const entry = Atomics.load(cells, CELL.put);
    if (hasReached(Atomics.load(cells, CELL.synced), entry)) return Promise.resolve(true);
    if (this.isDead) return Promise.resolve(false);
    this.thread.hold();
    return new Promise((resolve) => {
      this.waiters.push({ entry, resolve });
      this.want(entry);
    });
  }

  /** As `flush`, for a process that ends: nothing else runs meanwhile. */
  flushAtExit(): void {
    const { cells } = this.queue;
    const entry = Atomics.load(cells, CELL.put);
    const until = performance.now() + EXIT_MS;
    this.want(entry);
    for (;;) {
      const synced = Atomics.load(cells, CELL.synced);
      const leftMs = until - performance.now();
      if (hasReached(synced, entry) || leftMs <= 0 || this.isDead) return;
      Atomics.wait(cells, CELL.synced, synced, leftMs);
    }
  }

  async stop(): Promise<void> {
    Atomics.store(this.queue.cells, CELL.stop, 1);
    this.thread.hold();
    this.producer.wake();
    await this.thread.ended;
    this.isDead = true;
    this.answer(() => true, false);
  }

  private want(entry: number): void {
    Atomics.store(this.queue.cells, CELL.wanted, entry);
    this.producer.wake();
  }

  private putWithin(waitMs: number, kind: EntryKind, bytes: Uint8Array): number | null {
    const { cells } = this.queue;
    const until = performance.now() + waitMs;
    for (;;) {
      const tail = Atomics.load(cells, CELL.tail);
      const put = this.producer.put(kind, bytes);
      if (put !== null) return put;
      const leftMs = until - performance.now();
      if (leftMs <= 0) return null;
      this.producer.wake();
      Atomics.wait(cells, CELL.tail, tail, leftMs);
    }
  }

  private hear(report: WriterReport): void {
    if (report.kind === 'synced') this.answer(({ entry }) => hasReached(report.entry, entry), true);
    else if (report.kind === 'failed') this.answer(() => true, false);
  }

  private answer(isAnswered: (waiter: Waiter) => boolean, isDurable: boolean): void {
    const answered = this.waiters.filter(isAnswered);
    if (answered.length === 0) return;
    this.waiters = this.waiters.filter((waiter) => !answered.includes(waiter));
    if (this.waiters.length === 0) this.thread.letGo();
    for (const { resolve } of answered) resolve(isDurable);
  }
}
