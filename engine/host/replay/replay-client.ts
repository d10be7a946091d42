// The main-thread side of a replay worker: requests as promises, progress, cancellation, and death reported as data.
// Contract only; start.ts implements it.
import type { Progress, ReplayRequests } from './protocol.js';

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A limit the strategy hit, and the tick of the window it was in; null while it was loading. */
export interface StoppedStrategy {
  readonly failure: 'strategy.time-limit' | 'strategy.memory-limit';
  readonly tick: number | null;
}

/**
 * `cancelled`: the caller's signal. `worker-died`: a limit was hit or the thread failed; a new client is needed, and
 * `failure` names the limit when the strategy is to blame. `internal`: a fault of Lockstep.
 */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  readonly failure: StoppedStrategy['failure'] | null;
  readonly tick: number | null;
  constructor(
    readonly code: 'cancelled' | 'worker-died' | 'internal',
    message: string,
    stopped: StoppedStrategy | null = null,
  ) {
    super(message);
    this.failure = stopped?.failure ?? null;
    this.tick = stopped?.tick ?? null;
  }
}

/** One worker thread with one open replay at a time. Requests are served in order. */
export interface ReplayClient {
  /** Rejects with ReplayError. */
  request<K extends keyof ReplayRequests>(
    method: K,
    request: ReplayRequests[K]['request'],
    options?: RequestOptions,
  ): Promise<ReplayRequests[K]['answer']>;
  readonly alive: boolean;
  dispose(): Promise<void>;
}

/** What is asked of a worker; whoever owns it ends it. */
export type ReplayRequester = Pick<ReplayClient, 'request'>;
