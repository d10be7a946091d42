// The engine: everything that lives between two ticks, and nothing else. step.ts advances it.
import type { Account, Bar, PendingOrder, Position, SymbolIndex } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';
import type { StrategyDefinition } from '../strategy/definition.js';
import type { ParamTree, ParamValues } from '../strategy/params.js';
import type { Num } from '../numeric/index.js';
import type { Interference } from './interference.js';
import { flatPosition } from './position.js';
import type { Venue } from './venue.js';
import type { TickTrace } from './trace.js';

/** Where the strategy currently is; written by instrumented code, read when a gate or decision is recorded. */
export interface Probe {
  site: number;
  /** The symbol of the strategy's last call; -1 before the first of a tick. */
  symbol: number;
}

/** What never changes during a run. */
export interface EngineSetup {
  readonly num: Numeric;
  readonly venue: Venue;
  /** Ascending by bytes. */
  readonly symbols: readonly string[];
  readonly strategy: StrategyDefinition;
  /** Bound parameter values in the shape the strategy declared. */
  readonly params: ParamValues<ParamTree>;
  readonly probe: Probe;
  /** What a replay substitutes for its own course; null in every ordinary run. */
  readonly interference: Interference | null;
}

/** Mutable state of a run. A snapshot holds exactly these fields. */
export interface EngineState {
  /** Ticks done since the window's start. */
  ticks: number;
  nextSeq: number;
  nextOrderId: number;
  lastTickTs: number | null;
  account: Account;
  /** One for each symbol; `flat` when nothing is open. */
  positions: Position[];
  orders: PendingOrder[];
  /** Last close and its bar's open time per symbol; -1 before the first bar. */
  lastClose: Num[];
  lastBarTs: number[];
  /** The strategy's own state. */
  strategy: unknown;
}

/** The tick in progress. */
export interface CurrentTick {
  /** Open time of its bars, as the market has it. */
  marketTs: number;
  /** The time a strategy sees, which an interference may move. */
  ts: number;
  /** Orders fill at once whatever the policy, since no further bar comes. */
  finishing: boolean;
  /** Symbols with a bar, ascending. */
  symbols: readonly SymbolIndex[];
  /** By symbol; those without a bar are missing. */
  bars: readonly (Bar | undefined)[];
  /** By symbol: whether the strategy has concluded on it. */
  readonly decided: boolean[];
}

export interface Engine {
  readonly setup: EngineSetup;
  readonly state: EngineState;
  readonly trace: TickTrace;
  readonly current: CurrentTick;
}

export const noTick = (symbolCount: number): CurrentTick => ({
  marketTs: 0,
  ts: 0,
  finishing: false,
  symbols: [],
  bars: [],
  decided: Array.from({ length: symbolCount }, () => false),
});

/** State before the first tick, with the strategy's own state built by its `state` function. */
export function initialState(setup: EngineSetup, balance: Num): EngineState {
  const { num, symbols, strategy, params } = setup;
  return {
    ticks: 0,
    nextSeq: 1,
    nextOrderId: 1,
    lastTickTs: null,
    account: { balance },
    positions: symbols.map(() => flatPosition(num)),
    orders: [],
    lastClose: symbols.map(() => num.zero),
    lastBarTs: symbols.map(() => -1),
    strategy: strategy.state({ num, symbols, params }),
  };
}
