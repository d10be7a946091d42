// What a strategy's calls do: conditions, observations, conclusions and orders. Portable, so that every lane runs the same
// source; the tick that a strategy holds (tick-context.ts) is a thin cover over these functions.
import type {
  Bar,
  Comparator,
  DecisionAction,
  Gate,
  OrderAction,
  Position,
  Side,
  SymbolIndex,
} from '../model/index.js';
import type { Cause } from '../model/index.js';
import type { Num } from '../numeric/index.js';
import type { CloseOrder, EntryOrder, ReduceOrder, Why } from '../strategy/definition.js';
import { requireComparator, requireGate, requireSide, requireVerdict } from './declared.js';
import type { Engine } from './engine.js';
import { applyOutcome, refuse } from './interfere.js';
import { execute, nextSeq, placeOrder, positionOf, stampOf, type OrderDraft } from './orders.js';
import { refuseBar, refuseNumber, refusePrice } from './refusals.js';
import {
  causeOf,
  checkEntry,
  checkEntryState,
  checkExitState,
  checkFraction,
  checkPositive,
  checkSymbol,
  isFiniteNum,
} from './requests.js';

/** Reason of the decision recorded for a symbol the strategy did not conclude on. */
export const UNDECIDED_REASON = 'undecided';

/** Checks the symbol of a call and notes it as the one the strategy is at. */
export function about(engine: Engine, symbol: SymbolIndex): void {
  checkSymbol(engine, symbol);
  engine.setup.probe.symbol = symbol;
}

export function bar(engine: Engine, symbol: SymbolIndex): Bar {
  about(engine, symbol);
  const found = engine.current.bars[symbol];
  if (found === undefined) return refuseBar(engine, symbol);
  return found;
}

export function position(engine: Engine, symbol: SymbolIndex): Readonly<Position> {
  about(engine, symbol);
  return positionOf(engine, symbol);
}

function holds(value: Num, comparator: Comparator, threshold: Num): boolean {
  switch (comparator) {
    case '>':
      return value.gt(threshold);
    case '>=':
      return value.gte(threshold);
    case '<':
      return value.lt(threshold);
    case '<=':
      return value.lte(threshold);
    case '==':
      return value.eq(threshold);
    case '!=':
      return !value.eq(threshold);
  }
}

// eslint-disable-next-line max-params -- a gate reads as one comparison: symbol, name, value, comparator, threshold
export function gate(
  engine: Engine,
  symbol: SymbolIndex,
  name: string,
  value: Num,
  comparator: Comparator,
  threshold: Num,
): boolean {
  checkCondition(engine, name, value, threshold);
  requireComparator(comparator);
  const passed =
    engine.setup.interference?.verdict(engine.current.marketTs, symbol, name) ??
    holds(value, comparator, threshold);
  const { site } = engine.setup.probe;
  record(engine, symbol, { name, value, comparator, threshold, passed, trigger: false, site });
  return passed;
}

// eslint-disable-next-line max-params -- as gate
export function trigger(
  engine: Engine,
  symbol: SymbolIndex,
  name: string,
  value: Num,
  comparator: Comparator,
  threshold: Num,
): boolean {
  checkCondition(engine, name, value, threshold);
  requireComparator(comparator);
  const passed =
    engine.setup.interference?.verdict(engine.current.marketTs, symbol, name) ??
    holds(value, comparator, threshold);
  const { site } = engine.setup.probe;
  record(engine, symbol, { name, value, comparator, threshold, passed, trigger: true, site });
  return passed;
}

// eslint-disable-next-line max-params -- as gate
export function verdict(
  engine: Engine,
  symbol: SymbolIndex,
  name: string,
  own: boolean,
  value: Num,
  threshold: Num,
): boolean {
  checkCondition(engine, name, value, threshold);
  requireVerdict(name, own);
  const passed = engine.setup.interference?.verdict(engine.current.marketTs, symbol, name) ?? own;
  const { site } = engine.setup.probe;
  record(engine, symbol, {
    name,
    value,
    comparator: 'verdict',
    threshold,
    passed,
    trigger: false,
    site,
  });
  return passed;
}

/** Both sides of a condition must be finite. */
// eslint-disable-next-line max-params -- as gate
function checkCondition(engine: Engine, name: string, value: Num, threshold: Num): void {
  const { num } = engine.setup;
  if (!isFiniteNum(num, value)) refuseNumber(engine, value, `gate ${name}: its value`);
  if (!isFiniteNum(num, threshold)) refuseNumber(engine, threshold, `gate ${name}: its threshold`);
}

function record(engine: Engine, symbol: SymbolIndex, made: Gate): void {
  about(engine, symbol);
  requireGate(engine, made.name);
  engine.trace.gate(symbol, made);
}

// eslint-disable-next-line max-params -- symbol, name and value, as the strategy writes it
export function observeNumber(engine: Engine, symbol: SymbolIndex, name: string, value: Num): void {
  about(engine, symbol);
  if (!isFiniteNum(engine.setup.num, value)) refuseNumber(engine, value, `observation ${name}`);
  engine.trace.observeNumber(symbol, name, value);
}

// eslint-disable-next-line max-params -- as observeNumber
export function observeFlag(
  engine: Engine,
  symbol: SymbolIndex,
  name: string,
  value: boolean,
): void {
  about(engine, symbol);
  engine.trace.observeFlag(symbol, name, value);
}

/** Every symbol of a tick gets a decision: where the strategy made none, the trace says so. */
export function concludeUndecided(engine: Engine): void {
  for (const symbol of engine.current.symbols) {
    if (engine.current.decided[symbol] === true) continue;
    const cause: Cause = { reason: UNDECIDED_REASON, detail: null, values: [], confidence: null };
    decide(engine, symbol, { action: 'hold', side: null, cause });
  }
}

export function hold(engine: Engine, symbol: SymbolIndex, reason: string): void {
  conclude(engine, symbol, { action: 'hold', side: null, why: { reason } });
}

// eslint-disable-next-line max-params -- symbol, side and reason, as the strategy writes it
export function block(engine: Engine, symbol: SymbolIndex, side: Side, reason: string): void {
  requireSide(side);
  conclude(engine, symbol, { action: 'blocked', side, why: { reason } });
}

export function open(engine: Engine, symbol: SymbolIndex, order: EntryOrder): void {
  enterOrder(engine, symbol, { action: 'open', order });
}

export function add(engine: Engine, symbol: SymbolIndex, order: EntryOrder): void {
  enterOrder(engine, symbol, { action: 'add', order });
}

export function reduce(engine: Engine, symbol: SymbolIndex, order: ReduceOrder): void {
  checkExitState(engine, symbol, 'reduce');
  checkFraction(engine, order.fraction);
  exitOrder(engine, symbol, { action: 'reduce', order, fraction: order.fraction });
}

export function close(engine: Engine, symbol: SymbolIndex, order: CloseOrder): void {
  checkExitState(engine, symbol, 'close');
  exitOrder(engine, symbol, { action: 'close', order, fraction: null });
}

function enterOrder(
  engine: Engine,
  symbol: SymbolIndex,
  wanted: { readonly action: OrderAction; readonly order: EntryOrder },
): void {
  const { action, order } = wanted;
  checkEntry(engine, symbol, order);
  checkEntryState(engine, symbol, { action, side: order.side });
  const cause = causeOf(engine, order);
  about(engine, symbol);
  decide(engine, symbol, { action: DECISION[action], side: order.side, cause });
  // Only a venue that turns positions round lets an opening order come this far while one is open.
  const isReversal = action === 'open' && positionOf(engine, symbol).side !== 'flat';
  if (isReversal)
    submit(
      engine,
      exitDraft(engine, symbol, { action: 'close', fraction: null, price: null, cause }),
    );
  submit(engine, {
    symbol,
    action,
    side: order.side,
    size: order.size,
    fraction: null,
    notional: order.notional ?? null,
    price: order.price ?? null,
    margin: order.margin,
    leverage: order.leverage,
    cause,
  });
}

function exitOrder(
  engine: Engine,
  symbol: SymbolIndex,
  exit: { readonly action: OrderAction; readonly order: CloseOrder; readonly fraction: Num | null },
): void {
  const { action, order, fraction } = exit;
  if (order.price !== undefined) checkPositive(engine, order.price, 'reference price');
  const cause = causeOf(engine, order);
  const draft = exitDraft(engine, symbol, { action, fraction, price: order.price ?? null, cause });
  about(engine, symbol);
  decide(engine, symbol, { action: DECISION[action], side: draft.side, cause });
  submit(engine, draft);
}

interface ExitPlan {
  readonly action: OrderAction;
  readonly fraction: Num | null;
  readonly price: Num | null;
  readonly cause: Cause;
}

function exitDraft(engine: Engine, symbol: SymbolIndex, plan: ExitPlan): OrderDraft {
  const { action, fraction, price, cause } = plan;
  const held = positionOf(engine, symbol);
  return {
    symbol,
    action,
    side: held.side === 'short' ? 'short' : 'long',
    size: fraction === null ? held.size : held.size.mul(fraction),
    fraction,
    notional: null,
    price,
    margin: held.margin,
    leverage: held.leverage,
    cause,
  };
}

/** What the venue does at the end of a run that finishes: positions that are still open are closed at their last close. */
export function closeOpenPositions(engine: Engine): void {
  const { endReason } = engine.setup.venue;
  if (endReason === null) return;
  for (let symbol = 0; symbol < engine.setup.symbols.length; symbol += 1) {
    const { side } = positionOf(engine, symbol);
    const last = engine.state.lastClose[symbol];
    if (side === 'flat' || last === undefined) continue;
    const price = engine.current.bars[symbol] === undefined ? last : null;
    const cause: Cause = { reason: endReason, detail: null, values: [], confidence: null };
    const draft = exitDraft(engine, symbol, { action: 'close', fraction: null, price, cause });
    about(engine, symbol);
    decide(engine, symbol, { action: 'exit', side: draft.side, cause });
    submit(engine, draft);
  }
}

const DECISION = { open: 'enter', add: 'add', reduce: 'reduce', close: 'exit' } as const;

/** Places an order; it fills now or waits, as the venue says. */
function submit(engine: Engine, draft: OrderDraft): void {
  const { symbol } = draft;
  const { site } = engine.setup.probe;
  const ts = eventTs(engine, symbol);
  const order = placeOrder(engine, draft, { ts, site });
  const { interference } = engine.setup;
  if (interference !== null) {
    const tickTs = engine.current.marketTs;
    const outcome = interference.outcomeOf(tickTs, order);
    if (outcome !== undefined) {
      refuse(engine, order, { outcome, ts, site });
      if (applyOutcome(engine, order, { outcome, tickTs, site })) engine.state.orders.push(order);
      return;
    }
  }
  if (engine.setup.venue.policy.fill.at === 'next-bar-open' && !engine.current.finishing)
    engine.state.orders.push(order);
  else
    execute(engine, order, {
      reference: draft.price ?? referencePrice(engine, symbol, draft.action),
      ts,
      site,
    });
}

function referencePrice(engine: Engine, symbol: SymbolIndex, action: OrderAction): Num {
  const found = engine.current.bars[symbol];
  if (found === undefined) return refusePrice(engine, symbol, action);
  return found.close;
}

function eventTs(engine: Engine, symbol: SymbolIndex): number {
  const atClose = engine.setup.venue.policy.eventTime === 'bar-close';
  const { marketTs } = engine.current;
  return atClose ? (engine.current.bars[symbol]?.closeTs ?? marketTs) : marketTs;
}

function conclude(
  engine: Engine,
  symbol: SymbolIndex,
  what: { readonly action: DecisionAction; readonly side: Side | null; readonly why: Why },
): void {
  about(engine, symbol);
  decide(engine, symbol, {
    action: what.action,
    side: what.side,
    cause: causeOf(engine, what.why),
  });
}

function decide(
  engine: Engine,
  symbol: SymbolIndex,
  what: { readonly action: DecisionAction; readonly side: Side | null; readonly cause: Cause },
): void {
  engine.current.decided[symbol] = true;
  const ts = stampOf(engine, eventTs(engine, symbol));
  engine.trace.decide({
    symbol,
    action: what.action,
    side: what.side,
    cause: what.cause,
    site: engine.setup.probe.site,
    seq: nextSeq(engine),
    ts,
  });
}
