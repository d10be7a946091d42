// Exponential moving average: e = alpha*x + (1-alpha)*e with alpha = 2/(window+1), two products and one sum in that
// order (rule I1 of the reference strategy). Not the increment form e + alpha*(x-e), which rounds differently.
import type { Num, Numeric } from '../numeric/index.js';
import { checkedWindow } from './settings.js';

/** `first-value`: starts at the first value. `simple-mean`: starts at the mean of the first `window` values. */
export type EmaSeed = 'first-value' | 'simple-mean';

export interface EmaSettings {
  /** Bars. */
  readonly window: number;
  readonly seed: EmaSeed;
}

export class Ema {
  readonly num: Numeric;
  readonly window: number;
  readonly seed: EmaSeed;
  /** In the unit of the input. Before `ready` the mean of what was seen, zero before the first value. */
  value: Num;
  /** True once the seed is complete: from the first value on, or from value number `window` on. */
  ready: boolean;
  private readonly alpha: Num;
  private readonly oneMinusAlpha: Num;
  private seedSum: Num;
  private seedCount: number;

  constructor(num: Numeric, settings: EmaSettings) {
    this.num = num;
    this.window = checkedWindow('window', settings.window);
    this.seed = settings.seed;
    this.value = num.zero;
    this.ready = false;
    this.alpha = num(2).div(this.window + 1);
    this.oneMinusAlpha = num(1).sub(this.alpha);
    this.seedSum = num.zero;
    this.seedCount = 0;
  }

  update(x: Num): Num {
    if (this.ready) this.value = this.alpha.mul(x).add(this.oneMinusAlpha.mul(this.value));
    else this.start(x);
    return this.value;
  }

  private start(x: Num): void {
    if (this.seed === 'first-value') {
      this.value = x;
      this.ready = true;
      return;
    }
    this.seedSum = this.seedSum.add(x);
    this.seedCount += 1;
    this.value = this.seedSum.div(this.seedCount);
    this.ready = this.seedCount === this.window;
  }
}
