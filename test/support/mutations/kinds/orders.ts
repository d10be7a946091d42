// The venue: what it did with an order, or by itself, that no simulation can know.
import type {
  EventRecord,
  Intervention,
  OrderOutcome,
} from '../../../../engine/core/schema/index.js';
import type { SeededRandom } from '../../seeded-random.js';
import type { Mutation, MutationKind, Scene } from '../kind.js';
import {
  barAt,
  feeOf,
  filledOrders,
  numericOf,
  openPositions,
  stampOf,
  type FilledOrder,
} from './pick.js';

const CLASS = 'non-simulatable-oms-effect';
type Fill = OrderOutcome['fills'][number];
type Part = { readonly price?: string; readonly part?: number; readonly ticks?: number };

interface Change {
  readonly actions: readonly OrderOutcome['action'][];
  readonly reject?: string;
  readonly parts: (scene: Scene, filled: FilledOrder, random: SeededRandom) => readonly Part[];
}

function orderKind(name: string, rows: readonly number[], change: Change): MutationKind {
  return {
    name,
    rows,
    class: CLASS,
    draw: (scene, random) => {
      const orders = filledOrders(scene, change.actions);
      if (orders.length === 0) return null;
      const filled = random.pick(orders);
      const { order, placedTs } = filled;
      const fills = fillsOf(scene, filled, change.parts(scene, filled, random));
      const injected: Intervention = {
        kind: 'order-outcome',
        symbol: order.symbol,
        placedTs,
        action: order.action,
        side: order.side,
        fills: [...fills],
        reject: change.reject === undefined ? null : { reason: change.reject },
      };
      return outcome(injected);
    },
  };
}

function outcome(injected: OrderOutcome): Mutation {
  return {
    live: { interventions: [injected] },
    healing: {
      isKind: (found) =>
        found.kind === 'order-outcome' &&
        found.symbol === injected.symbol &&
        found.action === injected.action &&
        found.placedTs === injected.placedTs,
    },
    what: JSON.stringify(injected),
  };
}

/** Sizes are cut to the lot; the last part takes what is left when all parts are the whole. */
function fillsOf(scene: Scene, filled: FilledOrder, parts: readonly Part[]): readonly Fill[] {
  const num = numericOf(scene);
  const { fill, filledTs, order } = filled;
  const lot = num(scene.parts.manifest.venue.instruments[order.symbol]?.lotSize ?? '0.001');
  const whole = num(fill.size);
  const isWhole = parts.reduce((sum, { part = 1 }) => sum + part, 0) >= 0.999;
  let left = whole;
  return parts.map(({ price = fill.price, part = 1, ticks = 0 }, index) => {
    const isLast = isWhole && index === parts.length - 1;
    const size = isLast ? left : whole.mul(String(part)).div(lot).trunc().mul(lot);
    left = left.sub(size);
    const tickTs = filledTs + ticks * scene.parts.manifest.intervalMs;
    return {
      tickTs,
      ts: stampOf(scene, tickTs),
      price,
      size: num.text(size),
      fee: num.text(feeOf(scene, num(price), size)),
    };
  });
}

/** A price better or worse by a few ticks. */
function beside(scene: Scene, filled: FilledOrder, ticks: number): string {
  const num = numericOf(scene);
  const { tickSize } = scene.parts.manifest.venue.instruments[filled.order.symbol] ?? {
    tickSize: '0.01',
  };
  return num.text(num(filled.fill.price).add(num(tickSize).mul(ticks)));
}

/** A close of the next bar, as the price of a fill that came then. */
function nextClose(scene: Scene, { order, filledTs }: FilledOrder, ticks: number): string {
  const openTs = filledTs + ticks * scene.parts.manifest.intervalMs;
  return barAt(scene, order.symbol, openTs).close;
}

export const orderKinds: readonly MutationKind[] = [
  orderKind('order rejected', [13], {
    actions: ['open', 'add'],
    reject: 'insufficient_margin',
    parts: () => [],
  }),
  orderKind('order filled in part', [13], {
    actions: ['open', 'add'],
    parts: (_scene, _filled, random) => [{ part: random.int(2, 8) / 10 }],
  }),
  orderKind('order filled in several parts', [13], {
    actions: ['open', 'add', 'close'],
    parts: (scene, filled, random) => [
      { part: random.int(2, 7) / 10 },
      { part: 1, price: beside(scene, filled, random.pick([-3, -1, 1, 2, 5])) },
    ],
  }),
  orderKind('order filled late', [13], {
    actions: ['open'],
    parts: (scene, filled, random) => {
      const ticks = random.int(1, 2);
      return [{ ticks, price: nextClose(scene, filled, ticks) }];
    },
  }),
  orderKind('order timed out and filled all the same', [12], {
    actions: ['open', 'add'],
    reject: 'submit_timeout',
    parts: (scene, filled, random) => {
      const ticks = random.int(0, 1);
      return [
        { ticks, price: ticks === 0 ? beside(scene, filled, 1) : nextClose(scene, filled, 1) },
      ];
    },
  }),
  orderKind('order filled at the best bid or offer', [11], {
    actions: ['open', 'add', 'reduce', 'close'],
    parts: (scene, filled, random) => [
      { price: beside(scene, filled, random.pick([-4, -2, -1, 1, 2, 7])) },
    ],
  }),
  orderKind('order never filled', [12, 13], { actions: ['open', 'add', 'close'], parts: () => [] }),
  {
    name: 'venue liquidation',
    rows: [20],
    class: CLASS,
    draw: (scene, random) => venueTrade(scene, random, { reason: 'liquidation', part: 1 }),
  },
  {
    name: 'venue deleveraging',
    rows: [20],
    class: CLASS,
    draw: (scene, random) =>
      venueTrade(scene, random, { reason: 'auto_deleveraging', part: random.int(2, 7) / 10 }),
  },
  {
    name: 'venue funding event',
    rows: [20],
    class: CLASS,
    draw: (s, r) => funding(s, r, ['funding']),
  },
  {
    name: 'venue funding row',
    rows: [20],
    class: CLASS,
    draw: (s, r) => funding(s, r, ['ledger']),
  },
  {
    name: 'venue funding event and row',
    rows: [20],
    class: CLASS,
    draw: (scene, random) => funding(scene, random, ['funding', 'ledger']),
  },
];

/** Records of an event injected are only carriers: sequence and chain are the recorder's. */
const carrier = { seq: 1, prev: null } as const;

function venueTrade(
  scene: Scene,
  random: SeededRandom,
  how: { readonly reason: string; readonly part: number },
): Mutation | null {
  const open = openPositions(scene);
  if (open.length === 0) return null;
  const num = numericOf(scene);
  const { symbol, position, tick } = random.pick(open);
  const tickTs = scene.tickTs[tick + 1] ?? 0;
  const { low, high } = barAt(scene, symbol, tickTs);
  const price = position.side === 'long' ? low : high;
  const lot = num(scene.parts.manifest.venue.instruments[symbol]?.lotSize ?? '0.001');
  const whole = num(position.size);
  const size = how.part === 1 ? whole : whole.mul(String(how.part)).div(lot).trunc().mul(lot);
  if (size.isZero()) return null;
  const ts = stampOf(scene, tickTs);
  const injected: Intervention = {
    kind: 'venue-event',
    tickTs,
    at: 'before',
    records: [
      {
        ...carrier,
        ts,
        kind: 'ledger',
        symbol,
        action: how.part === 1 ? 'CLOSE' : 'REDUCE',
        side: position.side,
        reason: how.reason,
        price,
        size: num.text(size),
        fee: num.text(feeOf(scene, num(price), size)),
        pnl: '0',
        balance: '0',
      },
    ],
  };
  return venueMutation(injected, tickTs);
}

const venueMutation = (injected: Intervention, tickTs: number): Mutation => ({
  live: { interventions: [injected] },
  healing: {
    isKind: (found) => found.kind === 'venue-event' && found.tickTs === tickTs,
  },
  what: JSON.stringify(injected),
});

function funding(
  scene: Scene,
  random: SeededRandom,
  kinds: readonly ('funding' | 'ledger')[],
): Mutation | null {
  const open = openPositions(scene);
  if (open.length === 0) return null;
  const num = numericOf(scene);
  const { symbol, position, tick } = random.pick(open);
  const tickTs = scene.tickTs[tick + 1] ?? 0;
  const { open: mark } = barAt(scene, symbol, tickTs);
  const rate = random.pick(['0.0001', '-0.00005', '0.000125', '0.003']);
  const paid = num(mark).mul(position.size).mul(rate);
  const amount = position.side === 'long' ? paid.neg() : paid;
  const ts = stampOf(scene, tickTs);
  const { side, size } = position;
  const pnl = num.text(amount);
  const all: Readonly<Record<'funding' | 'ledger', EventRecord>> = {
    funding: { ...carrier, ts, kind: 'funding', symbol, rate, amount: pnl },
    ledger: {
      ...{ ...carrier, ts, kind: 'ledger', symbol, action: 'FUNDING', side },
      ...{ reason: 'funding', price: mark, size, fee: '0', pnl, balance: '0' },
    },
  };
  const injected: Intervention = {
    kind: 'venue-event',
    tickTs,
    at: 'before',
    records: kinds.map((kind) => all[kind]),
  };
  return venueMutation(injected, tickTs);
}
