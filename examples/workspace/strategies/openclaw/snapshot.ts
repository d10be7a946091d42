// One symbol's indicators as of the close of a bar.
import type { Num } from 'lockstep/strategy';

export interface Snapshot {
  readonly t: number;
  readonly open: Num;
  readonly high: Num;
  readonly low: Num;
  readonly close: Num;
  readonly volume: Num;
  readonly emaSlow: Num;
  readonly emaFast: Num;
  readonly emaMacro: Num;
  readonly adx: Num;
  readonly adxPlus: Num;
  readonly adxMinus: Num;
  readonly adxSlope: Num;
  readonly bbUpper: Num;
  readonly bbLower: Num;
  /** Distance of the bands as a part of the close. */
  readonly bbWidth: Num;
  readonly bbWidthAverage: Num;
  readonly bbWidthRatio: Num;
  readonly atr: Num;
  readonly atrSlope: Num;
  readonly averageAtr: Num;
  readonly rsi: Num;
  /** From 0 to 1; zero when the filter is off. */
  readonly stochK: Num;
  readonly stochD: Num;
  readonly macdHist: Num;
  /** One, two and three bars before; zero before they exist. */
  readonly macdHist1: Num;
  readonly macdHist2: Num;
  readonly macdHist3: Num;
  readonly volumeAverage: Num;
  readonly volumeTrend: boolean;
  readonly previousClose: Num;
  readonly previousEmaFast: Num;
  readonly previousEmaSlow: Num;
  /** Bars before this one. */
  readonly barCount: number;
}
