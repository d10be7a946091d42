// One pair of events as the rows of a table: every field with live's value and the replay's. No editor and no
// markup in this file. What differs is what the engine says differs; nothing is compared here again.
import type { EventPair, EventRecord } from '../../../debug-adapter/protocol.js';

export type PairState =
  | 'same'
  | 'differs'
  | 'missing-in-replay'
  | 'missing-in-live'
  /** The replay has not come to this event yet. */
  | 'pending';

export interface FieldRow {
  readonly name: string;
  readonly live: string | null;
  readonly replay: string | null;
  readonly differs: boolean;
}

export interface PairTable {
  readonly state: PairState;
  readonly symbol: string | null;
  /** Such as `enter short`, `CLOSE long` or `funding`. */
  readonly what: string;
  /** Reason code and detail, `exit_filter.stagnation`. */
  readonly reason: string | null;
  /** Line of events.jsonl, from 1. */
  readonly liveLine: number | null;
  readonly rows: readonly FieldRow[];
  readonly indicators: readonly FieldRow[];
}

/** Fields that say where an event stands. */
const PLACE_FIELDS: ReadonlySet<string> = new Set(['seq', 'ts', 'prev', 'kind', 'symbol']);
/** Fields that the heading shows; they need a row only when they differ. */
const HEADING_FIELDS: ReadonlySet<string> = new Set(['action', 'side', 'reason', 'detail']);
const INDICATOR_PREFIX = 'indicators.';

export function compare(pair: EventPair): PairTable {
  const event = pair.live?.event ?? pair.replay?.event;
  const rows = rowsOf(pair);
  return {
    state: stateOf(pair),
    symbol: event !== undefined && 'symbol' in event ? event.symbol : null,
    what: event === undefined ? '' : describeEvent(event),
    reason: event === undefined ? null : reasonOf(event),
    liveLine: pair.live?.line ?? null,
    rows: rows.filter(
      ({ name, differs }) =>
        !name.startsWith(INDICATOR_PREFIX) && (differs || !HEADING_FIELDS.has(name)),
    ),
    indicators: rows
      .filter((row) => row.name.startsWith(INDICATOR_PREFIX))
      .map((row) => ({ ...row, name: row.name.slice(INDICATOR_PREFIX.length) })),
  };
}

function stateOf(pair: EventPair): PairState {
  if (!pair.reached) return 'pending';
  if (pair.live === null) return 'missing-in-live';
  if (pair.replay === null) return 'missing-in-replay';
  return pair.fields.length > 0 ? 'differs' : 'same';
}

export function describeEvent(event: EventRecord): string {
  const words = [
    'action' in event ? event.action : event.kind,
    'side' in event && event.side !== null ? event.side : '',
  ];
  return words.filter((word) => word !== '').join(' ');
}

/** Reason code and detail, `exit_filter.stagnation`. */
export function reasonOf(event: EventRecord): string | null {
  if (!('reason' in event) || event.reason === undefined) return null;
  const detail = 'detail' in event && event.detail !== undefined ? `.${event.detail}` : '';
  return event.reason + detail;
}

function rowsOf(pair: EventPair): readonly FieldRow[] {
  const live = pair.live === null ? null : flatten(pair.live.event);
  const replay = pair.replay === null || !pair.reached ? null : flatten(pair.replay.event);
  const differing = new Map(pair.fields.map((field) => [field.path, field]));
  // What has no row of its own unless it differs, such as the time, comes first.
  const names = new Set([...differing.keys(), ...(live?.keys() ?? []), ...(replay?.keys() ?? [])]);
  return [...names].map((name) => {
    const difference = differing.get(name);
    return {
      name,
      live: readable(name, difference?.live ?? live?.get(name) ?? null),
      replay: readable(name, difference?.replay ?? replay?.get(name) ?? null),
      differs: difference !== undefined,
    };
  });
}

/** Leaves by path. Gates have a table of their own, unless one of their fields differs. */
export function flatten(event: EventRecord): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  for (const [name, value] of Object.entries(event)) {
    if (PLACE_FIELDS.has(name) || name === 'gates' || value === undefined) continue;
    if (isRecord(value)) {
      for (const [key, leaf] of Object.entries(value)) leaves.set(`${name}.${key}`, show(leaf));
    } else leaves.set(name, show(value));
  }
  return leaves;
}

/** `2026-01-24 13:00:00 UTC`: recordings are in UTC, and so is what is compared with them. */
export const readableTime = (ts: number): string =>
  `${new Date(ts).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

export const readable = (name: string, value: string | null): string | null =>
  name === 'ts' && value !== null && /^\d{12,14}$/.test(value)
    ? readableTime(Number(value))
    : value;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const show = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
