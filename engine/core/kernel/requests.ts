// What a strategy may ask for: every argument of its calls is checked here, before anything changes.
import type { Cause, SymbolIndex } from '../model/index.js';
import type { Num } from '../numeric/index.js';
import type { EntryOrder, ReasonCatalogue, Why } from '../strategy/definition.js';
import type { Engine } from './engine.js';
import { StrategyFault } from './fault.js';
import { positionOf } from './orders.js';

export function requireSymbol(engine: Engine, symbol: SymbolIndex): void {
  if (Number.isInteger(symbol) && symbol >= 0 && symbol < engine.setup.symbols.length) return;
  throw new StrategyFault(
    'strategy.symbol',
    `${String(symbol)} is not a symbol of this run`,
    `use an index from tick.symbols (0 to ${String(engine.setup.symbols.length - 1)})`,
  );
}

export function requireGate(engine: Engine, name: string): void {
  if (Object.hasOwn(engine.setup.strategy.gates, name)) return;
  throw new StrategyFault(
    'strategy.gate.undeclared',
    `gate "${name}" is not declared`,
    'add it to `gates` of the strategy',
  );
}

/** A finite number of the run's policy; anything else is nonsense. */
export function requireNum(engine: Engine, value: unknown, what: string): Num {
  if (engine.setup.num.is(value) && value.isFinite()) return value;
  const shown = engine.setup.num.is(value) ? value.toString() : describe(value);
  throw new StrategyFault(
    'strategy.number',
    `${what} is ${shown}`,
    'pass a finite number made by tick.num or computed from one',
  );
}

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'string' ? `the string "${value.slice(0, 40)}"` : `a ${typeof value}`;
}

export function requirePositive(engine: Engine, value: unknown, what: string): Num {
  const number = requireNum(engine, value, what);
  if (number.gt(0)) return number;
  throw new StrategyFault(
    'strategy.number',
    `${what} is ${String(value)}`,
    'it must be above zero',
  );
}

export function requireSide(side: unknown): void {
  if (side === 'long' || side === 'short') return;
  throw new StrategyFault(
    'strategy.side',
    `side is ${describe(side)}`,
    "it must be 'long' or 'short'",
  );
}

/** A threshold that is no number of the policy yet: a plain number, or decimal text. */
export function requireThreshold(engine: Engine, name: string, value: unknown): Num {
  const { num } = engine.setup;
  const bound =
    typeof value === 'number'
      ? num(value)
      : typeof value === 'string'
        ? (num.parse(value) ?? value)
        : value;
  return requireNum(engine, bound, `gate ${name}: its threshold`);
}

export function requireVerdict(name: string, passed: unknown): void {
  if (typeof passed === 'boolean') return;
  throw new StrategyFault(
    'strategy.verdict',
    `the verdict of gate ${name} is ${describe(passed)}`,
    'pass true or false',
  );
}

export function causeOf(engine: Engine, why: Why): Cause {
  const { reason, detail, values, confidence } = why;
  const reasons: ReasonCatalogue = engine.setup.strategy.reasons;
  if (typeof (reason as unknown) !== 'string' || !Object.hasOwn(reasons, reason)) {
    throw new StrategyFault(
      'strategy.reason.undeclared',
      `reason code "${reason}" is not declared`,
      'add it to `reasons` of the strategy, or use one that is there',
    );
  }
  if (detail !== undefined) requireDetail(reasons, reason, detail);
  for (const value of values ?? []) requireNum(engine, value, `a value of reason ${reason}`);
  return { reason, detail: detail ?? null, values: values ?? [], confidence: confidence ?? null };
}

function requireDetail(reasons: ReasonCatalogue, reason: string, detail: string): void {
  const entry = reasons[reason];
  if (typeof entry === 'object' && Object.hasOwn(entry.details, detail)) return;
  throw new StrategyFault(
    'strategy.reason.undeclared',
    `reason code "${reason}" has no detail "${detail}"`,
    `add it to the details of "${reason}"`,
  );
}

export function checkEntry(engine: Engine, symbol: SymbolIndex, order: EntryOrder): void {
  requireSymbol(engine, symbol);
  const side: unknown = order.side;
  if (side !== 'long' && side !== 'short') {
    throw new StrategyFault(
      'strategy.side',
      `side is ${describe(side)}`,
      "it must be 'long' or 'short'",
    );
  }
  requirePositive(engine, order.size, 'order size');
  requireNum(engine, order.margin, 'order margin');
  requireNum(engine, order.leverage, 'order leverage');
  if (order.notional !== undefined) requirePositive(engine, order.notional, 'order notional');
  if (order.price !== undefined) requirePositive(engine, order.price, 'reference price');
}

/** Opening needs a flat symbol, adding the same side; both without an order of that symbol under way. */
export function checkEntryState(
  engine: Engine,
  symbol: SymbolIndex,
  wanted: { action: 'open' | 'add'; side: string },
): void {
  const position = positionOf(engine, symbol);
  const fits = wanted.action === 'open' ? position.side === 'flat' : position.side === wanted.side;
  if (fits && !hasPending(engine, symbol)) return;
  const name = engine.setup.symbols[symbol] ?? '';
  throw new StrategyFault(
    'strategy.order.state',
    `cannot ${wanted.action} ${wanted.side} ${name}: the position is ${position.side}${hasPending(engine, symbol) ? ' and an order is under way' : ''}`,
    wanted.action === 'open'
      ? 'close it first, or add to it'
      : 'add only to a position of the same side',
  );
}

export function checkExitState(
  engine: Engine,
  symbol: SymbolIndex,
  action: 'reduce' | 'close',
): void {
  requireSymbol(engine, symbol);
  const position = positionOf(engine, symbol);
  if (position.side !== 'flat' && !hasPending(engine, symbol)) return;
  const name = engine.setup.symbols[symbol] ?? '';
  throw new StrategyFault(
    'strategy.order.state',
    `cannot ${action} ${name}: ${position.side === 'flat' ? 'no position is open' : 'an order is under way'}`,
    'look at tick.position(symbol).side first',
  );
}

const hasPending = (engine: Engine, symbol: SymbolIndex): boolean =>
  engine.state.orders.some((order) => order.symbol === symbol);

export function checkFraction(engine: Engine, fraction: unknown): Num {
  const value = requireNum(engine, fraction, 'fraction');
  if (value.gt(0) && value.lte(1)) return value;
  throw new StrategyFault(
    'strategy.number',
    `fraction is ${String(value)}`,
    'it must be above 0 and at most 1',
  );
}
