// Orders and fills: simulation and accounting of open, add, reduce and close under the venue policy.
// The formulas and their order of operations are the contract; what engines do differently is policy data.
import type {
  Cause,
  LedgerAction,
  OrderAction,
  PendingOrder,
  Position,
  Side,
  SymbolIndex,
} from '../model/index.js';
import { clamp, max, type Num } from '../numeric/index.js';
import type { Engine } from './engine.js';
import { impossible } from './fault.js';
import { flatten } from './position.js';
import { statedAmount } from './stated-amount.js';
import { feeOn, fillPrice, lotSize, type Fee, type FeeBase } from './venue.js';

const LEDGER_ACTION = { open: 'OPEN', add: 'ADD', reduce: 'REDUCE', close: 'CLOSE' } as const;

/** When and at which unslipped price an order meets the market. */
export interface Execution {
  readonly reference: Num;
  readonly ts: number;
  readonly site: number;
}

/** Takes the next sequence number. */
export function nextSeq(engine: Engine): number {
  const { state } = engine;
  const seq = state.nextSeq;
  state.nextSeq = seq + 1;
  return seq;
}

/** The time an event is stamped with. */
export const stampOf = (engine: Engine, ts: number): number =>
  ts + (engine.setup.interference?.stampMs ?? 0);

export function positionOf(engine: Engine, symbol: number): Position {
  const position = engine.state.positions[symbol];
  if (position === undefined) return impossible('a position for every symbol');
  return position;
}

/** Executes an order now. Precondition: the strategy's request was validated (see requests.ts). */
export function execute(engine: Engine, order: PendingOrder, execution: Execution): void {
  if (order.action === 'open' || order.action === 'add') enter(engine, order, execution);
  else leave(engine, order, execution);
}

const feeBase = ({ symbol, cause }: PendingOrder, base: Num): FeeBase => ({
  base,
  symbol,
  reason: cause.reason,
});

/** The fee is on the notional the policy names. */
function enter(engine: Engine, order: PendingOrder, execution: Execution): void {
  const { num, venue } = engine.setup;
  const { rounding, fee: feePolicy } = venue.policy;
  // A position that was to be turned round and could not be closed is no place for an entry of the other side.
  const held = positionOf(engine, order.symbol).side;
  if (held !== 'flat' && held !== order.side) {
    reject(engine, order, { ts: execution.ts, site: execution.site });
    return;
  }
  const size = lotSize(num, venue, order);
  const notional = order.notional ?? size.mul(execution.reference);
  if (size.isZero() || notional.lt(venue.instruments[order.symbol]?.minNotional ?? num.zero)) {
    rejectSized(engine, order, { size, ts: execution.ts, site: execution.site });
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
  const fee = feeOn(num, venue, feeBase(order, base));
  const { ts, site } = execution;
  bookEntry(engine, order, { price, size, fee, ts, site, margin: order.margin, emits: 'both' });
}

interface Refused {
  readonly ts: number;
  readonly site: number;
}

export function reject(engine: Engine, order: PendingOrder, at: Refused): void {
  rejectSized(engine, order, { size: order.size, ts: at.ts, site: at.site });
}

function rejectSized(
  engine: Engine,
  order: PendingOrder,
  at: { readonly size: Num; readonly ts: number; readonly site: number },
): void {
  engine.trace.step({
    kind: 'reject',
    symbol: order.symbol,
    orderId: order.orderId,
    action: order.action,
    side: order.side,
    cause: order.cause,
    site: at.site,
    size: at.size,
    price: order.price,
    seq: nextSeq(engine),
    ts: stampOf(engine, at.ts),
  });
}

/** A trade whose numbers are known, simulated or recorded. */
export interface Deal {
  readonly price: Num;
  readonly size: Num;
  readonly fee: Fee;
  readonly ts: number;
  readonly site: number;
  readonly emits: 'both' | 'fill' | 'ledger';
}

export interface EntryDeal extends Deal {
  readonly margin: Num;
}

export interface ExitDeal extends Deal {
  readonly isWhole: boolean;
}

function setBalance(engine: Engine, balance: Num): void {
  if (engine.setup.interference?.isBalanceFrozen === true) return;
  engine.state.account.balance = balance;
}

/** balance - fee. A further fill of an opening order grows the position without counting as an add. */
export function bookEntry(engine: Engine, order: PendingOrder, deal: EntryDeal): void {
  const { num, venue } = engine.setup;
  const { account } = engine.state;
  setBalance(engine, num.round(account.balance.sub(deal.fee.total), venue.policy.rounding.balance));
  // An add whose position the venue has closed meanwhile opens a new one.
  const opens = positionOf(engine, order.symbol).side === 'flat';
  if (opens) openPosition(engine, order, deal);
  else addToPosition(engine, order, deal);
  const { price, size, fee, ts, site, emits } = deal;
  const action = opens ? 'OPEN' : LEDGER_ACTION[order.action];
  settle(engine, order, { action, price, size, fee, ts, site, emits, pnl: num.zero });
}

function openPosition(engine: Engine, order: PendingOrder, fill: EntryDeal): void {
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
function addToPosition(engine: Engine, order: PendingOrder, fill: EntryDeal): void {
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
    reject(engine, order, { ts: execution.ts, site: execution.site });
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
  const fee = feeOn(num, venue, feeBase(order, notional));
  const { ts, site } = execution;
  const isWhole = order.action === 'close';
  bookExit(engine, order, { price, size, fee, ts, site, isWhole, emits: 'both' });
}

/** Realised profit is (fill - basis) * size for a long and its negation for a short, gross of the fee. */
export function bookExit(engine: Engine, order: PendingOrder, deal: ExitDeal): void {
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
  const { price, size, ts, site, emits } = deal;
  settle(engine, order, {
    action: LEDGER_ACTION[order.action],
    price,
    size,
    fee: deal.fee,
    ts,
    site,
    emits,
    pnl: statedAmount(num, pnl, venue.statedPnl),
  });
  if (deal.isWhole) flatten(num, position);
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

interface Settlement extends Deal {
  readonly action: LedgerAction;
  readonly pnl: Num;
}

function settle(engine: Engine, order: PendingOrder, done: Settlement): void {
  const { price, size, fee, pnl, site } = done;
  const ts = stampOf(engine, done.ts);
  if (done.emits !== 'ledger')
    engine.trace.fill({
      kind: 'fill',
      symbol: order.symbol,
      orderId: order.orderId,
      action: order.action,
      side: order.side,
      cause: order.cause,
      site,
      size,
      price,
      fee: fee.total,
      feeParts: fee.parts,
      seq: nextSeq(engine),
      ts,
    });
  if (done.emits === 'fill') return;
  engine.trace.ledger({
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
    seq: nextSeq(engine),
    ts,
  });
}

/** An order before it has a number. */
export interface OrderDraft {
  readonly symbol: SymbolIndex;
  readonly action: OrderAction;
  readonly side: Side;
  readonly size: Num;
  readonly fraction: Num | null;
  readonly notional: Num | null;
  readonly price: Num | null;
  readonly margin: Num;
  readonly leverage: Num;
  readonly cause: Cause;
}

/** A request turned into an order: the intent and order events, with the next order id. */
export function placeOrder(
  engine: Engine,
  draft: OrderDraft,
  at: { readonly ts: number; readonly site: number },
): PendingOrder {
  const { state } = engine;
  const order: PendingOrder = { orderId: state.nextOrderId, ...draft };
  state.nextOrderId += 1;
  placed(engine, order, { kind: 'intent', ts: at.ts, site: at.site });
  placed(engine, order, { kind: 'order', ts: at.ts, site: at.site });
  return order;
}

function placed(
  engine: Engine,
  order: PendingOrder,
  at: { readonly kind: 'intent' | 'order'; readonly ts: number; readonly site: number },
): void {
  engine.trace.step({
    kind: at.kind,
    symbol: order.symbol,
    orderId: order.orderId,
    action: order.action,
    side: order.side,
    cause: order.cause,
    site: at.site,
    size: order.size,
    price: order.price,
    seq: nextSeq(engine),
    ts: stampOf(engine, at.ts),
  });
}
