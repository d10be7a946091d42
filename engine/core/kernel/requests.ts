// What a strategy may ask for: every argument of its calls is checked here, before anything changes. Portable: types and
// declared names are the business of declared.ts, words that of refusals.ts.
import type { Cause, OrderAction, Side, SymbolIndex } from '../model/index.js';
import type { Num, Numeric } from '../numeric/index.js';
import type { EntryOrder, Why } from '../strategy/definition.js';
import { requireNum, requireReason, requireSide } from './declared.js';
import type { Engine } from './engine.js';
import { positionOf } from './orders.js';
import {
  refuseEntry,
  refuseExit,
  refuseFraction,
  refuseNumber,
  refuseSign,
  refuseSymbol,
} from './refusals.js';

export function checkSymbol(engine: Engine, symbol: SymbolIndex): void {
  if (!Number.isInteger(symbol) || symbol < 0 || symbol >= engine.setup.symbols.length)
    refuseSymbol(engine, symbol);
}

/** Cheap form of `checkNum` for what is called hundreds of times a tick; the words are put together only on a fault. */
export const isFiniteNum = (num: Numeric, value: Num): boolean => num.is(value) && value.isFinite();

/** A finite number of the run's policy; anything else is nonsense. */
export function checkNum(engine: Engine, value: Num, what: string): void {
  requireNum(engine, value, what);
  if (!value.isFinite()) refuseNumber(engine, value, what);
}

export function checkPositive(engine: Engine, value: Num, what: string): void {
  checkNum(engine, value, what);
  if (!value.gt(0)) refuseSign(value, what);
}

export function causeOf(engine: Engine, why: Why): Cause {
  requireReason(engine, why);
  const { reason, detail, values, confidence } = why;
  // A list of its own: the strategy may go on with the one it gave, and an event is what was said then.
  const said: Num[] = [];
  if (values !== undefined) {
    for (const value of values) {
      if (!isFiniteNum(engine.setup.num, value))
        refuseNumber(engine, value, `a value of reason ${reason}`);
      said.push(value);
    }
  }
  return { reason, detail: detail ?? null, values: said, confidence: confidence ?? null };
}

export function checkEntry(engine: Engine, symbol: SymbolIndex, order: EntryOrder): void {
  checkSymbol(engine, symbol);
  requireSide(order.side);
  checkPositive(engine, order.size, 'order size');
  checkNum(engine, order.margin, 'order margin');
  checkNum(engine, order.leverage, 'order leverage');
  if (order.notional !== undefined) checkPositive(engine, order.notional, 'order notional');
  if (order.price !== undefined) checkPositive(engine, order.price, 'reference price');
}

/**
 * Opening needs a flat symbol, or one that the venue turns round; adding needs the same side. Both need that no order of
 * that symbol is under way.
 */
export function checkEntryState(
  engine: Engine,
  symbol: SymbolIndex,
  wanted: { readonly action: OrderAction; readonly side: Side },
): void {
  const held = positionOf(engine, symbol).side;
  const canOpen =
    held === 'flat' || (held !== wanted.side && engine.setup.venue.reversal === 'close-then-open');
  const fits = wanted.action === 'open' ? canOpen : held === wanted.side;
  const isPending = hasPending(engine, symbol);
  if (fits && !isPending) return;
  refuseEntry(engine, wanted.side, { symbol, action: wanted.action, held, isPending });
}

export function checkExitState(engine: Engine, symbol: SymbolIndex, action: OrderAction): void {
  checkSymbol(engine, symbol);
  const held = positionOf(engine, symbol).side;
  const isPending = hasPending(engine, symbol);
  if (held !== 'flat' && !isPending) return;
  refuseExit(engine, { symbol, action, held, isPending });
}

function hasPending(engine: Engine, symbol: SymbolIndex): boolean {
  for (const order of engine.state.orders) if (order.symbol === symbol) return true;
  return false;
}

export function checkFraction(engine: Engine, fraction: Num): void {
  checkNum(engine, fraction, 'fraction');
  if (!fraction.gt(0) || !fraction.lte(1)) refuseFraction(fraction);
}
