// Bollinger bands (rule I4 of the reference strategy): the mean of the last `window` values, and `multiplier`
// population deviations above and below it. Until the window is full all three lines are the mean of what is there.
import type { Num, NumLike, Numeric } from '../numeric/index.js';
import { StandardDeviation } from './standard-deviation.js';

export interface BollingerBandsSettings {
  /** Bars. */
  readonly window: number;
  /** Deviations from the middle to a band; commonly 2. */
  readonly multiplier: NumLike;
}

export class BollingerBands {
  readonly num: Numeric;
  /** All four in the unit of the input. */
  upper: Num;
  lower: Num;
  middle: Num;
  /** Population standard deviation; zero until the window is full. */
  deviation: Num;
  /** True once `window` values were seen. */
  ready: boolean;
  private readonly multiplier: Num;
  private readonly spread: StandardDeviation;

  constructor(num: Numeric, settings: BollingerBandsSettings) {
    this.num = num;
    this.upper = num.zero;
    this.lower = num.zero;
    this.middle = num.zero;
    this.deviation = num.zero;
    this.ready = false;
    this.multiplier = num(settings.multiplier);
    this.spread = new StandardDeviation(num, { window: settings.window, kind: 'population' });
  }

  update(x: Num): void {
    const deviation = this.spread.update(x);
    this.ready = this.spread.ready;
    this.middle = this.spread.mean;
    this.upper = this.middle;
    this.lower = this.middle;
    if (!this.ready) return;
    this.deviation = deviation;
    const distance = this.multiplier.mul(deviation);
    this.upper = this.middle.add(distance);
    this.lower = this.middle.sub(distance);
  }
}
