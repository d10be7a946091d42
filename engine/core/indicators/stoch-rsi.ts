// Stochastic of an RSI: where the newest RSI lies between the lowest and highest of the last `window`, smoothed twice by
// simple means over what is there (rule I7 of the reference strategy is neutral `half`, scale `unit`, fed from bar 1).
import type { Num, Numeric } from '../numeric/index.js';
import { Ring } from './ring.js';

/** Shown before the window is full and when all its values are equal: the middle of the scale, or zero. */
export type StochNeutral = 'half' | 'zero';
/**
 * `unit`: 0 to 1, computed (x-lo)/(hi-lo). `percent`: 0 to 100, computed 100*(x-lo)/(hi-lo), and exactly 100 at the top,
 * where that quotient may round to a neighbour.
 */
export type StochScale = 'unit' | 'percent';

export interface StochRsiSettings {
  /** RSI values. */
  readonly window: number;
  /** Raw values averaged to k; 1 leaves them as they are. */
  readonly kSmoothing: number;
  /** Values of k averaged to d. */
  readonly dSmoothing: number;
  readonly neutral: StochNeutral;
  readonly scale: StochScale;
}

export class StochRsi {
  readonly num: Numeric;
  readonly scale: StochScale;
  k: Num;
  d: Num;
  /** True once k is a mean of `kSmoothing` raw values. */
  kReady: boolean;
  /** True once d is a mean of `dSmoothing` such k. */
  ready: boolean;
  private readonly neutral: Num;
  private readonly values: Ring;
  private readonly raws: Ring;
  private readonly ks: Ring;

  constructor(num: Numeric, settings: StochRsiSettings) {
    this.num = num;
    this.scale = settings.scale;
    const half = settings.scale === 'percent' ? num(50) : num('0.5');
    this.neutral = settings.neutral === 'half' ? half : num.zero;
    this.k = this.neutral;
    this.d = this.neutral;
    this.kReady = false;
    this.ready = false;
    this.values = new Ring(num, settings.window);
    this.raws = new Ring(num, settings.kSmoothing);
    this.ks = new Ring(num, settings.dSmoothing);
  }

  /** Feeds one RSI value, from 0 to 100. */
  update(rsi: Num): void {
    this.values.push(rsi);
    if (!this.values.isFull()) return;
    this.raws.push(this.position(rsi));
    this.k = this.raws.mean();
    this.ks.push(this.k);
    this.d = this.ks.mean();
    this.kReady = this.raws.isFull();
    this.ready = this.raws.countSeen >= this.raws.capacity + this.ks.capacity - 1;
  }

  private position(rsi: Num): Num {
    const lowest = this.values.min();
    const highest = this.values.max();
    const width = highest.sub(lowest);
    if (width.lte(this.num.zero)) return this.neutral;
    const height = rsi.sub(lowest);
    if (this.scale === 'unit') return height.div(width);
    return rsi.eq(highest) ? this.num(100) : height.mul(100).div(width);
  }
}
