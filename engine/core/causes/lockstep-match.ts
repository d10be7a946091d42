// One tick's events of a replay against the next of live's, in order and exactly: no alignment, no time bucket. What
// stops first is where a cause has to be looked for; alignment is for the report.
import { compareEvents, eventIdentity, type Difference } from '../parity/index.js';
import type { Numeric } from '../numeric/index.js';
import type { EventRecord } from '../schema/index.js';

/** Why the two sides go apart at this place. */
export type DepartureKind =
  'field' | 'changed' | 'order' | 'missing-in-replay' | 'missing-in-live' | 'state';

/** The first event that has no equal partner; `fields` of partners, or of the two events that stand in its place. */
export interface TickDeparture {
  readonly kind: DepartureKind;
  readonly live: EventRecord | null;
  readonly replay: EventRecord | null;
  readonly fields: readonly Difference[];
  /** Index into the tick's replay events; -1 when none is concerned. */
  readonly replayIndex: number;
  /** Index into live's events. */
  readonly liveIndex: number;
}

export interface TickMatch {
  /** Live's events consumed up to the end of the tick, or up to the departure. */
  readonly next: number;
  readonly departure: TickDeparture | null;
}

export interface TickInput {
  readonly num: Numeric;
  readonly live: readonly EventRecord[];
  readonly next: number;
  readonly replay: readonly EventRecord[];
  /** Whether a live event belongs to this tick or an earlier one. */
  readonly isOfTick: (event: EventRecord) => boolean;
  /** Fields a root accounts for, by the sequence number of their live event. */
  readonly forgiven: ReadonlyMap<number, ReadonlySet<string>>;
}

export function matchTick(input: TickInput): TickMatch {
  const { num, live, replay } = input;
  let next = input.next;
  for (const [index, event] of replay.entries()) {
    const partner = live[next];
    if (partner === undefined || partner.kind === 'checkpoint')
      return depart(input, next, { index, partner: undefined });
    if (eventIdentity(partner) !== eventIdentity(event))
      return depart(input, next, { index, partner });
    const forgiven = input.forgiven.get(partner.seq);
    const fields = compareEvents(num, partner, event).filter(
      ({ path }) => forgiven?.has(path) !== true,
    );
    if (fields.length > 0) {
      const at = { live: partner, replay: event, replayIndex: index, liveIndex: next };
      return { next, departure: { kind: 'field', fields, ...at } };
    }
    next += 1;
  }
  const left = live[next];
  if (left !== undefined && left.kind !== 'checkpoint' && input.isOfTick(left)) {
    const at = { replay: null, replayIndex: -1, liveIndex: next };
    return { next, departure: { kind: 'missing-in-replay', live: left, fields: [], ...at } };
  }
  return { next, departure: null };
}

/** Identities differ: which side has one too many, or are they the same events in another order? */
function depart(
  input: TickInput,
  next: number,
  at: { readonly index: number; readonly partner: EventRecord | undefined },
): TickMatch {
  const { live, replay, isOfTick } = input;
  const event = replay[at.index] as EventRecord;
  const here = { replayIndex: at.index, liveIndex: next };
  const { partner } = at;
  if (partner === undefined || !isOfTick(partner))
    return {
      next,
      departure: { kind: 'missing-in-live', live: null, replay: event, fields: [], ...here },
    };
  const liveRest: string[] = [];
  for (let index = next; index < live.length; index += 1) {
    const candidate = live[index] as EventRecord;
    if (candidate.kind === 'checkpoint' || !isOfTick(candidate)) break;
    liveRest.push(eventIdentity(candidate));
  }
  const replayRest = replay.slice(at.index).map(eventIdentity);
  const isLiveLater = replayRest.includes(eventIdentity(partner));
  const isReplayLater = liveRest.includes(eventIdentity(event));
  const fields: Difference[] = compareIdentity(partner, event);
  if (isLiveLater && isReplayLater)
    return { next, departure: { kind: 'order', live: partner, replay: event, fields, ...here } };
  if (isLiveLater)
    return {
      next,
      departure: { kind: 'missing-in-live', live: null, replay: event, fields: [], ...here },
    };
  if (isReplayLater)
    return {
      next,
      departure: { kind: 'missing-in-replay', live: partner, replay: null, fields: [], ...here },
    };
  const isSame = symbolOf(partner) === symbolOf(event) && partner.kind === event.kind;
  if (isSame)
    return { next, departure: { kind: 'changed', live: partner, replay: event, fields, ...here } };
  const isReplayFirst = comesFirst(event, partner);
  return {
    next,
    departure: isReplayFirst
      ? { kind: 'missing-in-live', live: null, replay: event, fields: [], ...here }
      : { kind: 'missing-in-replay', live: partner, replay: null, fields: [], ...here },
  };
}

/** A step of a trade belongs to what was matched before it; otherwise symbols come in their order. */
function comesFirst(event: EventRecord, other: EventRecord): boolean {
  const [mine, others] = [event, other].map(({ kind }) => STEPS.includes(kind));
  return mine === others ? symbolOf(event) < symbolOf(other) : mine === true;
}

const STEPS: readonly EventRecord['kind'][] = ['intent', 'order', 'fill', 'reject', 'ledger'];

const symbolOf = (event: EventRecord): string => ('symbol' in event ? event.symbol : '');

const IDENTITY = ['symbol', 'kind', 'action', 'side', 'reason'] as const;

function compareIdentity(live: EventRecord, replay: EventRecord): Difference[] {
  const text = (event: EventRecord, field: string): string | null => {
    const value = (event as unknown as Readonly<Record<string, unknown>>)[field];
    return typeof value === 'string' ? value : null;
  };
  return IDENTITY.map((path) => ({
    path,
    live: text(live, path),
    replay: text(replay, path),
  })).filter((field) => field.live !== field.replay);
}
