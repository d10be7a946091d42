// What is known about each replay: the last opening, the last complete run, and the status told to the editor.
import type { KindCount, Opened, ReplayReport } from '../engine/host/replay/protocol.js';
import type { ReplayStatus } from './protocol.js';
import type { Replay } from './replays.js';

/** How often a name occurred in the last run. */
export interface NameCounts {
  /** Decisions and ledger events by reason, and by `reason.detail`. */
  readonly reasons: ReadonlyMap<string, number>;
  readonly gates: ReadonlyMap<string, GateCount>;
}

export interface GateCount {
  readonly passed: number;
  readonly failed: number;
  /** A trigger fires when it passes; another gate blocks when it does not. */
  readonly trigger: boolean;
}

export interface Outcome {
  readonly replay: Replay;
  /** Absolute paths the last opening read or looked for, the strategy's files among them. */
  readonly watch: readonly string[];
  /** Of the last opening that succeeded, however old: the catalogue for hovers. */
  readonly opened: Opened | null;
  readonly report: ReplayReport | null;
  readonly counts: NameCounts | null;
  readonly status: ReplayStatus;
  /** The last status that was not `replaying`: where a cancelled run returns to. */
  readonly settled: ReplayStatus;
}

export const NO_EVENTS: KindCount = { live: 0, replay: 0, matched: 0 };

export function untried(replay: Replay): Outcome {
  const status: ReplayStatus = {
    name: replay.name,
    state: 'idle',
    events: NO_EVENTS,
    departures: 0,
    firstDeparture: null,
    elapsedMs: 0,
    message: 'Not replayed yet.',
  };
  return { replay, watch: [], opened: null, report: null, counts: null, status, settled: status };
}

/** Status after a complete run. */
export function statusOf(name: string, report: ReplayReport): ReplayStatus {
  const { mismatches, events, failure, verdict } = report;
  const [first] = mismatches;
  const base = {
    name,
    events,
    departures: mismatches.length,
    firstDeparture: first === undefined ? null : { replay: name, tick: first.tick },
    elapsedMs: report.elapsedMs,
  };
  if (failure !== null) {
    return { ...base, state: 'failed', message: `The strategy failed: ${failure.message}` };
  }
  if (verdict === 'parity') {
    return { ...base, state: 'parity', message: `Parity: ${countText(events)} events.` };
  }
  if (verdict === 'mismatch' && first !== undefined) {
    const message = `${plural(mismatches.length, 'departure')} from live, the first at tick ${String(first.tick)}; ${countText(events)} events match.`;
    return { ...base, state: 'mismatch', message };
  }
  return { ...base, state: 'failed', message: report.reasons[0] ?? 'Nothing can be compared.' };
}

export const countText = ({ matched, live }: KindCount): string =>
  `${String(matched)}/${String(live)}`;

export const plural = (count: number, word: string): string =>
  `${String(count)} ${word}${count === 1 ? '' : 's'}`;
