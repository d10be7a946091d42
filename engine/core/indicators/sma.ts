// Simple moving average: the sum of the last `window` values, oldest to newest, divided by their count.
import type { Num, Numeric } from '../numeric/index.js';
import { Ring } from './ring.js';

export interface SmaSettings {
  /** Bars. */
  readonly window: number;
}

export class Sma {
  readonly num: Numeric;
  /** In the unit of the input. Before `ready` the mean of what was seen, zero before the first value. */
  value: Num;
  /** True once `window` values were seen. */
  ready: boolean;
  private readonly ring: Ring;

  constructor(num: Numeric, settings: SmaSettings) {
    this.num = num;
    this.value = num.zero;
    this.ready = false;
    this.ring = new Ring(num, settings.window);
  }

  update(x: Num): Num {
    this.ring.push(x);
    this.value = this.ring.mean();
    this.ready = this.ring.isFull();
    return this.value;
  }
}
