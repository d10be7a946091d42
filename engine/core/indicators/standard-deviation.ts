// Standard deviation of the last `window` values: sqrt(sum of (v-mean)*(v-mean), oldest to newest, divided by n or
// n-1). Two passes over the window; never the mean of squares less the square of the mean, which cancels.
import type { Num, Numeric } from '../numeric/index.js';
import { Ring } from './ring.js';

/** `population` divides by n, `sample` by n-1. */
export type DeviationKind = 'population' | 'sample';

export interface StandardDeviationSettings {
  /** Bars. */
  readonly window: number;
  readonly kind: DeviationKind;
}

export class StandardDeviation {
  readonly num: Numeric;
  readonly kind: DeviationKind;
  /** In the unit of the input, over what is there. Zero while the divisor is zero (a sample of one). */
  value: Num;
  /** Mean of what is there. */
  mean: Num;
  /** True once `window` values were seen. */
  ready: boolean;
  private readonly ring: Ring;

  constructor(num: Numeric, settings: StandardDeviationSettings) {
    this.num = num;
    this.kind = settings.kind;
    this.value = num.zero;
    this.mean = num.zero;
    this.ready = false;
    this.ring = new Ring(num, settings.window);
  }

  update(x: Num): Num {
    this.ring.push(x);
    this.mean = this.ring.mean();
    this.value = this.deviation();
    this.ready = this.ring.isFull();
    return this.value;
  }

  private deviation(): Num {
    const count = this.ring.length;
    const divisor = this.kind === 'sample' ? count - 1 : count;
    if (divisor === 0) return this.num.zero;
    let squares = this.num.zero;
    for (let i = 0; i < count; i += 1) {
      const distance = this.ring.at(i).sub(this.mean);
      squares = squares.add(distance.mul(distance));
    }
    return squares.div(divisor).sqrt();
  }
}
