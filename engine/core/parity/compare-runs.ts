// Live's events beside the replay's: aligned, compared, counted. The first comparison, before any cause is named.
import type { Numeric } from '../numeric/index.js';
import type { Coverage, EventRecord } from '../schema/index.js';
import { alignEvents } from './alignment.js';
import { compareEvents, type Difference } from './compare-events.js';

/** Partners, or one event alone; `differences` is empty when partners agree in every field. */
export interface ComparedPair {
  readonly live: EventRecord | null;
  readonly replay: EventRecord | null;
  readonly differences: readonly Difference[];
}

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

/** What two events must share to be the same event on both sides: symbol, kind, side and reason. */
export function eventIdentity(event: EventRecord): string {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  const part = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  return [part('symbol'), event.kind, part('action'), part('side'), part('reason')].join('|');
}

/** Whether a recorder with this coverage would have written the event. */
export function isCovered(coverage: Coverage, event: EventRecord): boolean {
  if (!coverage.kinds.includes(event.kind)) return false;
  if (event.kind !== 'decision' || coverage.decisions === undefined) return true;
  return coverage.decisions.some(
    (entry) =>
      entry.action === event.action &&
      (entry.reason === undefined || entry.reason === event.reason),
  );
}

/**
 * Whether an event has a counterpart in a replay at all. Checkpoints, risk changes, restarts and statements of the
 * balance (those without a reason) are on record for people and for the search for causes; no strategy makes them.
 */
export function isComparable(event: EventRecord): boolean {
  switch (event.kind) {
    case 'checkpoint':
    case 'risk':
    case 'restart':
      return false;
    case 'balance':
      return event.reason !== undefined;
    default:
      return true;
  }
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
  const aligned = alignEvents({
    live,
    replay,
    identity: eventIdentity,
    near: (a, b) => a.ts === b.ts,
  });
  const pairs = aligned.map((pair) => {
    const liveEvent = pair.live === null ? null : (live[pair.live] ?? null);
    const replayEvent = pair.replay === null ? null : (replay[pair.replay] ?? null);
    const differences =
      liveEvent === null || replayEvent === null ? [] : compareEvents(num, liveEvent, replayEvent);
    return { live: liveEvent, replay: replayEvent, differences };
  });
  return { pairs, total: count(pairs), byKind: countByKind(pairs) };
}

export const isMatch = (pair: ComparedPair): boolean =>
  pair.live !== null && pair.replay !== null && pair.differences.length === 0;

function count(pairs: readonly ComparedPair[]): Count {
  return {
    live: pairs.filter((pair) => pair.live !== null).length,
    replay: pairs.filter((pair) => pair.replay !== null).length,
    matched: pairs.filter(isMatch).length,
  };
}

function countByKind(pairs: readonly ComparedPair[]): Record<string, Count> {
  const kinds = [...new Set(pairs.map((pair) => kindOf(pair)))].sort();
  return Object.fromEntries(
    kinds.map((kind) => [kind, count(pairs.filter((pair) => kindOf(pair) === kind))]),
  );
}

const kindOf = (pair: ComparedPair): string => (pair.live ?? pair.replay)?.kind ?? '';
