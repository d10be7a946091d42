// Supertrend: a band below the price in an up trend, one above it in a down trend, `multiplier` average true ranges from the
// middle of the bar (rules of `ta.supertrend` in TradingView's Pine reference). A band moves only towards the price unless
// the previous close was beyond it, and a close beyond the band that holds turns the trend.
import type { Num, NumLike, Numeric } from '../numeric/index.js';
import { Rma } from './rma.js';
import { trueRange } from './true-range.js';

export interface SupertrendSettings {
  /** Bars of the average true range; the first bar's range is high - low. */
  readonly window: number;
  /** Distance of the bands in average true ranges. */
  readonly multiplier: NumLike;
}

export class Supertrend {
  readonly num: Numeric;
  /** `down` until the first close above the upper band. */
  trend: 'up' | 'down';
  /** Price of the band that holds: the lower one in an up trend, else the upper one; zero before `ready`. */
  value: Num;
  /** Both bands, in price units; zero before `ready`. */
  upper: Num;
  lower: Num;
  /** True once the average true range is. */
  ready: boolean;
  private readonly multiplier: Num;
  private readonly range: Rma;
  private previousClose: Num;
  private started: boolean;

  constructor(num: Numeric, settings: SupertrendSettings) {
    this.num = num;
    this.trend = 'down';
    this.value = num.zero;
    this.upper = num.zero;
    this.lower = num.zero;
    this.ready = false;
    this.multiplier = num(settings.multiplier);
    this.range = new Rma(num, { window: settings.window });
    this.previousClose = num.zero;
    this.started = false;
  }

  update(high: Num, low: Num, close: Num): void {
    const before = this.previousClose;
    const range = this.started ? trueRange(high, low, before) : high.sub(low);
    this.range.update(range);
    this.started = true;
    this.previousClose = close;
    if (!this.range.ready) return;
    const middle = high.add(low).div(2);
    const distance = this.multiplier.mul(this.range.value);
    // Where both bands are one price, the upper one is the one that held.
    const heldUpper = this.value.eq(this.upper);
    this.move(middle.add(distance), middle.sub(distance), before);
    if (this.ready) this.trend = this.turned(close, heldUpper);
    this.ready = true;
    this.value = this.trend === 'up' ? this.lower : this.upper;
  }

  /** Both begin at zero, which the close before is beyond. */
  private move(upper: Num, lower: Num, before: Num): void {
    if (upper.lt(this.upper) || before.gt(this.upper)) this.upper = upper;
    if (lower.gt(this.lower) || before.lt(this.lower)) this.lower = lower;
  }

  private turned(close: Num, heldUpper: boolean): 'up' | 'down' {
    if (heldUpper) return close.gt(this.upper) ? 'up' : 'down';
    return close.lt(this.lower) ? 'down' : 'up';
  }
}
