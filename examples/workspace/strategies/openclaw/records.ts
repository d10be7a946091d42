// Records of the state: a symbol's times, what is kept about its open position, and the shadow account.
import type { Num, Numeric, Side } from 'lockstep/strategy';
import type { Confidence } from './confidence.js';

/** Stands for a time that has not been. */
export const NEVER = -1;

export class Times {
  /** Last open or add. */
  lastEntry = NEVER;
  /** Last exit, full or partial. */
  lastExit = NEVER;
  lastClose = NEVER;
  lastCloseSide: Side = 'long';
  /** A flip does not start a re-entry pause. */
  lastCloseWasFlip = false;
}

/** What the strategy keeps about an open position. Meaningless while the symbol is flat. */
export class TradeNotes {
  /** Of the opening signal; adds leave it. */
  confidence: Confidence;
  /** ATR at the entry, after the floor. */
  entryAtr: Num;
  entryAdxThreshold: Num;
  isTrailing: boolean;
  /** Only moves towards the price; valid while `isTrailing`. */
  trailingStop: Num;
  hasTakenPartial: boolean;

  constructor(num: Numeric) {
    this.confidence = 'low';
    this.entryAtr = num.zero;
    this.entryAdxThreshold = num.zero;
    this.isTrailing = false;
    this.trailingStop = num.zero;
    this.hasTakenPartial = false;
  }
}

export class ShadowAccount {
  step: number;
  cash: Num;

  constructor(cash: Num) {
    this.step = 0;
    this.cash = cash;
  }
}

export class ShadowPosition {
  isOpen: boolean;
  side: Side;
  quantity: Num;
  average: Num;
  notional: Num;
  margin: Num;

  constructor(num: Numeric) {
    this.isOpen = false;
    this.side = 'long';
    this.quantity = num.zero;
    this.average = num.zero;
    this.notional = num.zero;
    this.margin = num.zero;
  }
}
