// A debug session on the example, over the protocol an editor speaks: how long until the first stop, and how long a step
// takes until the editor is told, and until it has stack and scopes to show.
import path from 'node:path';
import { FramedProcess, type Message } from '../framed-process.js';
import { median, quantile, rounded } from '../quantile.js';

const STEPS = 300;
const STEPS_BACK = 100;

export interface Latency {
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

export interface DebugSessionTimes {
  readonly runs: number;
  /** From the start of the process to its first stop. Median. */
  readonly startMs: number;
  /** From the request to the `stopped` event. */
  readonly next: Latency;
  readonly stepBack: Latency;
  /** From the request until stack and scopes are there. */
  readonly nextShown: Latency;
}

export async function measureDebugSession(root: string, runs: number): Promise<DebugSessionTimes> {
  const starts: number[] = [];
  for (let run = 1; run < runs; run += 1) {
    const { session, startMs } = await startSession(root);
    starts.push(startMs);
    await session.end();
  }
  const { session, startMs } = await startSession(root);
  starts.push(startMs);
  const next: number[] = [];
  const nextShown: number[] = [];
  const stepBack: number[] = [];
  for (let step = 0; step < STEPS; step += 1) {
    const startedAt = performance.now();
    await session.move('next');
    next.push(performance.now() - startedAt);
    await session.show();
    nextShown.push(performance.now() - startedAt);
  }
  for (let step = 0; step < STEPS_BACK; step += 1) {
    const startedAt = performance.now();
    await session.move('stepBack');
    stepBack.push(performance.now() - startedAt);
  }
  await session.end();
  return {
    runs,
    startMs: rounded(median(starts)),
    next: latency(next),
    stepBack: latency(stepBack),
    nextShown: latency(nextShown),
  };
}

const latency = (samples: readonly number[]): Latency => ({
  count: samples.length,
  p50Ms: rounded(median(samples)),
  p95Ms: rounded(quantile(samples, 0.95)),
});

async function startSession(root: string): Promise<{ session: Session; startMs: number }> {
  const startedAt = performance.now();
  const session = new Session(path.join(root, 'dist', 'debug-adapter.cjs'));
  await session.launch(path.join(root, 'examples', 'workspace', 'captures', 'openclaw-base'));
  return { session, startMs: performance.now() - startedAt };
}

/** A client of the adapter, no wider than what is measured. */
class Session {
  private readonly adapter: FramedProcess;
  private seq = 0;

  constructor(file: string) {
    this.adapter = new FramedProcess([file]);
  }

  async launch(capture: string): Promise<void> {
    await this.request('initialize', { adapterID: 'lockstep', linesStartAt1: true });
    const initialized = this.event('initialized');
    const launched = this.request('launch', { capture, stopOnEntry: true });
    await initialized;
    const stopped = this.event('stopped');
    await this.request('configurationDone', {});
    await Promise.all([launched, stopped]);
  }

  async move(command: 'next' | 'stepBack'): Promise<void> {
    const stopped = this.event('stopped');
    await this.request(command, { threadId: 1 });
    await stopped;
  }

  async show(): Promise<void> {
    const { stackFrames } = (await this.request('stackTrace', { threadId: 1 })) as {
      stackFrames: readonly { readonly id: number }[];
    };
    await this.request('scopes', { frameId: stackFrames[0]?.id ?? 0 });
  }

  end(): Promise<void> {
    return this.adapter.end();
  }

  private event(name: string): Promise<Message> {
    return this.adapter.next(({ type, event }) => type === 'event' && event === name, name);
  }

  private async request(command: string, args: Message): Promise<unknown> {
    this.seq += 1;
    const { seq } = this;
    const answered = this.adapter.next((message) => message['request_seq'] === seq, command);
    this.adapter.send({ seq, type: 'request', command, arguments: args });
    const { success, message, body } = await answered;
    if (success !== true) throw new Error(`${command}: ${String(message)}`);
    return body;
  }
}
