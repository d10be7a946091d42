// The main-thread side of a replay worker: requests as promises, progress, cancellation, and death reported as data.
// Contract only; start.ts implements it.
import type { Progress, ReplayRequests } from './protocol.js';

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/**
 * `cancelled`: the caller's signal. `worker-died`: a limit was hit or the thread failed; a new client is needed, and
 * `failure` names the limit when the strategy is to blame. `internal`: a fault of Lockstep.
 */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
  constructor(
    readonly code: 'cancelled' | 'worker-died' | 'internal',
    message: string,
    readonly failure: 'strategy.time-limit' | 'strategy.memory-limit' | null = null,
  ) {
    super(message);
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
