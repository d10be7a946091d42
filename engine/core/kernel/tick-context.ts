// The Tick a strategy sees: readonly views of the engine, and calls that record or request.
import type {
  Account,
  Bar,
  Cause,
  Comparator,
  DecisionAction,
  Gate,
  MarketTick,
  OrderAction,
  PendingOrder,
  Position,
  Side,
  SymbolIndex,
} from '../model/index.js';
import type { Num, NumLike, Numeric } from '../numeric/index.js';
import type { CloseOrder, EntryOrder, ReduceOrder, Tick, Why } from '../strategy/definition.js';
import type { ParamTree, ParamValues } from '../strategy/params.js';
import type { Engine } from './engine.js';
import { StrategyFault } from './fault.js';
import { applyOutcome, refuse } from './interfere.js';
import { emit, execute, placeOrder, positionOf } from './orders.js';
import {
  causeOf,
  checkEntry,
  checkEntryState,
  checkExitState,
  checkFraction,
  requireGate,
  requireNum,
  requirePositive,
  requireSide,
  requireSymbol,
  requireThreshold,
  requireVerdict,
} from './requests.js';

const DECISION = { open: 'enter', add: 'add', reduce: 'reduce', close: 'exit' } as const;

/** Reason of the decision recorded for a symbol the strategy did not conclude on. */
export const UNDECIDED_REASON = 'undecided';
const UNDECIDED: Cause = { reason: UNDECIDED_REASON, detail: null, values: [], confidence: null };

/** Cheap form of requireNum for what is called hundreds of times a tick; the message is built only on a fault. */
const isFiniteNum = (num: Numeric, value: unknown): boolean => num.is(value) && value.isFinite();

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
    default:
      return unknownComparator(comparator);
  }
}

/** The types allow none; a strategy in JavaScript may still pass one. */
function unknownComparator(comparator: never): never {
  throw new StrategyFault(
    'strategy.comparator',
    `"${String(comparator)}" is not a comparator`,
    'write >, >=, <, <=, == or !=',
  );
}

/** A record with the fields of `shape` that shows the engine's own as it is now, and cannot be written. */
function readThrough<T extends object>(shape: T, current: () => T): Readonly<T> {
  const view = {};
  for (const key of Object.keys(shape) as (keyof T)[])
    Object.defineProperty(view, key, { get: () => current()[key], enumerable: true });
  return Object.freeze(view) as Readonly<T>;
}

/**
 * One instance serves a whole run; `enter` points it at a tick. Strategy code holds it, so its fields are private to the
 * language and not only to the compiler, and nothing can be put on it.
 */
export class TickContext implements Tick<ParamValues<ParamTree>> {
  readonly num: Numeric;
  readonly params: ParamValues<ParamTree>;
  readonly symbolCount: number;
  readonly #engine: Engine;
  readonly #gateNames: ReadonlySet<string>;
  readonly #account: Readonly<Account>;
  readonly #positions: readonly Readonly<Position>[];
  #symbols: readonly SymbolIndex[] = [];
  #bars: (Bar | undefined)[] = [];
  #market: MarketTick = { ts: 0, bars: [] };
  #finishing = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.num = engine.setup.num;
    this.params = engine.setup.params;
    this.symbolCount = engine.setup.symbols.length;
    this.#gateNames = new Set(Object.keys(engine.setup.strategy.gates));
    const { account } = engine.state;
    this.#account = readThrough(account, () => engine.state.account);
    this.#positions = engine.state.positions.map((position, symbol) =>
      readThrough(position, () => positionOf(engine, symbol)),
    );
    Object.freeze(this);
  }

  /** Points at a tick; while `finishing`, orders fill at once whatever the policy, since no further bar comes. */
  enter(market: MarketTick, finishing: boolean): void {
    this.#market = market;
    this.#finishing = finishing;
    this.#symbols = Object.freeze(market.bars.map((bar) => bar.symbol));
    this.#bars = new Array<Bar | undefined>(this.symbolCount);
    for (const bar of market.bars) this.#bars[bar.symbol] = bar;
  }

  /** Checks the symbol of a call and notes it as the one the strategy is at. */
  private about(symbol: SymbolIndex): void {
    requireSymbol(this.#engine, symbol);
    this.#engine.setup.probe.symbol = symbol;
  }

  get symbols(): readonly SymbolIndex[] {
    return this.#symbols;
  }
  get index(): number {
    return this.#engine.state.ticks;
  }
  get ts(): number {
    return this.#engine.setup.interference?.clock(this.#market.ts) ?? this.#market.ts;
  }
  get state(): unknown {
    return this.#engine.state.strategy;
  }
  get account(): Readonly<Account> {
    return this.#account;
  }

  bar(symbol: SymbolIndex): Bar {
    this.about(symbol);
    const bar = this.#bars[symbol];
    if (bar !== undefined) return bar;
    throw new StrategyFault(
      'strategy.bar',
      `${this.name(symbol)} has no bar at this tick`,
      'loop over tick.symbols',
    );
  }

  name(symbol: SymbolIndex): string {
    return this.#engine.setup.symbols[symbol] ?? '';
  }

  position(symbol: SymbolIndex): Readonly<Position> {
    this.about(symbol);
    return this.#positions[symbol] ?? positionOf(this.#engine, symbol);
  }

  // eslint-disable-next-line max-params -- a gate reads as one comparison: symbol, name, value, comparator, threshold
  gate(
    symbol: SymbolIndex,
    name: string,
    value: Num,
    comparator: Comparator,
    threshold: NumLike,
  ): boolean {
    const bound = this.bound(name, value, threshold);
    const passed = this.forced(symbol, name) ?? holds(value, comparator, bound);
    const { site } = this.#engine.setup.probe;
    this.record(symbol, {
      name,
      value,
      comparator,
      threshold: bound,
      passed,
      trigger: false,
      site,
    });
    return passed;
  }

  // eslint-disable-next-line max-params -- as gate
  trigger(
    symbol: SymbolIndex,
    name: string,
    value: Num,
    comparator: Comparator,
    threshold: NumLike,
  ): boolean {
    const bound = this.bound(name, value, threshold);
    const passed = this.forced(symbol, name) ?? holds(value, comparator, bound);
    const { site } = this.#engine.setup.probe;
    this.record(symbol, { name, value, comparator, threshold: bound, passed, trigger: true, site });
    return passed;
  }

  // eslint-disable-next-line max-params -- as gate
  verdict(
    symbol: SymbolIndex,
    name: string,
    own: boolean,
    value: Num,
    threshold: NumLike,
  ): boolean {
    const bound = this.bound(name, value, threshold);
    requireVerdict(name, own);
    const passed = this.forced(symbol, name) ?? own;
    const { site } = this.#engine.setup.probe;
    this.record(symbol, {
      name,
      value,
      comparator: 'verdict',
      threshold: bound,
      passed,
      trigger: false,
      site,
    });
    return passed;
  }

  private forced(symbol: SymbolIndex, name: string): boolean | undefined {
    return this.#engine.setup.interference?.verdict(this.#market.ts, symbol, name);
  }

  /** Both sides of a condition must be finite; a number or text as threshold becomes a value of the policy. */
  private bound(name: string, value: Num, threshold: NumLike): Num {
    if (!isFiniteNum(this.num, value)) requireNum(this.#engine, value, `gate ${name}: its value`);
    return isFiniteNum(this.num, threshold)
      ? (threshold as Num)
      : requireThreshold(this.#engine, name, threshold);
  }

  private record(symbol: SymbolIndex, gate: Gate): void {
    this.about(symbol);
    if (!this.#gateNames.has(gate.name)) requireGate(this.#engine, gate.name);
    this.#engine.trace.gate(symbol, gate);
  }

  observe(symbol: SymbolIndex, name: string, value: Num | boolean): void {
    this.about(symbol);
    if (typeof value !== 'boolean' && !isFiniteNum(this.num, value))
      requireNum(this.#engine, value, `observation ${name}`);
    this.#engine.trace.observe(symbol, name, value);
  }

  /** Every symbol of a tick gets a decision: where the strategy made none, the trace says so. */
  concludeUndecided(): void {
    for (const symbol of this.symbols) {
      if (this.#engine.trace.hasDecision(symbol)) continue;
      this.decide(symbol, { action: 'hold', side: null, cause: UNDECIDED });
    }
  }

  hold(symbol: SymbolIndex, reason: string): void {
    this.conclude(symbol, { action: 'hold', side: null, why: { reason } });
  }

  block(symbol: SymbolIndex, side: Side, reason: string): void {
    requireSide(side);
    this.conclude(symbol, { action: 'blocked', side, why: { reason } });
  }

  open(symbol: SymbolIndex, order: EntryOrder): void {
    this.enterOrder(symbol, 'open', order);
  }

  add(symbol: SymbolIndex, order: EntryOrder): void {
    this.enterOrder(symbol, 'add', order);
  }

  reduce(symbol: SymbolIndex, order: ReduceOrder): void {
    checkExitState(this.#engine, symbol, 'reduce');
    const fraction = checkFraction(this.#engine, order.fraction);
    this.exitOrder(symbol, { action: 'reduce', order, fraction });
  }

  close(symbol: SymbolIndex, order: CloseOrder): void {
    checkExitState(this.#engine, symbol, 'close');
    this.exitOrder(symbol, { action: 'close', order, fraction: null });
  }

  private enterOrder(symbol: SymbolIndex, action: 'open' | 'add', order: EntryOrder): void {
    checkEntry(this.#engine, symbol, order);
    checkEntryState(this.#engine, symbol, { action, side: order.side });
    this.place(symbol, order, {
      symbol,
      action,
      side: order.side,
      size: order.size,
      fraction: null,
      notional: order.notional ?? null,
      price: order.price ?? null,
      margin: order.margin,
      leverage: order.leverage,
      cause: causeOf(this.#engine, order),
    });
  }

  private exitOrder(
    symbol: SymbolIndex,
    exit: { action: 'reduce' | 'close'; order: CloseOrder; fraction: Num | null },
  ): void {
    const position = positionOf(this.#engine, symbol);
    const price =
      exit.order.price === undefined
        ? null
        : requirePositive(this.#engine, exit.order.price, 'reference price');
    this.place(symbol, exit.order, {
      symbol,
      action: exit.action,
      side: position.side === 'short' ? 'short' : 'long',
      size: exit.fraction === null ? position.size : position.size.mul(exit.fraction),
      fraction: exit.fraction,
      notional: null,
      price,
      margin: position.margin,
      leverage: position.leverage,
      cause: causeOf(this.#engine, exit.order),
    });
  }

  private place(symbol: SymbolIndex, why: Why, draft: Omit<PendingOrder, 'orderId'>): void {
    const engine = this.#engine;
    const { site } = engine.setup.probe;
    this.conclude(symbol, { action: DECISION[draft.action], side: draft.side, why });
    const ts = this.eventTs(symbol);
    const order = placeOrder(engine, draft, { ts, site });
    const outcome = engine.setup.interference?.outcomeOf(this.#market.ts, order);
    if (outcome !== undefined) {
      const tickTs = this.#market.ts;
      refuse(engine, order, { outcome, ts, site });
      applyOutcome(engine, order, { outcome, tickTs, site });
    } else if (engine.setup.venue.policy.fill.at === 'next-bar-open' && !this.#finishing)
      engine.state.orders.push(order);
    else
      execute(engine, order, {
        reference: draft.price ?? this.referencePrice(symbol, draft.action),
        ts,
        site,
      });
  }

  private referencePrice(symbol: SymbolIndex, action: OrderAction): Num {
    const bar = this.#bars[symbol];
    if (bar !== undefined) return bar.close;
    throw new StrategyFault(
      'strategy.order.price',
      `cannot ${action} ${this.name(symbol)}: it has no bar at this tick`,
      'pass `price` with the order',
    );
  }

  private eventTs(symbol: SymbolIndex): number {
    const atClose = this.#engine.setup.venue.policy.eventTime === 'bar-close';
    return atClose ? (this.#bars[symbol]?.closeTs ?? this.#market.ts) : this.#market.ts;
  }

  private conclude(
    symbol: SymbolIndex,
    what: { action: DecisionAction; side: Side | null; why: Why },
  ): void {
    this.about(symbol);
    this.decide(symbol, {
      action: what.action,
      side: what.side,
      cause: causeOf(this.#engine, what.why),
    });
  }

  private decide(
    symbol: SymbolIndex,
    what: { action: DecisionAction; side: Side | null; cause: Cause },
  ): void {
    const { site } = this.#engine.setup.probe;
    const decision = this.#engine.trace.decide({ symbol, ...what, site });
    if (decision === null) this.#engine.state.nextSeq += 1;
    else emit(this.#engine, this.eventTs(symbol), decision);
  }
}
