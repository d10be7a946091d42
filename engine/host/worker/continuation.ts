// Proves a snapshot: what follows from it must equal what followed without stopping.
import type { OpenReplay } from './open-replay.js';

export interface ContinuationAnswer {
  readonly equal: boolean;
  readonly difference: string | null;
}

/** Continues from the state saved after `ticks` ticks, in the sandbox, and compares events and final state as text. */
export function continuationCheck(open: OpenReplay, ticks: number): ContinuationAnswer {
  return JSON.parse(
    open.program.call(ticks, (realm) => realm.continuation(ticks)),
  ) as ContinuationAnswer;
}
