// The main-thread side of a replay worker: requests as promises, progress, cancellation, and death reported as data.
// Contract only for its users: start(), request(), dispose(). The worker owns all state.
import type { Progress, ReplayRequests } from './protocol.js';

export interface RequestOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** One worker thread with one open replay at a time. */
export interface ReplayClient {
  /**
   * Rejects with `ReplayError`: code `cancelled`, `worker-died` (memory or time limit; a new client is needed)
   * or `internal`.
   */
  request<K extends keyof ReplayRequests>(
    method: K,
    request: ReplayRequests[K]['request'],
    options?: RequestOptions,
  ): Promise<ReplayRequests[K]['answer']>;
  readonly alive: boolean;
  dispose(): Promise<void>;
}
