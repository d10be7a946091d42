// Books what an interference says in place of the simulation: recorded outcomes of orders, and what a venue did by
// itself. Prices, sizes and fees are the recorded ones; profit and balance are computed, so that they can be compared.
import type { Cause, PendingOrder } from '../model/index.js';
import type { Num } from '../numeric/index.js';
import type { Engine } from './engine.js';
import type { Outcome, RecordedFill, VenueAct } from './interference.js';
import { bookEntry, bookExit, nextSeq, positionOf, reject, stampOf } from './orders.js';
import type { KernelEventDraft } from './trace.js';

/** An event that only a substitution brings into a replay. */
function emit(engine: Engine, ts: number, draft: KernelEventDraft): void {
  engine.trace.emit({ ...draft, seq: nextSeq(engine), ts: stampOf(engine, ts) });
}

interface Applied {
  readonly outcome: Outcome;
  readonly tickTs: number;
  readonly site: number;
}

/** What the venue said when the order was placed. */
export function refuse(
  engine: Engine,
  order: PendingOrder,
  at: { readonly outcome: Outcome; readonly ts: number; readonly site: number },
): void {
  const said = at.outcome.reject;
  if (said === null) return;
  const cause: Cause = { reason: said.reason, detail: null, values: [], confidence: null };
  reject(engine, { ...order, cause }, at);
}

/** The fills of this tick. Whether there are later ones, so that the order stays under way. */
export function applyOutcome(engine: Engine, order: PendingOrder, at: Applied): boolean {
  const { fills } = at.outcome;
  for (const fill of fills) {
    if (fill.tickTs === at.tickTs) bookFill(engine, order, { fill, site: at.site });
  }
  return fills.some((fill) => fill.tickTs > at.tickTs);
}

function bookFill(
  engine: Engine,
  order: PendingOrder,
  at: { readonly fill: RecordedFill; readonly site: number },
): void {
  const { price, size, fee, feeParts, ts } = at.fill;
  const deal = {
    price,
    size,
    fee: { total: fee, parts: feeParts },
    ts,
    site: at.site,
    emits: 'both' as const,
  };
  if (order.action === 'open' || order.action === 'add')
    bookEntry(engine, order, { ...deal, margin: marginOf(order, size) });
  else if (positionOf(engine, order.symbol).side !== 'flat')
    bookExit(engine, order, { ...deal, isWhole: isWhole(engine, order.symbol, size) });
}

const marginOf = (order: PendingOrder, filled: Num): Num =>
  filled.eq(order.size) || order.size.isZero()
    ? order.margin
    : order.margin.mul(filled).div(order.size);

const isWhole = (engine: Engine, symbol: number, size: Num): boolean =>
  size.gte(positionOf(engine, symbol).size);

export function applyVenueActs(engine: Engine, tickTs: number, at: 'before' | 'after'): void {
  const { interference } = engine.setup;
  if (interference === null) return;
  for (const act of interference.venueActs(tickTs, at)) apply(engine, act);
}

function apply(engine: Engine, act: VenueAct): void {
  const { account } = engine.state;
  switch (act.kind) {
    case 'balance':
      account.balance = act.balance;
      emit(engine, act.ts, {
        kind: 'balance',
        symbol: -1,
        balance: act.balance,
        reason: act.reason,
        site: -1,
      });
      return;
    case 'funding':
      if (act.moves) account.balance = account.balance.add(act.amount);
      emit(engine, act.ts, {
        kind: 'funding',
        symbol: act.symbol,
        rate: act.rate,
        amount: act.amount,
        site: -1,
      });
      return;
    case 'booking':
      book(engine, act);
      return;
    case 'trade':
      trade(engine, act);
  }
}

function book(engine: Engine, act: Extract<VenueAct, { kind: 'booking' }>): void {
  const { account } = engine.state;
  const { action, symbol, side, price, size, fee, pnl } = act;
  account.balance = account.balance.add(pnl).sub(fee);
  emit(engine, act.ts, {
    kind: 'ledger',
    symbol,
    action,
    side,
    price,
    size,
    fee,
    pnl,
    balance: account.balance,
    cause: causeOf(act),
    site: -1,
  });
}

const causeOf = (act: {
  readonly reason: string;
  readonly detail: string | null;
  readonly confidence: string | null;
}): Cause => ({
  reason: act.reason,
  detail: act.detail,
  values: [],
  confidence: act.confidence,
});

/** A trade no order of the strategy asked for. Only the event that live recorded is emitted. */
function trade(engine: Engine, act: Extract<VenueAct, { kind: 'trade' }>): void {
  const { num } = engine.setup;
  const { symbol, action, side, price, size, fee, ts } = act;
  const order: PendingOrder = {
    orderId: 0,
    symbol,
    action,
    side,
    size,
    fraction: null,
    notional: null,
    price: null,
    margin: price.mul(size),
    leverage: num(1),
    cause: causeOf(act),
  };
  const deal = { price, size, fee: { total: fee, parts: [] }, ts, site: -1, emits: act.as };
  if (act.moves) {
    if (action === 'open' || action === 'add')
      bookEntry(engine, order, { ...deal, margin: order.margin });
    else bookExit(engine, order, { ...deal, isWhole: isWhole(engine, symbol, size) });
    return;
  }
  emit(engine, ts, {
    kind: 'fill',
    symbol,
    orderId: 0,
    action,
    side,
    size,
    price,
    fee,
    feeParts: [],
    cause: causeOf(act),
    site: -1,
  });
}
