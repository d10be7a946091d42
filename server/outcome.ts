// What is known about each replay: the last opening, the last complete run, and the status told to the editor.
import type { Explanation } from '../engine/host/replay/explanation.js';
import type {
  KindCount,
  OpenOptions,
  Opened,
  ReplayReport,
} from '../engine/host/replay/protocol.js';
import type { Acceptances } from './acceptances.js';
import type { LaneStatus, ReplayStatus } from './protocol.js';
import type { Replay } from './replays.js';
import { plural } from './texts.js';

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
  /** What the last complete run was opened with. */
  readonly opening: OpenOptions | null;
  readonly report: ReplayReport | null;
  /** Causes of what that report shows; null until they are known. */
  readonly explained: Explained | null;
  readonly counts: NameCounts | null;
  readonly status: ReplayStatus;
  /** The last status that was not `replaying`: where a cancelled run returns to. */
  readonly settled: ReplayStatus;
}

/** An explanation with what a person decided about its roots. */
export interface Explained {
  readonly explanation: Explanation;
  readonly acceptances: Acceptances;
}

export const NO_EVENTS: KindCount = { live: 0, replay: 0, matched: 0 };

export const UNCHECKED: LaneStatus = {
  state: 'unchecked',
  message: '',
  gpu: '',
  place: null,
};

const UNEXPLAINED = { causes: 'none', roots: { count: 0, accepted: 0 } } as const;

export function untried(replay: Replay): Outcome {
  const status: ReplayStatus = {
    name: replay.name,
    state: 'idle',
    events: NO_EVENTS,
    departures: 0,
    firstDeparture: null,
    ...UNEXPLAINED,
    overrides: 0,
    lanes: UNCHECKED,
    elapsedMs: 0,
    message: 'Not replayed yet.',
  };
  return {
    replay,
    watch: [],
    opened: null,
    opening: null,
    report: null,
    explained: null,
    counts: null,
    status,
    settled: status,
  };
}

/** Status after a complete run. `overrides`: how many substitutions it ran with. */
export function statusOf(name: string, report: ReplayReport, overrides = 0): ReplayStatus {
  const { mismatches, events, failure, verdict } = report;
  const [first] = mismatches;
  const base = {
    name,
    events,
    departures: mismatches.length,
    firstDeparture: first === undefined ? null : { replay: name, tick: first.tick },
    ...UNEXPLAINED,
    overrides,
    lanes: UNCHECKED,
    elapsedMs: report.elapsedMs,
  };
  const inForce = overridesText(overrides);
  if (failure !== null) {
    return { ...base, state: 'failed', message: `The strategy failed: ${failure.message}` };
  }
  if (verdict === 'parity') {
    return { ...base, state: 'parity', message: `Parity: ${countText(events)} events.${inForce}` };
  }
  if (verdict === 'mismatch' && first !== undefined) {
    const message = `${plural(mismatches.length, 'departure')} from live, the first at tick ${String(first.tick)}; ${countText(events)} events match.${inForce}`;
    return { ...base, state: 'mismatch', message };
  }
  const state = verdict === 'invalid-comparison' ? 'invalid' : 'failed';
  return { ...base, state, message: report.reasons[0] ?? 'Nothing can be compared.' };
}

/** Status once causes are known. The run's own figures stay. */
export function explainedStatus(
  status: ReplayStatus,
  { explanation, acceptances }: Explained,
): ReplayStatus {
  const { roots, preconditions, unexplained, stopped } = explanation;
  const failed = preconditions.find((each) => each.status === 'failed');
  if (failed !== undefined) {
    const message = `Invalid comparison: ${failed.message}`;
    return { ...status, ...UNEXPLAINED, causes: 'known', state: 'invalid', message };
  }
  const [first] = roots;
  const accepted = roots.filter(({ id }) => acceptances.get(id)?.accepted === true).length;
  const parts = [
    `${plural(roots.length, 'root')} behind ${plural(status.departures, 'departure')} from live`,
    ...(accepted === 0 ? [] : [`${String(accepted)} accepted`]),
    ...(first === undefined ? [] : [`the first: ${first.title}`]),
    ...(unexplained.length === 0
      ? []
      : [`${String(unexplained.length)} unexplained (${stopped ?? 'the search ended'})`]),
  ];
  return {
    ...status,
    causes: 'known',
    roots: { count: roots.length, accepted },
    firstDeparture:
      first === undefined ? status.firstDeparture : { replay: status.name, tick: first.place.tick },
    message: `${parts.join('; ')}.${overridesText(status.overrides)}`,
  };
}

/** Nobody may take a replay with substitutions for the recording. */
const overridesText = (count: number): string =>
  count === 0 ? '' : ` ${plural(count, 'override')} in force (overrides.json).`;

export const countText = ({ matched, live }: KindCount): string =>
  `${String(matched)}/${String(live)}`;
