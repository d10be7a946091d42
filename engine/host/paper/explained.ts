// Which recorded events the recorded bars can have led to. Invariant: where that is in doubt they are not counted, because
// a run that goes on from a tick without all its bars would be another run from there on, and nothing would show it.
import type { BarRecord, EventRecord, Manifest } from '../../core/schema/index.js';

/** What lies behind a snapshot. */
export interface RecordedRun {
  readonly bars: readonly Pick<BarRecord, 'symbol' | 'openTs' | 'closeTs'>[];
  readonly events: readonly Pick<EventRecord, 'seq' | 'ts'>[];
}

export interface ExplainedBy extends Pick<Manifest, 'symbols' | 'venue'> {
  /** The last event that an anchor knows: its bars were safe before. */
  readonly anchoredSeq: number;
}

/** How many events, from the first on. */
export function explained({ bars, events }: RecordedRun, by: ExplainedBy): number {
  const all = eventsUntil(bars, events, by);
  const last = bars.at(-1)?.openTs;
  const ofLast = bars.filter(({ openTs }) => openTs === last);
  if (new Set(ofLast.map(({ symbol }) => symbol)).size === by.symbols.length) return all;
  // The last tick has no bar of some symbol: it ran without, or the bar is lost. An anchor behind it tells that it ran.
  const before = eventsUntil(bars.slice(0, bars.length - ofLast.length), events, by);
  const first = events[before];
  return first !== undefined && first.seq <= by.anchoredSeq ? all : before;
}

/** An event has the time of its tick's bars, and times never run back. */
function eventsUntil(
  bars: RecordedRun['bars'],
  events: RecordedRun['events'],
  { venue }: ExplainedBy,
): number {
  const last = bars.at(-1);
  if (last === undefined) return 0;
  const untilTs = venue.eventTime === 'bar-close' ? last.closeTs : last.openTs;
  const behind = events.findIndex(({ ts }) => ts > untilTs);
  return behind === -1 ? events.length : behind;
}
