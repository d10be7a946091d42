// What the kernel says when it refuses a strategy's request. None of these returns: in the reference lane they throw, and
// compiled lanes stop there and leave the words to the reference lane.
import type { OrderAction, SymbolIndex } from '../model/index.js';
import type { Engine } from './engine.js';
import { StrategyFault } from './fault.js';

export function refuseSymbol(engine: Engine, symbol: SymbolIndex): never {
  throw new StrategyFault(
    'strategy.symbol',
    `${String(symbol)} is not a symbol of this run`,
    `use an index from tick.symbols (0 to ${String(engine.setup.symbols.length - 1)})`,
  );
}

export function refuseBar(engine: Engine, symbol: SymbolIndex): never {
  throw new StrategyFault(
    'strategy.bar',
    `${nameOf(engine, symbol)} has no bar at this tick`,
    'loop over tick.symbols',
  );
}

export function refusePrice(engine: Engine, symbol: SymbolIndex, action: OrderAction): never {
  throw new StrategyFault(
    'strategy.order.price',
    `cannot ${action} ${nameOf(engine, symbol)}: it has no bar at this tick`,
    'pass `price` with the order',
  );
}

/** Not a finite number of the run's policy. */
export function refuseNumber(engine: Engine, value: unknown, what: string): never {
  const shown = engine.setup.num.is(value) ? value.toString() : describe(value);
  throw new StrategyFault(
    'strategy.number',
    `${what} is ${shown}`,
    'pass a finite number made by tick.num or computed from one',
  );
}

export function refuseSign(value: unknown, what: string): never {
  throw new StrategyFault(
    'strategy.number',
    `${what} is ${String(value)}`,
    'it must be above zero',
  );
}

export function refuseFraction(fraction: unknown): never {
  throw new StrategyFault(
    'strategy.number',
    `fraction is ${String(fraction)}`,
    'it must be above 0 and at most 1',
  );
}

export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'string' ? `the string "${value.slice(0, 40)}"` : `a ${typeof value}`;
}

interface Wanted {
  readonly symbol: SymbolIndex;
  readonly action: OrderAction;
  /** Of the position as it is. */
  readonly held: string;
  readonly isPending: boolean;
}

export function refuseEntry(engine: Engine, side: string, wanted: Wanted): never {
  const { symbol, action, held, isPending } = wanted;
  throw new StrategyFault(
    'strategy.order.state',
    `cannot ${action} ${side} ${nameOf(engine, symbol)}: the position is ${held}${isPending ? ' and an order is under way' : ''}`,
    action === 'open' ? 'close it first, or add to it' : 'add only to a position of the same side',
  );
}

export function refuseExit(engine: Engine, wanted: Wanted): never {
  const { symbol, action, held } = wanted;
  throw new StrategyFault(
    'strategy.order.state',
    `cannot ${action} ${nameOf(engine, symbol)}: ${held === 'flat' ? 'no position is open' : 'an order is under way'}`,
    'look at tick.position(symbol).side first',
  );
}

const nameOf = (engine: Engine, symbol: SymbolIndex): string => engine.setup.symbols[symbol] ?? '';
