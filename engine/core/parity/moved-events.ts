// Events that both sides have on one tick, but in another order: an alignment, which keeps order, leaves one of them
// missing and one of them extra, or pairs it with its like of another tick. They are one event that moved.
import type { EventRecord } from '../schema/index.js';
import { alignEvents } from './alignment.js';
import type { Difference } from './compare-events.js';
import { eventIdentity } from './event-identity.js';

/** Partners, or one event alone. */
export interface Partners {
  readonly live: EventRecord | null;
  readonly replay: EventRecord | null;
  /** Present: the same event of one tick stands at another place of it. */
  readonly moved?: Difference;
}

type Events = readonly EventRecord[];

/**
 * Aligns whole sequences. A tick on which both sides did the same in another order is aligned by itself; what is left
 * without a partner is joined to the first event of its identity and time that is left on the other side.
 */
export function alignRuns(live: Events, replay: Events): readonly Partners[] {
  const { ordered, moved } = inLiveOrder(live, replay);
  const partners = alignEvents({
    live,
    replay: ordered,
    identity: eventIdentity,
    near: (a, b) => a.ts === b.ts,
  }).map((pair): Partners => ({
    live: pair.live === null ? null : (live[pair.live] ?? null),
    replay: pair.replay === null ? null : (ordered[pair.replay] ?? null),
  }));
  const joined = joinMoved(partners, moved);
  if (joined.every((pair) => !isMoved(pair, moved))) return joined;
  const places = { live: placesOf(live), replay: placesOf(replay) };
  return joined.map((pair) =>
    isMoved(pair, moved)
      ? {
          ...pair,
          moved: orderDifference(places.live.get(pair.live), places.replay.get(pair.replay)),
        }
      : pair,
  );
}

/** Replay events that stand at another place of their tick, to the live events they belong to. */
type Moved = Map<EventRecord, EventRecord>;

const isMoved = ({ live, replay }: Partners, moved: Moved): boolean =>
  live !== null && replay !== null && moved.get(replay) === live;

/** The replay's events, with those of ticks on which both sides have the same events in the order of live. */
function inLiveOrder(live: Events, replay: Events): { ordered: Events; moved: Moved } {
  const moved: Moved = new Map();
  const liveTicks = byTime(live);
  const order = new Map<EventRecord, EventRecord>();
  for (const [ts, events] of byTime(replay)) {
    const recorded = liveTicks.get(ts) ?? [];
    if (recorded.length !== events.length || isSameOrder(recorded, events)) continue;
    const sorted = sortedAs(recorded, events);
    if (sorted === null) continue;
    events.forEach((event, index) => order.set(event, sorted[index] as EventRecord));
    const kept = alignEvents({
      live: recorded,
      replay: events,
      identity: eventIdentity,
      near: () => true,
    }).flatMap((pair) =>
      pair.live === null || pair.replay === null ? [] : [events[pair.replay] as EventRecord],
    );
    const stays = new Set(kept);
    sorted.forEach((event, index) => {
      if (!stays.has(event)) moved.set(event, recorded[index] as EventRecord);
    });
  }
  if (order.size === 0) return { ordered: replay, moved };
  return { ordered: replay.map((event) => order.get(event) ?? event), moved };
}

function byTime(events: Events): Map<number, EventRecord[]> {
  const ticks = new Map<number, EventRecord[]>();
  for (const event of events) list(ticks, event.ts, event);
  return ticks;
}

function list<K>(lists: Map<K, EventRecord[]>, key: K, event: EventRecord): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [event]);
  else known.push(event);
}

const isSameOrder = (live: Events, replay: Events): boolean =>
  live.every(
    (event, index) => eventIdentity(event) === eventIdentity(replay[index] as EventRecord),
  );

/** The replay's events in live's order, one for one by identity; null when live has others. */
function sortedAs(live: Events, replay: Events): Events | null {
  const spare = new Map<string, EventRecord[]>();
  for (const event of replay) list(spare, eventIdentity(event), event);
  const sorted = live.flatMap((event) => spare.get(eventIdentity(event))?.shift() ?? []);
  return sorted.length === live.length ? sorted : null;
}

/** Joins each live event without a partner to the first replay event without one of its identity and time. */
function joinMoved(aligned: readonly Partners[], moved: Moved): readonly Partners[] {
  const alone = aligned.flatMap(({ live, replay }) => (live === null ? (replay ?? []) : []));
  if (alone.length === 0) return aligned;
  const keyOf = (event: EventRecord): string => `${String(event.ts)}|${eventIdentity(event)}`;
  const spare = new Map<string, EventRecord[]>();
  for (const event of alone) list(spare, keyOf(event), event);
  const taken = new Set<EventRecord>();
  const joined = aligned.map((pair): Partners => {
    if (pair.live === null || pair.replay !== null) return pair;
    const replay = spare.get(keyOf(pair.live))?.shift();
    if (replay === undefined) return pair;
    taken.add(replay);
    moved.set(replay, pair.live);
    return { live: pair.live, replay };
  });
  return joined.filter(
    ({ live, replay }) => live !== null || replay === null || !taken.has(replay),
  );
}

interface Place {
  /** From 1, among the side's events of this time. */
  readonly ordinal: number;
  /** Identity of the event before it, of whatever time; null for the first. */
  readonly behind: string | null;
}

function placesOf(events: Events): ReadonlyMap<EventRecord | null, Place> {
  const places = new Map<EventRecord | null, Place>();
  const counts = new Map<number, number>();
  let behind: string | null = null;
  for (const event of events) {
    const ordinal = (counts.get(event.ts) ?? 0) + 1;
    places.set(event, { ordinal, behind });
    counts.set(event.ts, ordinal);
    behind = eventIdentity(event);
  }
  return places;
}

/** Where others moved as well the ordinals may be equal; what the event stands behind tells them apart. */
function orderDifference(live: Place | undefined, replay: Place | undefined): Difference {
  const isTold = live?.ordinal !== replay?.ordinal;
  const text = (place: Place | undefined): string =>
    isTold
      ? String(place?.ordinal)
      : `${String(place?.ordinal)}, behind ${place?.behind ?? 'nothing'}`;
  return { path: 'order', live: text(live), replay: text(replay) };
}
