// The engine's shadow account: a second, simplified book that every decision passes through. It never refuses for lack
// of cash and drifts away from the real balance; its quantised entry price and size are what the exit rules read.
// Every amount is quantised where the reference engine does, and nowhere else.
import {
  clamp,
  max,
  type Num,
  type Numeric,
  type Position,
  type Side,
  type SymbolIndex,
} from 'lockstep/strategy';
import type { EngineTick } from './engine-tick.js';
import type { ShadowPosition } from './records.js';
import { deskOf, type Desk } from './state.js';

/** The engine's quantum, 1e-12: scaled up, rounded half away from zero, scaled down. */
const QUANTUM = { method: 'scaled', scale: 12, rounding: 'half-up' } as const;
const DEFAULT_NOTIONAL = 10_000;
const MIN_NOTIONAL = 10;
const MAX_NOTIONAL = 100_000;
const FEE_BPS = '3.5';
/** Every exit pays half a basis point, whatever the slippage of entries. */
const EXIT_SLIPPAGE_BPS = '0.5';
const BPS = 10_000;

/** What a step leads to. */
export type ShadowIntent = 'none' | 'open' | 'add' | 'close';

export interface ShadowOrder {
  readonly symbol: SymbolIndex;
  readonly side: Side;
  readonly price: Num;
}

/** Amounts of an opening or adding step. */
interface ShadowEntry {
  readonly side: Side;
  readonly price: Num;
  readonly notional: Num;
  readonly margin: Num;
  readonly quantity: Num;
}

export function quantise(num: Numeric, x: Num): Num {
  return num.round(x, QUANTUM);
}

function feeOn(num: Numeric, notional: Num): Num {
  return quantise(num, notional.mul(num(FEE_BPS).div(BPS)));
}

/** Passes a decision through the shadow account. A step against an open position closes it and does nothing else. */
export function stepShadow(tick: EngineTick, order: ShadowOrder, hint: Num | null): ShadowIntent {
  const num = tick.num;
  const account = tick.state.shadow;
  const desk = deskOf(tick.state, order.symbol);
  const price = quantise(num, order.price);
  const wanted = hint ?? num(DEFAULT_NOTIONAL);
  account.step += 1;
  const closes = desk.shadow.isOpen && desk.shadow.side !== order.side;
  const intent = closes
    ? closeShadow(tick, desk, price)
    : enterShadow(
        tick,
        desk,
        createEntry(tick, { side: order.side, symbol: order.symbol, price }, wanted),
      );
  account.cash = quantise(num, account.cash);
  tick.observe(order.symbol, 'shadow_step', num(account.step));
  tick.observe(order.symbol, 'shadow_cash', account.cash);
  return intent;
}

function createEntry(tick: EngineTick, order: ShadowOrder, wanted: Num): ShadowEntry {
  const num = tick.num;
  const notional = quantise(num, clamp(wanted, num(MIN_NOTIONAL), num(MAX_NOTIONAL)));
  const isPriced = order.price.gt(num.zero);
  return {
    side: order.side,
    price: order.price,
    notional,
    margin: quantise(num, notional.div(max(tick.params.trade.leverage, num(1)))),
    quantity: isPriced ? quantise(num, notional.div(order.price)) : num.zero,
  };
}

function enterShadow(tick: EngineTick, desk: Desk, entry: ShadowEntry): ShadowIntent {
  const num = tick.num;
  const shadow = desk.shadow;
  const adds = shadow.isOpen;
  if (adds && !tick.params.trade.enable_pyramiding) return 'none';
  if (entry.quantity.lte(num.zero)) return 'none';
  const account = tick.state.shadow;
  account.cash = quantise(num, account.cash.sub(entry.margin).sub(feeOn(num, entry.notional)));
  if (adds) growShadow(num, shadow, entry);
  else openShadow(num, shadow, entry);
  return adds ? 'add' : 'open';
}

function openShadow(num: Numeric, shadow: ShadowPosition, entry: ShadowEntry): void {
  shadow.isOpen = true;
  shadow.side = entry.side;
  shadow.quantity = entry.quantity;
  shadow.average = quantise(num, entry.price);
  shadow.notional = entry.notional;
  shadow.margin = entry.margin;
}

function growShadow(num: Numeric, shadow: ShadowPosition, entry: ShadowEntry): void {
  const held = shadow.average.mul(shadow.quantity);
  const total = shadow.quantity.add(entry.quantity);
  const weighted = held.add(entry.price.mul(entry.quantity)).div(total);
  shadow.average = shadow.notional.lte(num.zero) ? entry.price : quantise(num, weighted);
  shadow.notional = quantise(num, shadow.notional.add(entry.notional));
  shadow.margin = quantise(num, shadow.margin.add(entry.margin));
  shadow.quantity = quantise(num, total);
}

function closeShadow(tick: EngineTick, desk: Desk, price: Num): ShadowIntent {
  const num = tick.num;
  const account = tick.state.shadow;
  const shadow = desk.shadow;
  const closed = quantise(num, shadow.quantity.mul(1));
  const fee = feeOn(num, quantise(num, price.mul(closed)));
  const raw = price.sub(shadow.average).mul(closed);
  const pnl = quantise(num, shadow.side === 'long' ? raw : raw.neg());
  const released = quantise(num, shadow.margin.sub(quantise(num, shadow.margin.mul(0))));
  account.cash = quantise(num, account.cash.add(released).add(pnl).sub(fee));
  shadow.isOpen = false;
  return 'close';
}

/** Before exits are judged the shadow position takes over the real one's amounts. */
export function synchroniseShadow(
  tick: EngineTick,
  desk: Desk,
  position: Readonly<Position>,
): void {
  if (position.side === 'flat') return;
  const num = tick.num;
  const shadow = desk.shadow;
  shadow.side = position.side;
  shadow.quantity = quantise(num, position.size);
  shadow.average = quantise(num, position.entryPrice);
  shadow.notional = quantise(num, position.entryPrice.mul(position.size));
  shadow.margin = quantise(num, position.margin);
}

/** Part of a position that leaves at a price. */
export interface ShadowExit {
  readonly position: Readonly<Position>;
  readonly price: Num;
  /** 1 for all of it. */
  readonly closed: Num;
}

/** Books the real position's full exit; nothing when a flip's step closed the shadow position already. */
export function releaseShadow(tick: EngineTick, desk: Desk, exit: ShadowExit): void {
  if (!desk.shadow.isOpen) return;
  const account = tick.state.shadow;
  account.cash = cashAfter(tick, account.cash.add(desk.shadow.margin), exit);
  desk.shadow.isOpen = false;
}

/** Books a partial exit of the real position. */
export function reduceShadow(tick: EngineTick, desk: Desk, exit: ShadowExit): void {
  const shadow = desk.shadow;
  if (!shadow.isOpen) return;
  const num = tick.num;
  const account = tick.state.shadow;
  const back = quantise(num, shadow.margin.mul(exit.closed.div(exit.position.size)));
  shadow.margin = quantise(num, shadow.margin.sub(back));
  shadow.quantity = quantise(num, shadow.quantity.sub(exit.closed));
  shadow.notional = quantise(num, shadow.notional.sub(exit.closed.mul(exit.position.entryPrice)));
  account.cash = cashAfter(tick, account.cash.add(back), exit);
}

/** Adds what the venue pays out for an exit: profit before the fee, then the fee. */
function cashAfter(tick: EngineTick, cash: Num, exit: ShadowExit): Num {
  const num = tick.num;
  const long = exit.position.side === 'long';
  const slip = num(EXIT_SLIPPAGE_BPS).div(BPS);
  const factor = long ? num(1).sub(slip) : num(1).add(slip);
  const fill = quantise(num, exit.price.mul(factor));
  const fee = feeOn(num, quantise(num, fill.mul(exit.closed)));
  const raw = fill.sub(exit.position.entryPrice).mul(exit.closed);
  const pnl = quantise(num, long ? raw : raw.neg());
  return quantise(num, cash.add(pnl).sub(fee));
}
