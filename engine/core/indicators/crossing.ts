// Whether one series crossed another (`ta.crossover` and `ta.crossunder` of TradingView's Pine reference): it is beyond the
// other now and was not on the value before. Touching and coming back is no crossing; leaving a touch is one.
import type { Num, Numeric } from '../numeric/index.js';

export class Crossing {
  readonly num: Numeric;
  /** The last pair crossed: a > b, and a <= b before; a < b, and a >= b before. */
  above: boolean;
  below: boolean;
  private started: boolean;
  private wasAbove: boolean;
  private wasBelow: boolean;

  constructor(num: Numeric) {
    this.num = num;
    this.above = false;
    this.below = false;
    this.started = false;
    this.wasAbove = false;
    this.wasBelow = false;
  }

  /** The first pair crosses nothing. */
  update(a: Num, b: Num): void {
    const isAbove = a.gt(b);
    const isBelow = a.lt(b);
    this.above = this.started && isAbove && !this.wasAbove;
    this.below = this.started && isBelow && !this.wasBelow;
    this.started = true;
    this.wasAbove = isAbove;
    this.wasBelow = isBelow;
  }
}
