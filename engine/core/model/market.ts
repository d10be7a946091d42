// Market time as the kernel sees it: one tick is all bars that share an open time.
import type { Num } from '../numeric/index.js';

/** Position of a symbol in the run's ascending symbol list. Strategies index their arrays with it. */
export type SymbolIndex = number;

/** One symbol's candle. Times in milliseconds since the epoch, prices in quote units, volume in base units. */
export interface Bar {
  readonly symbol: SymbolIndex;
  readonly openTs: number;
  readonly closeTs: number;
  readonly open: Num;
  readonly high: Num;
  readonly low: Num;
  readonly close: Num;
  readonly volume: Num;
}

/** All bars with one open time, ascending by symbol. */
export interface MarketTick {
  readonly ts: number;
  readonly bars: readonly Bar[];
}
