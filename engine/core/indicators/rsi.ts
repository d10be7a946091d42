// Relative strength index (rule I6 of the reference strategy; Wilder): mean gain and loss of the first W changes, then
// avg = (avg*(W-1) + x)/W; rsi = 100 - 100/(1 + avgGain/avgLoss), and 100 when there was no loss.
import type { Num, NumLike, Numeric } from '../numeric/index.js';
import { checkedWindow } from './settings.js';

export interface RsiSettings {
  /** Changes, so the first value comes with bar `window + 1`. */
  readonly window: number;
  /** Shown until then, 0 to 100; commonly 50. */
  readonly warmup: NumLike;
}

export class Rsi {
  readonly num: Numeric;
  readonly window: number;
  /** From 0 to 100. */
  value: Num;
  /** True once `window` changes were seen. */
  ready: boolean;
  private started: boolean;
  private previous: Num;
  private count: number;
  private gain: Num;
  private loss: Num;

  constructor(num: Numeric, settings: RsiSettings) {
    this.num = num;
    this.window = checkedWindow('window', settings.window);
    this.value = num(settings.warmup);
    this.ready = false;
    this.started = false;
    this.previous = num.zero;
    this.count = 0;
    this.gain = num.zero;
    this.loss = num.zero;
  }

  update(x: Num): Num {
    if (this.started) {
      this.average(x.sub(this.previous));
      if (this.ready) this.value = this.strength();
    }
    this.started = true;
    this.previous = x;
    return this.value;
  }

  /** `gain` and `loss` hold sums until the window is complete and averages afterwards. */
  private average(change: Num): void {
    const zero = this.num.zero;
    const gain = change.gt(zero) ? change : zero;
    const loss = change.lt(zero) ? change.neg() : zero;
    if (this.ready) {
      this.gain = this.gain
        .mul(this.window - 1)
        .add(gain)
        .div(this.window);
      this.loss = this.loss
        .mul(this.window - 1)
        .add(loss)
        .div(this.window);
      return;
    }
    this.gain = this.gain.add(gain);
    this.loss = this.loss.add(loss);
    this.count += 1;
    this.ready = this.count === this.window;
    if (!this.ready) return;
    this.gain = this.gain.div(this.window);
    this.loss = this.loss.div(this.window);
  }

  private strength(): Num {
    const hundred = this.num(100);
    if (this.loss.isZero()) return hundred;
    const ratio = this.gain.div(this.loss);
    return hundred.sub(hundred.div(ratio.add(1)));
  }
}
