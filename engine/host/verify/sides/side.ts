// One recording of a comparison of several: live, paper or backtest, with what its own replay says of it.
import type { Explanation } from '../../replay/explanation.js';
import type { CaptureRun } from '../../replay/run-capture.js';
import type { Capture } from '../../capture/index.js';
import type { EventRecord } from '../../../core/schema/index.js';
import type { SideName } from '../../replay/sides.js';
import type { Judgement } from '../../replay/verification.js';

export const SIDE_NAMES: readonly SideName[] = ['live', 'paper', 'backtest'];

/** A recording that was opened and replayed. */
export interface Side {
  readonly name: SideName;
  readonly capture: Capture;
  readonly run: CaptureRun;
  readonly explanation: Explanation;
  readonly judgements: readonly Judgement[];
  /** What the engine does with this recording's inputs; every kind of event. */
  readonly replay: readonly EventRecord[];
}

/** Time that two recordings share: open times of the first and the last tick. */
export interface Overlap {
  readonly fromTs: number;
  readonly toTs: number;
}

export function overlapOf(sides: readonly Side[]): Overlap | null {
  const windows = sides.map(({ capture }) => capture.manifest.window);
  const fromTs = Math.max(...windows.map((window) => window.fromTs));
  const toTs = Math.min(...windows.map((window) => window.toTs));
  return fromTs <= toTs ? { fromTs, toTs } : null;
}

/** Events of the ticks that are shared. Stamps lie up to an interval behind their tick's open time. */
export function sharedEvents(
  { capture }: Side,
  events: readonly EventRecord[],
  { fromTs, toTs }: Overlap,
): readonly EventRecord[] {
  const { venue, intervalMs } = capture.manifest;
  // The open of one bar may be the close of the one before: which of both an event is of, its stamp alone does not say.
  const first = venue.eventTime === 'bar-close' ? fromTs + 1 : fromTs;
  const last = venue.eventTime === 'bar-close' ? toTs + intervalMs : toTs + intervalMs - 1;
  return events.filter(({ ts }) => ts >= first && ts <= last);
}
