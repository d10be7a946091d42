// Live's events beside the replay's: aligned, compared, counted. The first comparison, before any cause is named.
import type { Numeric } from '../numeric/index.js';
import type { Coverage, EventKind, EventRecord } from '../schema/index.js';
import { alignRuns } from './moved-events.js';
import { mergeSplits } from './split-fills.js';
import { compareEvents } from './compare-events.js';
import { isMatch, type ComparedPair } from './compared-pair.js';

export interface Count {
  readonly live: number;
  readonly replay: number;
  readonly matched: number;
}

export interface Comparison {
  readonly pairs: readonly ComparedPair[];
  readonly total: Count;
  readonly byKind: Readonly<Record<string, Count>>;
}

/** Whether a recorder with this coverage would have written the event. */
export function isCovered(coverage: Coverage, event: EventRecord): boolean {
  if (!coverage.kinds.includes(event.kind)) return false;
  return event.kind !== 'decision' || keepsDecision(coverage, event.action, event.reason);
}

/** Whether a recorder with this coverage writes such a decision, given that it writes decisions. */
export const keepsDecision = ({ decisions }: Coverage, action: string, reason: string): boolean =>
  decisions === undefined ||
  decisions.some(
    (entry) => entry.action === action && (entry.reason === undefined || entry.reason === reason),
  );

/** Kinds that no replay makes and that nothing substitutes: they are on record for people. */
export const ON_RECORD_ONLY: ReadonlySet<EventKind> = new Set<EventKind>([
  'acknowledgement',
  'gap',
  'restart',
  'risk',
]);

/**
 * Whether an event has a counterpart in a replay at all. Beside those for people, checkpoints and statements of the
 * balance (those without a reason) are for the search for causes; no strategy makes them.
 */
export function isComparable(event: EventRecord): boolean {
  if (event.kind === 'balance') return event.reason !== undefined;
  return event.kind !== 'checkpoint' && !ON_RECORD_ONLY.has(event.kind);
}

/**
 * Precondition: both sides hold covered events only, in sequence order. Those that no replay makes are left out on
 * both sides.
 */
export function compareRuns(
  num: Numeric,
  recorded: readonly EventRecord[],
  replayed: readonly EventRecord[],
): Comparison {
  const live = recorded.filter(isComparable);
  const replay = replayed.filter(isComparable);
  const compared = alignRuns(live, replay).map(({ live: a, replay: b, moved }) => {
    const differences = a === null || b === null ? [] : compareEvents(num, a, b);
    return { live: a, replay: b, differences: moved ? [moved, ...differences] : differences };
  });
  const pairs = mergeSplits(num, compared);
  return { pairs, total: count(pairs), byKind: countByKind(pairs) };
}

/**
 * Two runs that agreed in all they had, and have gone on: only what is new is compared. Null where the whole has to be
 * (it would not be the sum of its parts): something differed, differs now, or belongs to a time that was compared before.
 * Precondition: as of `compareRuns`; both runs begin with the events of `before`.
 */
export function compareFurther(
  num: Numeric,
  before: Comparison,
  { live: recorded, replay: replayed }: Readonly<Record<'live' | 'replay', readonly EventRecord[]>>,
): Comparison | null {
  const { total, pairs } = before;
  if (!pairs.every(isMatch)) return null;
  const [live, replay] = [recorded.filter(isComparable), replayed.filter(isComparable)];
  const more = compareRuns(num, live.slice(total.live), replay.slice(total.replay));
  if (!more.pairs.every(isMatch)) return null;
  if (!isLater(live, total.live) || !isLater(replay, total.replay)) return null;
  const kinds = new Set([...Object.keys(before.byKind), ...Object.keys(more.byKind)]);
  return {
    pairs: [...pairs, ...more.pairs],
    total: sum(total, more.total),
    byKind: Object.fromEntries(
      [...kinds].sort().map((kind) => [kind, sum(before.byKind[kind], more.byKind[kind])]),
    ),
  };
}

/** What comes from `at` on is of later ticks: those before have all their events. */
const isLater = (events: readonly EventRecord[], at: number): boolean => {
  const [last, next] = [events[at - 1], events[at]];
  return last === undefined || next === undefined || next.ts > last.ts;
};

const sum = (one?: Count, other?: Count): Count => ({
  live: (one?.live ?? 0) + (other?.live ?? 0),
  replay: (one?.replay ?? 0) + (other?.replay ?? 0),
  matched: (one?.matched ?? 0) + (other?.matched ?? 0),
});

/** Events, not pairs: a part of a split order may have a partner that is another part's as well. */
function count(pairs: readonly ComparedPair[]): Count {
  const live = new Set(pairs.flatMap((pair) => pair.live ?? []));
  const replay = new Set(pairs.flatMap((pair) => pair.replay ?? []));
  const departing = new Set(pairs.flatMap((pair) => (isMatch(pair) ? [] : (pair.live ?? []))));
  return { live: live.size, replay: replay.size, matched: live.size - departing.size };
}

function countByKind(pairs: readonly ComparedPair[]): Record<string, Count> {
  const kinds = [...new Set(pairs.map((pair) => kindOf(pair)))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [kind, count(pairs.filter((pair) => kindOf(pair) === kind))]),
  );
}

const kindOf = (pair: ComparedPair): string => (pair.live ?? pair.replay)?.kind ?? '';
