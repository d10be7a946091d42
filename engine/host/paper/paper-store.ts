// What a paper run needs of the recording it writes. Invariant: the bars of a tick are with the system before the tick runs,
// so that whatever came of it can be made again from them.
import type { BarRecord, EventRecord, Snapshot } from '../../core/schema/index.js';

export interface PaperStore {
  readonly resumed: Resumed;
  /** Bars of a tick that is about to run. One that is on record already, from before a restart, is not written again. */
  bars(bars: readonly BarRecord[]): Promise<void>;
  /** What came of it. */
  events(events: readonly EventRecord[]): Promise<void>;
  /** A state from which a later start goes on. */
  snapshot(snapshot: Snapshot): Promise<void>;
}

/** What a recording holds that goes on: its newest snapshot, and what was recorded behind it. */
export interface Resumed {
  readonly snapshot: Snapshot;
  readonly bars: readonly BarRecord[];
  readonly events: readonly EventRecord[];
}
