// What the kernel owns between ticks. Mutable inside the kernel only; a strategy sees it readonly.
import type { Num } from '../numeric/index.js';
import type { SymbolIndex } from './market.js';

export type Side = 'long' | 'short';
export type OrderAction = 'open' | 'add' | 'reduce' | 'close';

/** A symbol's position. `flat` has zero size and no meaning in the other fields. */
export interface Position {
  side: Side | 'flat';
  size: Num;
  /** Entry basis: size-weighted average of the entry fills, unrounded unless the venue policy says so. */
  entryPrice: Num;
  leverage: Num;
  margin: Num;
  adds: number;
  openTs: number;
  lastAddTs: number;
}

export interface Account {
  balance: Num;
}

/** An order that waits for the next bar's open. */
export interface PendingOrder {
  readonly orderId: number;
  readonly symbol: SymbolIndex;
  readonly action: OrderAction;
  readonly side: Side;
  readonly size: Num;
  readonly fraction: Num | null;
  readonly notional: Num | null;
  readonly price: Num | null;
  readonly margin: Num;
  readonly leverage: Num;
  readonly cause: Cause;
}

/** Why something happened: a reason code of the catalogue, its wording, and the numbers that go into it. */
export interface Cause {
  readonly reason: string;
  readonly detail: string | null;
  readonly values: readonly Num[];
  readonly confidence: string | null;
}
