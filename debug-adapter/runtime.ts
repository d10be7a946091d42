// One replay as a debugger sees it: the worker that runs it, where it stands, and what it may stop on.
// Knows nothing of the Debug Adapter Protocol. One thing at a time: whatever is asked while the replay moves
// waits for it to stand still.
import type {
  Breakpoint,
  Grown,
  GrowRequest,
  LogOutput,
  Move,
  Moved,
  Opened,
  OpenOptions,
  OpenResult,
  ReplayReport,
  ReplayRequests,
  Stop,
  ValueNode,
} from '../engine/host/replay/protocol.js';
import type { ReplayClient, RequestOptions } from '../engine/host/replay/replay-client.js';
import { cancelled, notLaunched, workerDied } from './errors.js';

export type BreakpointVerdict = ReplayRequests['breakpoints']['answer'][number];

/** A replay that was opened and compared with live, or why there is none. */
export interface Opening {
  readonly result: OpenResult;
  /** null exactly when `result.replay` is. */
  readonly report: ReplayReport | null;
}

/** What a journey may do on its way. Only where it ends becomes the replay's stop. */
export interface Walker {
  readonly opened: Opened;
  /** Where the journey began; null on the first. */
  readonly from: Stop | null;
  move(move: Move): Promise<Stop>;
  /** Runs with these stop conditions alone, and puts the others back whatever happens. */
  withBreakpoints<T>(breakpoints: readonly Breakpoint[], walk: () => Promise<T>): Promise<T>;
}

/** A way through the recording that ends at one stop. */
export type Journey = (walker: Walker) => Promise<Stop>;

/** A log point speaks when the replay runs over it; going back or jumping over it is silent. */
const FORWARD: ReadonlySet<Move['kind']> = new Set<Move['kind']>([
  'statement',
  'decision',
  'tick',
  'continue',
  'departure',
  'root',
]);

export class Runtime {
  #client: ReplayClient | null = null;
  #opened: Opened | null = null;
  #report: ReplayReport | null = null;
  #stop: Stop | null = null;
  #breakpoints: readonly Breakpoint[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(private readonly startClient: () => ReplayClient) {}

  get opened(): Opened | null {
    return this.#opened;
  }

  /** The comparison of the whole recording. */
  get report(): ReplayReport | null {
    return this.#report;
  }

  get stop(): Stop | null {
    return this.#stop;
  }

  /**
   * Opens a replay in a worker of its own, runs it once over the whole window, and only then lets the previous one
   * go: a strategy that does not compile leaves the session where it was. Stops show live beside replay, so nothing
   * can be shown before that run.
   */
  open(options: OpenOptions, request: RequestOptions = {}): Promise<Opening> {
    return this.#alone(request, async () => {
      const client = this.startClient();
      const opening = await tryOpen(client, { options, request });
      if (opening.result.replay === null) {
        await client.dispose();
        return opening;
      }
      const previous = this.#client;
      this.#client = client;
      this.#opened = opening.result.replay;
      this.#report = opening.report;
      this.#stop = null;
      await previous?.dispose();
      return opening;
    });
  }

  /** Goes on with a recording that has grown; null where it has to be opened anew. */
  grow(growth: GrowRequest): Promise<Grown | null> {
    return this.#alone({}, async () => {
      const grown = await this.#ready('continue').request('grow', growth);
      if (grown === null) return null;
      this.#opened = grown.opened;
      this.#report = grown.report;
      if (!grown.isInPlace) this.#stop = null;
      return grown;
    });
  }

  /** Replaces everything the replay may stop on. */
  setBreakpoints(breakpoints: readonly Breakpoint[]): Promise<readonly BreakpointVerdict[]> {
    return this.#alone({}, async () => {
      const client = this.#ready('setBreakpoints');
      const verdicts = await client.request('breakpoints', { breakpoints });
      this.#breakpoints = breakpoints;
      return verdicts;
    });
  }

  /** What the replay would say of these stop conditions, without keeping them. */
  probe(breakpoints: readonly Breakpoint[]): Promise<readonly BreakpointVerdict[]> {
    return this.#alone({}, async () => {
      const client = this.#ready('probe');
      const verdicts = await client.request('breakpoints', { breakpoints });
      await client.request('breakpoints', { breakpoints: this.#breakpoints });
      return verdicts;
    });
  }

  /** Goes somewhere. A journey that is cancelled leaves the replay where it began. */
  travel(journey: Journey, request: RequestOptions = {}): Promise<Moved> {
    return this.#alone(request, async () => {
      const client = this.#ready('move');
      const logs: LogOutput[] = [];
      const move = async (wanted: Move): Promise<Stop> => {
        const moved = await client.request('move', wanted, request);
        if (FORWARD.has(wanted.kind)) logs.push(...moved.logs);
        return moved.stop;
      };
      try {
        this.#stop = await journey(this.#walker(client, move));
        return { stop: this.#stop, logs };
      } catch (error) {
        await this.#goBack(client);
        throw error;
      }
    });
  }

  children(request: ReplayRequests['children']['request']): Promise<readonly ValueNode[]> {
    return this.#alone({}, () => this.#ready('variables').request('children', request));
  }

  evaluate(
    request: ReplayRequests['evaluate']['request'],
  ): Promise<ReplayRequests['evaluate']['answer']> {
    return this.#alone({}, () => this.#ready('evaluate').request('evaluate', request));
  }

  async dispose(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    this.#opened = null;
    this.#report = null;
    this.#stop = null;
    await client?.dispose();
  }

  #walker(client: ReplayClient, move: (wanted: Move) => Promise<Stop>): Walker {
    const opened = this.#opened;
    if (opened === null) throw notLaunched('move');
    return {
      opened,
      from: this.#stop,
      move,
      withBreakpoints: async (breakpoints, walk) => {
        await client.request('breakpoints', { breakpoints });
        try {
          return await walk();
        } finally {
          if (client.alive) {
            await client.request('breakpoints', { breakpoints: this.#breakpoints });
          }
        }
      },
    };
  }

  /** Values shown at a stop are readable only while the cursor stands there, so a broken journey is walked back. */
  async #goBack(client: ReplayClient): Promise<void> {
    if (this.#stop === null || !client.alive) return;
    const moved = await client.request('move', { kind: 'seek', cursor: this.#stop.cursor });
    this.#stop = {
      ...moved.stop,
      reason: this.#stop.reason,
      description: this.#stop.description,
      breakpointIds: this.#stop.breakpointIds,
    };
  }

  #ready(command: string): ReplayClient {
    if (this.#client === null) throw notLaunched(command);
    if (!this.#client.alive) throw workerDied('its worker has stopped.');
    return this.#client;
  }

  /** Waits for its turn, then runs. A request cancelled while it waits never starts. */
  #alone<T>(request: RequestOptions, task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(() => {
      if (request.signal?.aborted === true) throw cancelled();
      return task();
    });
    // The caller has the rejection; the queue only goes on.
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Leaves no worker behind when something breaks or is cancelled on the way. */
async function tryOpen(
  client: ReplayClient,
  { options, request }: { options: OpenOptions; request: RequestOptions },
): Promise<Opening> {
  try {
    const result = await client.request('open', options, request);
    const report = result.replay === null ? null : await client.request('run', {}, request);
    return { result, report };
  } catch (error) {
    await client.dispose();
    throw error;
  }
}
