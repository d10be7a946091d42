// Orders and fills: simulation and accounting of open, add, reduce and close under the venue policy.
// The formulas and their order of operations are the contract; what engines do differently is policy data.
import type { Cause, OrderAction, PendingOrder, Position, Side } from '../model/index.js';
import { clamp, max, type Num } from '../numeric/index.js';
import { flatPosition, type Engine } from './engine.js';
import { invariant } from './fault.js';
import type { KernelEventDraft } from './trace.js';
import { fillPrice, lotSize } from './venue.js';

/** When and at which unslipped price an order meets the market. */
export interface Execution {
  readonly reference: Num;
  readonly ts: number;
  readonly site: number;
}

export function emit(engine: Engine, ts: number, draft: KernelEventDraft): void {
  const { state } = engine;
  engine.trace.emit({ ...draft, seq: state.nextSeq, ts });
  state.nextSeq += 1;
}

export function positionOf(engine: Engine, symbol: number): Position {
  const position = engine.state.positions[symbol];
  invariant(position !== undefined, 'a position for every symbol');
  return position;
}

/** Executes an order now. Precondition: the strategy's request was validated (see requests.ts). */
export function execute(engine: Engine, order: PendingOrder, execution: Execution): void {
  if (order.action === 'open' || order.action === 'add') enter(engine, order, execution);
  else leave(engine, order, execution);
}

const steps = (order: PendingOrder, site: number) => ({
  symbol: order.symbol,
  orderId: order.orderId,
  action: order.action,
  side: order.side,
  cause: order.cause,
  site,
});

/** balance - fee, the fee on the notional the policy names; an added position's basis is the size-weighted mean. */
function enter(engine: Engine, order: PendingOrder, execution: Execution): void {
  const { num, venue } = engine.setup;
  const { rounding, fee: feePolicy } = venue.policy;
  const size = lotSize(num, venue, order);
  const notional = order.notional ?? size.mul(execution.reference);
  if (size.isZero() || notional.lt(venue.instruments[order.symbol]?.minNotional ?? num.zero)) {
    emit(engine, execution.ts, { kind: 'reject', ...steps(order, execution.site), size });
    return;
  }
  const factor = order.side === 'long' ? venue.entryBuy : venue.entrySell;
  const price = fillPrice(num, venue, {
    reference: execution.reference,
    factor,
    symbol: order.symbol,
  });
  const base =
    feePolicy.base.entry === 'intent-notional'
      ? notional
      : num.round(price.mul(size), rounding.notional);
  const fee = num.round(base.mul(venue.feeRate), rounding.fee);
  const { account } = engine.state;
  account.balance = num.round(account.balance.sub(fee), rounding.balance);
  if (order.action === 'open') openPosition(engine, order, { price, size, ts: execution.ts });
  else addToPosition(engine, order, { price, size, ts: execution.ts });
  settle(engine, order, { price, size, fee, pnl: num.zero, ...execution });
}

interface FilledEntry {
  readonly price: Num;
  readonly size: Num;
  readonly ts: number;
}

function openPosition(engine: Engine, order: PendingOrder, fill: FilledEntry): void {
  const position = positionOf(engine, order.symbol);
  position.side = order.side;
  position.size = fill.size;
  position.entryPrice = fill.price;
  position.leverage = order.leverage;
  position.margin = order.margin;
  position.adds = 0;
  position.openTs = fill.ts;
  position.lastAddTs = fill.ts;
}

function addToPosition(engine: Engine, order: PendingOrder, fill: FilledEntry): void {
  const { num, venue } = engine.setup;
  const position = positionOf(engine, order.symbol);
  const total = position.size.add(fill.size);
  const basis = total.lt(venue.minBasisSize)
    ? fill.price
    : position.entryPrice.mul(position.size).add(fill.price.mul(fill.size)).div(total);
  position.entryPrice = num.round(basis, venue.policy.rounding.basis);
  position.size = total;
  position.margin = position.margin.add(order.margin);
  position.adds += 1;
  position.lastAddTs = fill.ts;
}

/** Realised profit is (fill - basis) * size for a long and its negation for a short, gross of the fee. */
function leave(engine: Engine, order: PendingOrder, execution: Execution): void {
  const { num, venue } = engine.setup;
  const { rounding, fee: feePolicy, balance } = venue.policy;
  const position = positionOf(engine, order.symbol);
  const size =
    order.action === 'reduce'
      ? num.round(position.size.mul(order.fraction ?? num.zero), rounding.reducedSize)
      : position.size;
  const factor = order.side === 'long' ? venue.exitSell : venue.exitBuy;
  const price = fillPrice(num, venue, {
    reference: execution.reference,
    factor,
    symbol: order.symbol,
  });
  const notional =
    feePolicy.base.exit === 'intent-notional'
      ? size.mul(execution.reference)
      : num.round(price.mul(size), rounding.notional);
  const gross = price.sub(position.entryPrice).mul(size);
  const pnl = num.round(order.side === 'long' ? gross : gross.neg(), rounding.pnl);
  const fee = num.round(notional.mul(venue.feeRate), rounding.fee);
  const { account } = engine.state;
  const after =
    balance.onExit === 'net-then-add'
      ? account.balance.add(pnl.sub(fee))
      : account.balance.add(pnl).sub(fee);
  account.balance = num.round(after, rounding.balance);
  settle(engine, order, { price, size, fee, pnl, ...execution });
  if (order.action === 'close') engine.state.positions[order.symbol] = flatPosition(num);
  else shrink(engine, position, size);
}

/** A part rounded up may exceed the whole: what is left is then nothing, never a size below zero. */
function shrink(engine: Engine, position: Position, reduced: Num): void {
  const { num, venue } = engine.setup;
  const share = position.size.isZero()
    ? num.zero
    : clamp(reduced.div(position.size), num.zero, num(1));
  position.size =
    venue.policy.reduce.remainder === 'scaled'
      ? position.size.sub(position.size.mul(share))
      : max(position.size.sub(reduced), num.zero);
  position.margin = position.margin.mul(num(1).sub(share));
}

interface Settlement extends Execution {
  readonly price: Num;
  readonly size: Num;
  readonly fee: Num;
  readonly pnl: Num;
}

const LEDGER_ACTION = { open: 'OPEN', add: 'ADD', reduce: 'REDUCE', close: 'CLOSE' } as const;

function settle(engine: Engine, order: PendingOrder, done: Settlement): void {
  const { price, size, fee, pnl, ts, site } = done;
  emit(engine, ts, { kind: 'fill', ...steps(order, site), size, price, fee });
  emit(engine, ts, {
    kind: 'ledger',
    symbol: order.symbol,
    action: LEDGER_ACTION[order.action],
    side: order.side,
    price,
    size,
    fee,
    pnl,
    balance: engine.state.account.balance,
    cause: order.cause,
    site,
  });
}

/** A request turned into an order: the intent and order events, with the next order id. */
export function placeOrder(
  engine: Engine,
  draft: Omit<PendingOrder, 'orderId'>,
  at: { readonly ts: number; readonly site: number },
): PendingOrder {
  const { state } = engine;
  const order: PendingOrder = { orderId: state.nextOrderId, ...draft };
  state.nextOrderId += 1;
  emit(engine, at.ts, { kind: 'intent', ...steps(order, at.site), size: order.size });
  emit(engine, at.ts, { kind: 'order', ...steps(order, at.site), size: order.size });
  return order;
}

export type { Cause, OrderAction, Side };
