// Orders and fills: simulation and accounting of open, add, reduce and close under the venue policy.
// The formulas and their order of operations are the contract; what engines do differently is policy data.
import type {
  Cause,
  LedgerAction,
  OrderAction,
  PendingOrder,
  Position,
  Side,
} from '../model/index.js';
import { clamp, max, type Num } from '../numeric/index.js';
import { flatPosition, type Engine } from './engine.js';
import { invariant } from './fault.js';
import type { KernelEventDraft } from './trace.js';
import { feeOn, fillPrice, lotSize, type Fee, type FeeBase } from './venue.js';

/** When and at which unslipped price an order meets the market. */
export interface Execution {
  readonly reference: Num;
  readonly ts: number;
  readonly site: number;
}

export function emit(engine: Engine, ts: number, draft: KernelEventDraft): void {
  const { state, setup } = engine;
  const stampMs = setup.interference?.stampMs ?? 0;
  engine.trace.emit({ ...draft, seq: state.nextSeq, ts: ts + stampMs });
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

const feeBase = ({ symbol, cause }: PendingOrder, base: Num): FeeBase => ({
  base,
  symbol,
  reason: cause.reason,
});

/** The fee is on the notional the policy names. */
function enter(engine: Engine, order: PendingOrder, execution: Execution): void {
  const { num, venue } = engine.setup;
  const { rounding, fee: feePolicy } = venue.policy;
  const size = lotSize(num, venue, order);
  const notional = order.notional ?? size.mul(execution.reference);
  if (size.isZero() || notional.lt(venue.instruments[order.symbol]?.minNotional ?? num.zero)) {
    reject(engine, { ...order, size }, execution);
    return;
  }
  const price = fillPrice(num, venue, {
    reference: execution.reference,
    factor: order.side === 'long' ? venue.entryBuy : venue.entrySell,
    symbol: order.symbol,
  });
  const base =
    feePolicy.base.entry === 'intent-notional'
      ? notional
      : num.round(price.mul(size), rounding.notional);
  const deal = { price, size, fee: feeOn(num, venue, feeBase(order, base)), ...execution };
  bookEntry(engine, order, { ...deal, margin: order.margin });
}

export function reject(
  engine: Engine,
  order: PendingOrder,
  at: { readonly ts: number; readonly site: number },
): void {
  const draft = { ...steps(order, at.site), size: order.size, price: order.price };
  emit(engine, at.ts, { kind: 'reject', ...draft });
}

/** A trade whose numbers are known, simulated or recorded. */
export interface Deal {
  readonly price: Num;
  readonly size: Num;
  readonly fee: Fee;
  readonly ts: number;
  readonly site: number;
  /** Absent: both. */
  readonly emits?: 'fill' | 'ledger';
}

function setBalance(engine: Engine, balance: Num): void {
  if (engine.setup.interference?.isBalanceFrozen === true) return;
  engine.state.account.balance = balance;
}

/** balance - fee. A further fill of an opening order grows the position without counting as an add. */
export function bookEntry(
  engine: Engine,
  order: PendingOrder,
  deal: Deal & { readonly margin: Num },
): void {
  const { num, venue } = engine.setup;
  const { account } = engine.state;
  setBalance(engine, num.round(account.balance.sub(deal.fee.total), venue.policy.rounding.balance));
  // An add whose position the venue has closed meanwhile opens a new one.
  const opens = positionOf(engine, order.symbol).side === 'flat';
  if (opens) openPosition(engine, order, deal);
  else addToPosition(engine, order, deal);
  const action = opens ? 'OPEN' : LEDGER_ACTION[order.action];
  settle(engine, order, { ...deal, action, pnl: num.zero });
}

interface FilledEntry {
  readonly price: Num;
  readonly size: Num;
  readonly margin: Num;
  readonly ts: number;
}

function openPosition(engine: Engine, order: PendingOrder, fill: FilledEntry): void {
  const position = positionOf(engine, order.symbol);
  position.side = order.side;
  position.size = fill.size;
  position.entryPrice = fill.price;
  position.leverage = order.leverage;
  position.margin = fill.margin;
  position.adds = 0;
  position.openTs = fill.ts;
  position.lastAddTs = fill.ts;
}

/** The basis of the whole is the size-weighted mean. */
function addToPosition(engine: Engine, order: PendingOrder, fill: FilledEntry): void {
  const { num, venue } = engine.setup;
  const position = positionOf(engine, order.symbol);
  const total = position.size.add(fill.size);
  const basis = total.lt(venue.minBasisSize)
    ? fill.price
    : position.entryPrice.mul(position.size).add(fill.price.mul(fill.size)).div(total);
  position.entryPrice = num.round(basis, venue.policy.rounding.basis);
  position.size = total;
  position.margin = position.margin.add(fill.margin);
  if (order.action === 'open') return;
  position.adds += 1;
  position.lastAddTs = fill.ts;
}

function leave(engine: Engine, order: PendingOrder, execution: Execution): void {
  const { num, venue } = engine.setup;
  const { rounding, fee: feePolicy } = venue.policy;
  const position = positionOf(engine, order.symbol);
  // Exits only reduce: with nothing left of the position there is nothing to fill.
  if (position.side !== order.side) {
    reject(engine, order, execution);
    return;
  }
  const size =
    order.action === 'reduce'
      ? num.round(position.size.mul(order.fraction ?? num.zero), rounding.reducedSize)
      : position.size;
  const price = fillPrice(num, venue, {
    reference: execution.reference,
    factor: order.side === 'long' ? venue.exitSell : venue.exitBuy,
    symbol: order.symbol,
  });
  const notional =
    feePolicy.base.exit === 'intent-notional'
      ? size.mul(execution.reference)
      : num.round(price.mul(size), rounding.notional);
  const deal = { price, size, fee: feeOn(num, venue, feeBase(order, notional)), ...execution };
  bookExit(engine, order, { ...deal, isWhole: order.action === 'close' });
}

/** Realised profit is (fill - basis) * size for a long and its negation for a short, gross of the fee. */
export function bookExit(
  engine: Engine,
  order: PendingOrder,
  deal: Deal & { readonly isWhole: boolean },
): void {
  const { num, venue } = engine.setup;
  const { rounding, balance } = venue.policy;
  const position = positionOf(engine, order.symbol);
  const gross = deal.price.sub(position.entryPrice).mul(deal.size);
  const pnl = num.round(order.side === 'long' ? gross : gross.neg(), rounding.pnl);
  const fee = deal.fee.total;
  const { account } = engine.state;
  const after =
    balance.onExit === 'net-then-add'
      ? account.balance.add(pnl.sub(fee))
      : account.balance.add(pnl).sub(fee);
  setBalance(engine, num.round(after, rounding.balance));
  settle(engine, order, { ...deal, action: LEDGER_ACTION[order.action], pnl });
  if (deal.isWhole) engine.state.positions[order.symbol] = flatPosition(num);
  else shrink(engine, position, deal.size);
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

const LEDGER_ACTION = { open: 'OPEN', add: 'ADD', reduce: 'REDUCE', close: 'CLOSE' } as const;

function settle(
  engine: Engine,
  order: PendingOrder,
  done: Deal & { readonly action: LedgerAction; readonly pnl: Num },
): void {
  const { price, size, fee, pnl, ts, site } = done;
  const filled = { ...steps(order, site), size, price, fee: fee.total, feeParts: fee.parts };
  if (done.emits !== 'ledger') emit(engine, ts, { kind: 'fill', ...filled });
  if (done.emits === 'fill') return;
  emit(engine, ts, {
    kind: 'ledger',
    symbol: order.symbol,
    action: done.action,
    side: order.side,
    price,
    size,
    fee: fee.total,
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
  const step = { ...steps(order, at.site), size: order.size, price: order.price };
  emit(engine, at.ts, { kind: 'intent', ...step });
  emit(engine, at.ts, { kind: 'order', ...step });
  return order;
}

export type { Cause, OrderAction, Side };
