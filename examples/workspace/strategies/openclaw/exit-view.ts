// An open position at one bar, as the exit rules see it: entry price and size quantised, profit in units of ATR.
import type { Comparator, Num, Position, SymbolIndex } from 'lockstep/strategy';
import type { EngineTick } from './engine-tick.js';
import type { Moment } from './moment.js';
import type { TradeNotes } from './records.js';
import { quantise } from './shadow.js';
import type { Snapshot } from './snapshot.js';

/** Stands in for a missing ATR at entry: this part of the entry price. */
const FALLBACK_ATR_PART = '0.005';

export interface ExitView {
  readonly tick: EngineTick;
  readonly symbol: SymbolIndex;
  readonly s: Snapshot;
  readonly trade: TradeNotes;
  readonly isPaxg: boolean;
  readonly isLong: boolean;
  readonly entry: Num;
  readonly size: Num;
  readonly entryAtr: Num;
  /** In ATR at entry; negative for a loss. */
  readonly profit: Num;
}

/** How a price that a close reaches against, or in favour of, the position compares. */
export interface Directions {
  readonly against: Comparator;
  readonly inFavour: Comparator;
}

const LONG: Directions = { against: '<=', inFavour: '>=' };
const SHORT: Directions = { against: '>=', inFavour: '<=' };

export function viewExit(m: Moment, position: Readonly<Position>): ExitView {
  const num = m.tick.num;
  const trade = m.desk.trade;
  const isLong = position.side === 'long';
  const entry = quantise(num, position.entryPrice);
  const entryAtr = trade.entryAtr.gt(0) ? trade.entryAtr : entry.mul(FALLBACK_ATR_PART);
  const gain = isLong ? m.s.close.sub(entry) : entry.sub(m.s.close);
  return {
    tick: m.tick,
    symbol: m.symbol,
    s: m.s,
    trade,
    isPaxg: m.desk.isPaxg,
    isLong,
    entry,
    size: quantise(num, position.size),
    entryAtr,
    profit: entryAtr.gt(0) ? gain.div(entryAtr) : num.zero,
  };
}

export function directionsOf(view: ExitView): Directions {
  return view.isLong ? LONG : SHORT;
}

export function isUnderWater(view: ExitView): boolean {
  return view.isLong ? view.s.close.lt(view.entry) : view.s.close.gt(view.entry);
}

export function isLowConfidence(view: ExitView): boolean {
  return view.trade.confidence === 'low';
}

/** A setting, or its variant for low-confidence positions where that is set. */
export function variant(view: ExitView, value: Num, forLowConfidence: Num): Num {
  return isLowConfidence(view) && forLowConfidence.gt(0) ? forLowConfidence : value;
}
