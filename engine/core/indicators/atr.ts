// Average true range with Wilder's smoothing: atr = (atr*(W-1) + tr)/W once W ranges were seen (rule I5 of the
// reference strategy is seed `running-mean` with first range `high-low`).
import type { Num, Numeric } from '../numeric/index.js';
import { checkedWindow } from './settings.js';
import { trueRange } from './true-range.js';

/**
 * What is shown while the first `window` ranges arrive. `running-mean`: their sum so far divided by their count.
 * `mean-of-first-window`: zero until the last of them. Both continue from the mean of the first `window`.
 */
export type AtrSeed = 'running-mean' | 'mean-of-first-window';
/** The first bar has no previous close. `high-low`: its range is high - low. `skip`: it only provides the close. */
export type FirstRange = 'high-low' | 'skip';

export interface AtrSettings {
  /** Bars. */
  readonly window: number;
  readonly seed: AtrSeed;
  readonly firstRange: FirstRange;
}

export class Atr {
  readonly num: Numeric;
  readonly window: number;
  readonly seed: AtrSeed;
  readonly firstRange: FirstRange;
  /** In price units. */
  value: Num;
  /** The last bar's true range, in price units; zero on a skipped first bar. */
  trueRange: Num;
  /** True once `window` ranges were averaged. */
  ready: boolean;
  private started: boolean;
  private previousClose: Num;
  private seedSum: Num;
  private seedCount: number;

  constructor(num: Numeric, settings: AtrSettings) {
    this.num = num;
    this.window = checkedWindow('window', settings.window);
    this.seed = settings.seed;
    this.firstRange = settings.firstRange;
    this.value = num.zero;
    this.trueRange = num.zero;
    this.ready = false;
    this.started = false;
    this.previousClose = num.zero;
    this.seedSum = num.zero;
    this.seedCount = 0;
  }

  update(high: Num, low: Num, close: Num): Num {
    const first = !this.started;
    const range = first ? high.sub(low) : trueRange(high, low, this.previousClose);
    this.started = true;
    this.previousClose = close;
    if (first && this.firstRange === 'skip') return this.value;
    this.trueRange = range;
    if (this.ready)
      this.value = this.value
        .mul(this.window - 1)
        .add(range)
        .div(this.window);
    else this.start(range);
    return this.value;
  }

  private start(range: Num): void {
    this.seedSum = this.seedSum.add(range);
    this.seedCount += 1;
    this.ready = this.seedCount === this.window;
    if (this.ready || this.seed === 'running-mean') this.value = this.seedSum.div(this.seedCount);
  }
}
