// Average directional index (rule I3 of the reference strategy; Wilder). Movements and ranges are summed over the first
// W moves and then smoothed as (s - s/W) + x; the DX of W such bars are averaged and then smoothed as (a*(W-1) + dx)/W.
import type { Num, Numeric } from '../numeric/index.js';
import { checkedWindow } from './settings.js';
import { trueRange } from './true-range.js';

/**
 * What `adx` shows while the first `window` DX arrive. `running-mean`: their sum so far divided by their count.
 * `mean-of-first-window`: zero until the last of them. Both continue from the mean of the first `window`.
 */
export type AdxSeed = 'running-mean' | 'mean-of-first-window';

export interface AdxSettings {
  /** Bars. */
  readonly window: number;
  readonly seed: AdxSeed;
}

export class Adx {
  readonly num: Numeric;
  readonly window: number;
  readonly seed: AdxSeed;
  /** All four from 0 to 100, zero until there is something to show. */
  adx: Num;
  plusDi: Num;
  minusDi: Num;
  dx: Num;
  /** True from bar `window + 1` on: the directional indicators and `dx` are defined. */
  directionReady: boolean;
  /** True from bar `2 * window` on. */
  ready: boolean;
  private started: boolean;
  private previousHigh: Num;
  private previousLow: Num;
  private previousClose: Num;
  private moves: number;
  private plusMovement: Num;
  private minusMovement: Num;
  private range: Num;
  private dxSum: Num;
  private dxCount: number;

  constructor(num: Numeric, settings: AdxSettings) {
    this.num = num;
    this.window = checkedWindow('window', settings.window);
    this.seed = settings.seed;
    this.adx = num.zero;
    this.plusDi = num.zero;
    this.minusDi = num.zero;
    this.dx = num.zero;
    this.directionReady = false;
    this.ready = false;
    this.started = false;
    this.previousHigh = num.zero;
    this.previousLow = num.zero;
    this.previousClose = num.zero;
    this.moves = 0;
    this.plusMovement = num.zero;
    this.minusMovement = num.zero;
    this.range = num.zero;
    this.dxSum = num.zero;
    this.dxCount = 0;
  }

  update(high: Num, low: Num, close: Num): void {
    if (this.started) {
      this.accumulate(high, low);
      if (this.directionReady) {
        this.updateDirection();
        this.updateAverage();
      }
    }
    this.started = true;
    this.previousHigh = high;
    this.previousLow = low;
    this.previousClose = close;
  }

  private accumulate(high: Num, low: Num): void {
    const zero = this.num.zero;
    const up = high.sub(this.previousHigh);
    const down = this.previousLow.sub(low);
    const plus = up.gt(down) && up.gt(zero) ? up : zero;
    const minus = down.gt(up) && down.gt(zero) ? down : zero;
    const range = trueRange(high, low, this.previousClose);
    this.plusMovement = this.kept(this.plusMovement).add(plus);
    this.minusMovement = this.kept(this.minusMovement).add(minus);
    this.range = this.kept(this.range).add(range);
    if (this.moves < this.window) this.moves += 1;
    this.directionReady = this.moves === this.window;
  }

  /** What is kept of a sum before this bar's part is added: all of it while the first window fills. */
  private kept(sum: Num): Num {
    return this.directionReady ? sum.sub(sum.div(this.window)) : sum;
  }

  private updateDirection(): void {
    const zero = this.num.zero;
    const moved = this.range.gt(zero);
    this.plusDi = moved ? this.plusMovement.div(this.range).mul(100) : zero;
    this.minusDi = moved ? this.minusMovement.div(this.range).mul(100) : zero;
    const total = this.plusDi.add(this.minusDi);
    this.dx = total.gt(zero) ? this.plusDi.sub(this.minusDi).abs().div(total).mul(100) : zero;
  }

  private updateAverage(): void {
    if (this.ready) {
      this.adx = this.adx
        .mul(this.window - 1)
        .add(this.dx)
        .div(this.window);
      return;
    }
    this.dxSum = this.dxSum.add(this.dx);
    this.dxCount += 1;
    this.ready = this.dxCount === this.window;
    if (this.ready || this.seed === 'running-mean') this.adx = this.dxSum.div(this.dxCount);
  }
}
