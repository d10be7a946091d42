// What a strategy file exports: its catalogue, parameters, state and the function that runs every tick.
import type { Account, Bar, Comparator, Position, Side, SymbolIndex } from '../model/index.js';
import type { Num, NumLike, Numeric } from '../numeric/index.js';
import type { ParamTree, ParamValues } from './params.js';

/** A reason's wording. `details` are finer wordings under the same code; `{0}`, `{1:.2}` are replaced by `values`. */
export interface ReasonText {
  readonly text: string;
  readonly details: Readonly<Record<string, string>>;
}
export type ReasonCatalogue = Readonly<Record<string, string | ReasonText>>;
export type GateCatalogue = Readonly<Record<string, string>>;

/** What `state` gets to build the strategy's own state. */
export interface StateInit<P> {
  readonly num: Numeric;
  readonly params: P;
  /** Ascending by bytes; a symbol's index here is its `SymbolIndex` everywhere. */
  readonly symbols: readonly string[];
}

/** Why: a code of the catalogue, optionally one of its details and the numbers its text shows. */
export interface Why<R extends string = string> {
  readonly reason: R;
  readonly detail?: string;
  readonly values?: readonly Num[];
  /** A label such as low, medium or high, carried into the ledger. */
  readonly confidence?: string;
}

export interface EntryOrder<R extends string = string> extends Why<R> {
  readonly side: Side;
  /** In base units. */
  readonly size: Num;
  /** In quote units; the fee base when the venue says `intent-notional`. Absent: size times reference price. */
  readonly notional?: Num;
  readonly margin: Num;
  readonly leverage: Num;
  /** Reference price before slippage. Absent: the price the venue policy names. */
  readonly price?: Num;
}

export interface ReduceOrder<R extends string = string> extends Why<R> {
  /** Part of the size, above 0 and at most 1. */
  readonly fraction: Num;
  readonly price?: Num;
}

export interface CloseOrder<R extends string = string> extends Why<R> {
  readonly price?: Num;
}

/**
 * One tick as the strategy sees it. Gates and triggers are recorded with their source line; a decision takes all
 * that were evaluated for its symbol since the symbol's previous decision.
 */
export interface Tick<
  P = unknown,
  S = unknown,
  R extends string = string,
  G extends string = string,
> {
  readonly num: Numeric;
  /** Ordinal of this tick in the run, from 0. */
  readonly index: number;
  /** Open time of the tick's bars, milliseconds since the epoch. */
  readonly ts: number;
  /** Symbols with a bar at this tick, ascending. */
  readonly symbols: readonly SymbolIndex[];
  /** How many symbols the run has, with or without a bar here. */
  readonly symbolCount: number;
  readonly params: P;
  readonly state: S;
  readonly account: Readonly<Account>;
  bar(symbol: SymbolIndex): Bar;
  /** For display only; decide by index or by what `state` prepared. */
  name(symbol: SymbolIndex): string;
  /** Always there; `side` is `flat` when nothing is open. */
  position(symbol: SymbolIndex): Readonly<Position>;

  /** Records `value comparator threshold` as a gate: when it fails, something is blocked. Returns the verdict. */
  gate(
    symbol: SymbolIndex,
    name: G,
    value: Num,
    comparator: Comparator,
    threshold: NumLike,
  ): boolean;
  /** Records a gate the strategy judged itself. Returns `passed`. */
  verdict(symbol: SymbolIndex, name: G, passed: boolean, value: Num, threshold: NumLike): boolean;
  /** Records an exit rule or another condition that acts when it passes. Returns whether it fired. */
  trigger(
    symbol: SymbolIndex,
    name: G,
    value: Num,
    comparator: Comparator,
    threshold: NumLike,
  ): boolean;
  /** A named value for the trace and the debugger; the last one of a name wins. */
  observe(symbol: SymbolIndex, name: string, value: Num | boolean): void;

  /** Concludes: nothing to do. */
  hold(symbol: SymbolIndex, reason: R): void;
  /** Concludes: wanted `side`, refused for `reason`. */
  block(symbol: SymbolIndex, side: Side, reason: R): void;
  /** Concludes with an order. Under `bar-close` fills the position and balance have changed on return. */
  open(symbol: SymbolIndex, order: EntryOrder<R>): void;
  add(symbol: SymbolIndex, order: EntryOrder<R>): void;
  reduce(symbol: SymbolIndex, order: ReduceOrder<R>): void;
  close(symbol: SymbolIndex, order: CloseOrder<R>): void;
}

/** A class whose instances may live in strategy state; restored without calling its constructor. */
export type StateClass = abstract new (...args: never[]) => object;

/** The parts of a strategy. Generic over its params tree, state, reason codes and gate names. */
export interface StrategyDefinition<
  P extends ParamTree = ParamTree,
  S = unknown,
  R extends ReasonCatalogue = ReasonCatalogue,
  G extends GateCatalogue = GateCatalogue,
> {
  readonly id: string;
  readonly params: P;
  readonly reasons: R;
  readonly gates: G;
  /** Own classes used in state, beside the engine's indicators. */
  readonly classes?: readonly StateClass[];
  readonly state: (init: StateInit<ParamValues<P>>) => S;
  readonly onTick: (tick: Tick<ParamValues<P>, S, keyof R & string, keyof G & string>) => void;
  /** Runs once after the last tick of a window whose end is `finish`. */
  readonly onEnd?: (tick: Tick<ParamValues<P>, S, keyof R & string, keyof G & string>) => void;
}

/** Declares a strategy. The identity function, there for the types. */
export function defineStrategy<
  const P extends ParamTree,
  S,
  const R extends ReasonCatalogue,
  const G extends GateCatalogue,
>(definition: StrategyDefinition<P, S, R, G>): StrategyDefinition<P, S, R, G> {
  return definition;
}
