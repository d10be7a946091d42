// An order that filled in parts on one side and whole on the other, or in other parts, did the same. Fills and ledger
// rows of one order and one tick are compared by what they add up to, if they add up to the same size: then nothing
// else is hidden, since price, fee, profit and the balance behind the last part are compared exactly.
import type { Numeric } from '../numeric/index.js';
import type { EventRecord } from '../schema/index.js';
import type { ComparedPair } from './compare-runs.js';
import { sumDifferences, type Part } from './order-sums.js';

/** Parts of one order, in order. */
interface Unit {
  readonly parts: Part[];
  /** Units of the other side that parts of this one are paired with. */
  readonly partners: Set<Unit>;
  /** Some part has no equal partner. */
  departs: boolean;
  /** Some part stands at another place of its tick; that must stay visible. */
  isMoved: boolean;
}

/**
 * Replaces the pairs of a split order by pairs that agree, the last of which carries what differs in sum. Every part
 * keeps a pair of its own, so that each event of both sides still has its place.
 */
export function mergeSplits(num: Numeric, pairs: readonly ComparedPair[]): readonly ComparedPair[] {
  if (!pairs.some(departs)) return pairs;
  const live = unitsOf(pairs, 'live');
  const replay = unitsOf(pairs, 'replay');
  for (const pair of pairs) link(pair, live, replay);
  const merged = new Map<Unit, readonly ComparedPair[]>();
  for (const unit of new Set(live.values())) {
    const [partner] = unit.partners;
    if (partner === undefined || !isSplit(unit, partner)) continue;
    const joined = mergedPairs(num, unit.parts, partner.parts);
    if (joined === null) continue;
    merged.set(unit, joined);
    merged.set(partner, joined);
  }
  if (merged.size === 0) return pairs;
  return pairs.flatMap((pair) => {
    const unit = live.get(pair.live as Part) ?? replay.get(pair.replay as Part);
    const joined = unit === undefined ? undefined : merged.get(unit);
    if (joined === undefined || unit === undefined) return [pair];
    return placed(joined, pair);
  });
}

/** The merged pair that stands where the side with more parts has its event; nothing where that side has none. */
function placed(joined: readonly ComparedPair[], pair: ComparedPair): readonly ComparedPair[] {
  const lives = new Set(joined.map(({ live }) => live));
  const side = lives.size === joined.length ? 'live' : 'replay';
  return joined.filter((entry) => pair[side] !== null && entry[side] === pair[side]);
}

function isSplit(unit: Unit, partner: Unit): boolean {
  const isOneToOne = unit.partners.size === 1 && partner.partners.size === 1;
  const isMoved = unit.isMoved || partner.isMoved;
  const isDeparting = unit.departs || partner.departs;
  if (!isOneToOne || !isDeparting || isMoved) return false;
  const [parts, others] = [unit.parts.length, partner.parts.length];
  // Rows of a ledger name no order: as many on both sides may as well be as many orders, which must agree one by one.
  return parts !== others || (parts > 1 && unit.parts[0]?.kind === 'fill');
}

const departs = ({ live, replay, differences }: ComparedPair): boolean =>
  live === null || replay === null || differences.length > 0;

const TRADES: readonly string[] = ['OPEN', 'ADD', 'REDUCE', 'CLOSE'];

/** The unit of every fill and ledger row of a side. */
function unitsOf(pairs: readonly ComparedPair[], side: 'live' | 'replay'): ReadonlyMap<Part, Unit> {
  const units = new Map<Part, Unit>();
  const open = new Map<string, { readonly key: string; readonly unit: Unit }>();
  for (const pair of pairs) {
    const event = pair[side];
    if (event === null || !isPart(event)) continue;
    const order = event.kind === 'fill' ? event.orderId : '';
    // Rows of a ledger name no order: what stands in a row with one cause is one.
    const slot = `${event.kind}|${event.symbol}|${order}`;
    const key = [
      event.ts,
      event.action,
      event.side,
      event.reason,
      ...('detail' in event ? [event.detail] : []),
      ...('confidence' in event ? [event.confidence] : []),
    ].join('|');
    const known = open.get(slot);
    const isSame = known?.key === key && (event.kind === 'fill' || TRADES.includes(event.action));
    const unit = isSame
      ? known.unit
      : { parts: [], partners: new Set<Unit>(), departs: false, isMoved: false };
    unit.parts.push(event);
    units.set(event, unit);
    open.set(slot, { key, unit });
  }
  return units;
}

const isPart = (event: EventRecord): event is Part =>
  event.kind === 'fill' || event.kind === 'ledger';

function link(
  pair: ComparedPair,
  live: ReadonlyMap<Part, Unit>,
  replay: ReadonlyMap<Part, Unit>,
): void {
  const [a, b] = [live.get(pair.live as Part), replay.get(pair.replay as Part)];
  if (a !== undefined && b !== undefined) {
    a.partners.add(b);
    b.partners.add(a);
  }
  for (const unit of [a, b]) {
    if (unit === undefined) continue;
    if (departs(pair)) unit.departs = true;
    if (pair.differences.some(({ path }) => path === 'order')) unit.isMoved = true;
  }
}

/** null: they do not add up to one size, so that they are no parts of the same whole. */
function mergedPairs(
  num: Numeric,
  live: readonly Part[],
  replay: readonly Part[],
): readonly ComparedPair[] | null {
  const differences = sumDifferences(num, live, replay);
  if (differences === null) return null;
  const count = Math.max(live.length, replay.length);
  return Array.from({ length: count }, (_pair, index) => {
    const fromEnd = count - 1 - index;
    return {
      live: live[Math.max(0, live.length - 1 - fromEnd)] as Part,
      replay: replay[Math.max(0, replay.length - 1 - fromEnd)] as Part,
      differences: fromEnd === 0 ? differences : [],
    };
  });
}
