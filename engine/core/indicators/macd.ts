// Moving average convergence/divergence (rule I8 of the reference strategy is 12, 26, 9 with seed `first-value`):
// line = EMA(fast) - EMA(slow), signal = EMA(signal) of the line, histogram = line - signal.
import type { Num, Numeric } from '../numeric/index.js';
import { Ema, type EmaSeed } from './ema.js';

export interface MacdSettings {
  /** Bars, all three. */
  readonly fast: number;
  readonly slow: number;
  readonly signal: number;
  /** Of all three averages. */
  readonly seed: EmaSeed;
}

export class Macd {
  readonly num: Numeric;
  /** All three in the unit of the input; zero until both averages of the input are ready. */
  line: Num;
  signal: Num;
  histogram: Num;
  /** True once both averages of the input are ready, so that `line` is defined. */
  lineReady: boolean;
  /** True once the signal average is ready as well. */
  ready: boolean;
  private readonly fast: Ema;
  private readonly slow: Ema;
  private readonly average: Ema;

  constructor(num: Numeric, settings: MacdSettings) {
    const seed = settings.seed;
    this.num = num;
    this.line = num.zero;
    this.signal = num.zero;
    this.histogram = num.zero;
    this.lineReady = false;
    this.ready = false;
    this.fast = new Ema(num, { window: settings.fast, seed });
    this.slow = new Ema(num, { window: settings.slow, seed });
    this.average = new Ema(num, { window: settings.signal, seed });
  }

  update(x: Num): void {
    const fast = this.fast.update(x);
    const slow = this.slow.update(x);
    this.lineReady = this.fast.ready && this.slow.ready;
    if (!this.lineReady) return;
    this.line = fast.sub(slow);
    this.signal = this.average.update(this.line);
    this.histogram = this.line.sub(this.signal);
    this.ready = this.average.ready;
  }
}
