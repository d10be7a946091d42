// The indicators of one symbol, set up as the reference strategy has them.
import {
  Adx,
  Atr,
  BollingerBands,
  Ema,
  Macd,
  Ring,
  Rsi,
  Sma,
  StochRsi,
} from '../../../engine/core/indicators/index.js';
import type { Num, Numeric } from '../../../engine/core/numeric/index.js';

export interface Candle {
  readonly t: number;
  readonly h: number;
  readonly l: number;
  readonly c: number;
  readonly v: number;
}

/** The windows that differ between runs, in bars. */
export interface Windows {
  readonly emaSlow: number;
  readonly emaFast: number;
  readonly adx: number;
  readonly bands: number;
  readonly averageAtr: number;
}

export const BASE_WINDOWS: Windows = {
  emaSlow: 50,
  emaFast: 20,
  adx: 14,
  bands: 20,
  averageAtr: 50,
};

export class Bank {
  private readonly emaSlow: Ema;
  private readonly emaFast: Ema;
  private readonly emaMacro: Ema;
  private readonly adx: Adx;
  private readonly bands: BollingerBands;
  private readonly widths: Ring;
  private readonly atr: Atr;
  private readonly atrs: Ring;
  private readonly rsi: Rsi;
  private readonly stoch: StochRsi;
  private readonly macd: Macd;
  private readonly volume: Sma;

  constructor(
    private readonly num: Numeric,
    windows: Windows,
  ) {
    this.emaSlow = new Ema(num, { window: windows.emaSlow, seed: 'first-value' });
    this.emaFast = new Ema(num, { window: windows.emaFast, seed: 'first-value' });
    this.emaMacro = new Ema(num, { window: 200, seed: 'first-value' });
    this.adx = new Adx(num, { window: windows.adx, seed: 'running-mean' });
    this.bands = new BollingerBands(num, { window: windows.bands, multiplier: 2 });
    this.widths = new Ring(num, 30);
    this.atr = new Atr(num, { window: 14, seed: 'running-mean', firstRange: 'high-low' });
    this.atrs = new Ring(num, windows.averageAtr);
    this.rsi = new Rsi(num, { window: 14, warmup: 50 });
    const smoothing = { kSmoothing: 3, dSmoothing: 3 };
    this.stoch = new StochRsi(num, { window: 14, ...smoothing, neutral: 'half', scale: 'unit' });
    this.macd = new Macd(num, { fast: 12, slow: 26, signal: 9, seed: 'first-value' });
    this.volume = new Sma(num, { window: 20 });
  }

  /** Feeds one candle; returns the values under the names of the reference strategy's snapshots. */
  update(candle: Candle): Readonly<Record<string, Num>> {
    const [high, low, close] = [this.num(candle.h), this.num(candle.l), this.num(candle.c)];
    this.adx.update(high, low, close);
    this.atrs.push(this.atr.update(high, low, close));
    this.stoch.update(this.rsi.update(close));
    this.macd.update(close);
    return {
      close,
      ema_slow: this.emaSlow.update(close),
      ema_fast: this.emaFast.update(close),
      ema_macro: this.emaMacro.update(close),
      adx: this.adx.adx,
      adx_pos: this.adx.plusDi,
      adx_neg: this.adx.minusDi,
      ...this.updateBands(close),
      atr: this.atr.value,
      avg_atr: this.atrs.mean(),
      rsi: this.rsi.value,
      stoch_rsi_k: this.stoch.k,
      stoch_rsi_d: this.stoch.d,
      macd_hist: this.macd.histogram,
      vol_sma: this.volume.update(this.num(candle.v)),
    };
  }

  private updateBands(close: Num): Readonly<Record<string, Num>> {
    this.bands.update(close);
    const { upper, lower } = this.bands;
    const width = upper.sub(lower).div(close);
    this.widths.push(width);
    const usual = this.widths.mean();
    return {
      bb_upper: upper,
      bb_lower: lower,
      bb_width: width,
      bb_width_avg: usual,
      bb_width_ratio: usual.gt(0) ? width.div(usual) : this.num(1),
    };
  }
}
