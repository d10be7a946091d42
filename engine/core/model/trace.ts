// The decision trace and the events of one tick, with live numeric values; JSON counterparts are in schema/.
import type { Num } from '../numeric/index.js';
import type { Cause, OrderAction, Side } from './account.js';
import type { SymbolIndex } from './market.js';

export type Comparator = '>' | '>=' | '<' | '<=' | '==' | '!=';
export type DecisionAction = 'enter' | 'add' | 'reduce' | 'exit' | 'hold' | 'blocked';
export type LedgerAction = 'OPEN' | 'ADD' | 'REDUCE' | 'CLOSE' | 'FUNDING' | 'FEE' | 'ADJUST';

/** Index into the loaded program's table of call sites; -1 when unknown. */
export type SiteIndex = number;

/** One evaluated condition. `verdict` as comparator: the strategy judged it by more than the two numbers. */
export interface Gate {
  readonly name: string;
  readonly value: Num;
  readonly comparator: Comparator | 'verdict';
  readonly threshold: Num;
  readonly passed: boolean;
  /** true: passing causes an action (an exit rule); false: failing blocks one. */
  readonly trigger: boolean;
  readonly site: SiteIndex;
}

export type Observation = Num | boolean;

/** What the strategy concluded for one symbol, with every gate evaluated since its previous conclusion. */
export interface Decision {
  readonly kind: 'decision';
  readonly symbol: SymbolIndex;
  readonly action: DecisionAction;
  readonly side: Side | null;
  readonly cause: Cause;
  readonly gates: readonly Gate[];
  /** Named values as they stood, in the order first observed on this tick. */
  readonly indicators: readonly { readonly name: string; readonly value: Observation }[];
  readonly site: SiteIndex;
}

export interface OrderStep {
  readonly kind: 'intent' | 'order' | 'reject';
  readonly symbol: SymbolIndex;
  readonly orderId: number;
  readonly action: OrderAction;
  readonly side: Side;
  readonly size: Num;
  /** The price the strategy asked for; null: whatever the venue gives. */
  readonly price: Num | null;
  readonly cause: Cause;
  readonly site: SiteIndex;
}

export interface Fill {
  readonly kind: 'fill';
  readonly symbol: SymbolIndex;
  readonly orderId: number;
  readonly action: OrderAction;
  readonly side: Side;
  readonly size: Num;
  readonly price: Num;
  readonly fee: Num;
  /** Parts of the fee where the venue charges several. */
  readonly feeParts: readonly { readonly name: string; readonly amount: Num }[];
  readonly cause: Cause;
  readonly site: SiteIndex;
}

export interface LedgerRow {
  readonly kind: 'ledger';
  readonly symbol: SymbolIndex;
  readonly action: LedgerAction;
  readonly side: Side;
  readonly price: Num;
  readonly size: Num;
  readonly fee: Num;
  readonly pnl: Num;
  readonly balance: Num;
  readonly cause: Cause;
  readonly site: SiteIndex;
}

/** A payment the venue booked by itself; only a substitution brings one into a replay. */
export interface FundingPayment {
  readonly kind: 'funding';
  readonly symbol: SymbolIndex;
  readonly rate: Num;
  readonly amount: Num;
  readonly site: SiteIndex;
}

/** The balance as the venue stated it; likewise. `symbol` is -1. */
export interface BalanceStatement {
  readonly kind: 'balance';
  readonly symbol: SymbolIndex;
  readonly balance: Num;
  readonly reason: string | null;
  readonly site: SiteIndex;
}

/** Everything a tick produced, in order. `seq` continues from the snapshot's cursor. */
export type KernelEvent = (
  Decision | OrderStep | Fill | LedgerRow | FundingPayment | BalanceStatement
) & {
  readonly seq: number;
  readonly ts: number;
};
