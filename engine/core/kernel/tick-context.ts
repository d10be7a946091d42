// The Tick a strategy sees: readonly views of the engine, and calls that record or request. What the calls do is in calls.ts.
import type { Account, Bar, Comparator, Position, Side, SymbolIndex } from '../model/index.js';
import type { Num, NumLike, Numeric } from '../numeric/index.js';
import type { CloseOrder, EntryOrder, ReduceOrder, Tick } from '../strategy/definition.js';
import type { ParamTree, ParamValues } from '../strategy/params.js';
import * as calls from './calls.js';
import type { Engine } from './engine.js';
import { positionOf } from './orders.js';
import { refuseNumber } from './refusals.js';

/** A record with the fields of `shape` that shows the engine's own as it is now, and cannot be written. */
function readThrough<T extends object>(shape: T, current: () => T): Readonly<T> {
  const view = {};
  for (const key of Object.keys(shape) as (keyof T)[])
    Object.defineProperty(view, key, { get: () => current()[key], enumerable: true });
  return Object.freeze(view) as Readonly<T>;
}

/**
 * One instance serves a whole run and shows the engine's current tick. Strategy code holds it, so its fields are private
 * to the language and not only to the compiler, and nothing can be put on it.
 */
export class TickContext implements Tick<ParamValues<ParamTree>> {
  readonly num: Numeric;
  readonly params: ParamValues<ParamTree>;
  readonly symbolCount: number;
  readonly #engine: Engine;
  readonly #account: Readonly<Account>;
  readonly #positions: readonly Readonly<Position>[];

  constructor(engine: Engine) {
    this.#engine = engine;
    this.num = engine.setup.num;
    this.params = engine.setup.params;
    this.symbolCount = engine.setup.symbols.length;
    const { account } = engine.state;
    this.#account = readThrough(account, () => engine.state.account);
    this.#positions = engine.state.positions.map((position, symbol) =>
      readThrough(position, () => positionOf(engine, symbol)),
    );
    Object.freeze(this);
  }

  get symbols(): readonly SymbolIndex[] {
    return this.#engine.current.symbols;
  }
  get index(): number {
    return this.#engine.state.ticks;
  }
  get ts(): number {
    return this.#engine.current.ts;
  }
  get state(): unknown {
    return this.#engine.state.strategy;
  }
  get account(): Readonly<Account> {
    return this.#account;
  }

  bar(symbol: SymbolIndex): Bar {
    return calls.bar(this.#engine, symbol);
  }

  name(symbol: SymbolIndex): string {
    return this.#engine.setup.symbols[symbol] ?? '';
  }

  position(symbol: SymbolIndex): Readonly<Position> {
    const own = calls.position(this.#engine, symbol);
    return this.#positions[symbol] ?? own;
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
    return calls.gate(this.#engine, symbol, name, value, comparator, bound);
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
    return calls.trigger(this.#engine, symbol, name, value, comparator, bound);
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
    return calls.verdict(this.#engine, symbol, name, own, value, bound);
  }

  /** A number or text as threshold becomes a value of the policy; the value itself is judged first. */
  private bound(name: string, value: Num, threshold: NumLike): Num {
    if (this.num.is(threshold)) return threshold;
    if (!this.num.is(value) || !value.isFinite())
      refuseNumber(this.#engine, value, `gate ${name}: its value`);
    if (typeof threshold === 'number') return this.num(threshold);
    const parsed = typeof threshold === 'string' ? this.num.parse(threshold) : undefined;
    return parsed ?? refuseNumber(this.#engine, threshold, `gate ${name}: its threshold`);
  }

  observe(symbol: SymbolIndex, name: string, value: Num | boolean): void {
    if (typeof value === 'boolean') calls.observeFlag(this.#engine, symbol, name, value);
    else calls.observeNumber(this.#engine, symbol, name, value);
  }

  hold(symbol: SymbolIndex, reason: string): void {
    calls.hold(this.#engine, symbol, reason);
  }

  block(symbol: SymbolIndex, side: Side, reason: string): void {
    calls.block(this.#engine, symbol, side, reason);
  }

  open(symbol: SymbolIndex, order: EntryOrder): void {
    calls.open(this.#engine, symbol, order);
  }

  add(symbol: SymbolIndex, order: EntryOrder): void {
    calls.add(this.#engine, symbol, order);
  }

  reduce(symbol: SymbolIndex, order: ReduceOrder): void {
    calls.reduce(this.#engine, symbol, order);
  }

  close(symbol: SymbolIndex, order: CloseOrder): void {
    calls.close(this.#engine, symbol, order);
  }
}
