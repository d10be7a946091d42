// Everything this strategy remembers between ticks. What belongs to accounting (size, basis, margin, adds, times of a
// position) is the kernel's and is not repeated here.
import type { Numeric, StateInit, SymbolIndex } from 'lockstep/strategy';
import { Bank } from './bank.js';
import { Counters } from './counters.js';
import type { Params } from './params.js';
import { ShadowAccount, ShadowPosition, Times, TradeNotes } from './records.js';

/** Index of a symbol that the run does not have. */
export const NOT_TRADED = -1;

/** One symbol's part of the state. */
export class Desk {
  /** Letter case does not matter for these two. */
  readonly isBtc: boolean;
  readonly isPaxg: boolean;
  readonly bank: Bank;
  readonly trade: TradeNotes;
  readonly times: Times;
  readonly shadow: ShadowPosition;

  constructor(num: Numeric, params: Params, symbol: string) {
    const name = symbol.toUpperCase();
    this.isBtc = name === 'BTC';
    this.isPaxg = name === 'PAXG';
    this.bank = new Bank(num, params);
    this.trade = new TradeNotes(num);
    this.times = new Times();
    this.shadow = new ShadowPosition(num);
  }
}

export interface State {
  /** The market leader's symbol, and the one that stands in for it. */
  readonly btc: SymbolIndex;
  readonly btcUsdt: SymbolIndex;
  readonly desks: readonly Desk[];
  readonly shadow: ShadowAccount;
  readonly counters: Counters;
}

export function createState(init: StateInit<Params>): State {
  return {
    btc: init.symbols.indexOf('BTC'),
    btcUsdt: init.symbols.indexOf('BTCUSDT'),
    desks: init.symbols.map((symbol) => new Desk(init.num, init.params, symbol)),
    shadow: new ShadowAccount(init.params.run.initial_balance),
    counters: new Counters(),
  };
}

/** The desk of a symbol of this run. */
export function deskOf(state: State, symbol: SymbolIndex): Desk {
  const desks: readonly (Desk | undefined)[] = state.desks;
  return desks[symbol] as Desk;
}
