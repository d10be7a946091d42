// Wilder's average with weights: r = alpha*x + (1-alpha)*r with alpha = 1/window, two products and one sum in that order, from
// the simple mean of the first `window` values on (`ta.rma` of TradingView's Pine reference). Not (r*(W-1) + x)/W as in
// `Atr`, which rounds differently.
import type { Num, Numeric } from '../numeric/index.js';
import { checkedWindow } from './settings.js';

export interface RmaSettings {
  /** Bars. */
  readonly window: number;
}

export class Rma {
  readonly num: Numeric;
  readonly window: number;
  /** In the unit of the input; zero before `ready`. */
  value: Num;
  /** True from value number `window` on. */
  ready: boolean;
  private readonly alpha: Num;
  private readonly oneMinusAlpha: Num;
  private seedSum: Num;
  private seedCount: number;

  constructor(num: Numeric, settings: RmaSettings) {
    this.num = num;
    this.window = checkedWindow('window', settings.window);
    this.value = num.zero;
    this.ready = false;
    this.alpha = num(1).div(this.window);
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
    this.seedSum = this.seedSum.add(x);
    this.seedCount += 1;
    if (this.seedCount < this.window) return;
    this.value = this.seedSum.div(this.window);
    this.ready = true;
  }
}
