// The indicators of one symbol, fed with every bar from the first in a fixed order. It also keeps the previous bars'
// values that signals and exits look back at, and the slow average's history.
import {
  Adx,
  Atr,
  BollingerBands,
  Ema,
  Macd,
  Ring,
  Rsi,
  StochRsi,
  type Bar,
  type Num,
  type Numeric,
} from 'lockstep/strategy';
import type { Params } from './params.js';
import type { Snapshot } from './snapshot.js';

// The engine has no setting for these.
const BAND_DEVIATIONS = 2;
const MACD = { fast: 12, slow: 26, signal: 9, seed: 'first-value' } as const;
const RSI_WARMUP = 50;

/** Band width as a part of the close, its mean, and the width against that mean. */
interface Bands {
  readonly width: Num;
  readonly average: Num;
  readonly ratio: Num;
}

export class Bank {
  readonly num: Numeric;
  /** Bars fed. */
  bars: number;
  /** Of the last bar fed; zero before. */
  close: Num;
  emaFast: Num;
  emaSlow: Num;
  private adx: Num;
  private atr: Num;
  private macdHist1: Num;
  private macdHist2: Num;
  private macdHist3: Num;
  private readonly slow: Ema;
  private readonly fast: Ema;
  private readonly macro: Ema;
  private readonly direction: Adx;
  private readonly bands: BollingerBands;
  private readonly widths: Ring;
  private readonly range: Atr;
  private readonly ranges: Ring;
  private readonly strength: Rsi;
  private readonly stochastic: StochRsi;
  private readonly usesStochastic: boolean;
  private readonly macd: Macd;
  private readonly volumes: Ring;
  private readonly recentVolumes: Ring;
  private readonly slowHistory: Ring;

  constructor(num: Numeric, params: Params) {
    const windows = params.indicators;
    const entry = params.thresholds.entry;
    this.num = num;
    this.bars = 0;
    this.close = num.zero;
    this.emaFast = num.zero;
    this.emaSlow = num.zero;
    this.adx = num.zero;
    this.atr = num.zero;
    this.macdHist1 = num.zero;
    this.macdHist2 = num.zero;
    this.macdHist3 = num.zero;
    this.slow = new Ema(num, { window: windows.ema_slow_window, seed: 'first-value' });
    this.fast = new Ema(num, { window: windows.ema_fast_window, seed: 'first-value' });
    this.macro = new Ema(num, { window: windows.ema_macro_window, seed: 'first-value' });
    this.direction = new Adx(num, { window: windows.adx_window, seed: 'running-mean' });
    this.bands = new BollingerBands(num, {
      window: windows.bb_window,
      multiplier: BAND_DEVIATIONS,
    });
    this.widths = new Ring(num, windows.bb_width_avg_window);
    this.range = new Atr(num, {
      window: windows.atr_window,
      seed: 'running-mean',
      firstRange: 'high-low',
    });
    this.ranges = new Ring(num, entry.ave_avg_atr_window);
    this.strength = new Rsi(num, { window: windows.rsi_window, warmup: RSI_WARMUP });
    this.stochastic = new StochRsi(num, {
      window: windows.stoch_rsi_window,
      kSmoothing: windows.stoch_rsi_smooth1,
      dSmoothing: windows.stoch_rsi_smooth2,
      neutral: 'half',
      scale: 'unit',
    });
    this.usesStochastic = params.filters.use_stoch_rsi_filter;
    this.macd = new Macd(num, MACD);
    this.volumes = new Ring(num, windows.vol_sma_window);
    this.recentVolumes = new Ring(num, windows.vol_trend_window);
    this.slowHistory = new Ring(num, entry.slow_drift_slope_window);
  }

  /** Change of the slow average over its history (window - 1 bars) as a part of the close; zero until it is full. */
  slowSlope(): Num {
    const zero = this.num.zero;
    if (!this.slowHistory.isFull() || this.close.lte(zero)) return zero;
    return this.slowHistory.newest().sub(this.slowHistory.at(0)).div(this.close);
  }

  /** Feeds one bar and returns all values as of its close. */
  feed(bar: Bar): Snapshot {
    this.updateIndicators(bar);
    const bands = this.measureBands(bar.close);
    const snapshot = this.capture(bar, bands);
    this.remember(snapshot);
    return snapshot;
  }

  private updateIndicators(bar: Bar): void {
    const close = bar.close;
    this.slow.update(close);
    this.fast.update(close);
    this.macro.update(close);
    this.direction.update(bar.high, bar.low, close);
    this.bands.update(close);
    this.ranges.push(this.range.update(bar.high, bar.low, close));
    this.strength.update(close);
    if (this.usesStochastic) this.stochastic.update(this.strength.value);
    this.macd.update(close);
    this.volumes.push(bar.volume);
    this.recentVolumes.push(bar.volume);
  }

  private measureBands(close: Num): Bands {
    const zero = this.num.zero;
    const distance = this.bands.upper.sub(this.bands.lower);
    const width = close.gt(zero) ? distance.div(close) : zero;
    this.widths.push(width);
    const average = this.widths.mean();
    return { width, average, ratio: average.gt(zero) ? width.div(average) : this.num(1) };
  }

  private capture(bar: Bar, bands: Bands): Snapshot {
    const volumeAverage = this.volumes.mean();
    return {
      t: bar.openTs,
      open: bar.open,
      high: bar.high,
      low: bar.low,
      close: bar.close,
      volume: bar.volume,
      emaSlow: this.slow.value,
      emaFast: this.fast.value,
      emaMacro: this.macro.value,
      adx: this.direction.adx,
      adxPlus: this.direction.plusDi,
      adxMinus: this.direction.minusDi,
      adxSlope: this.direction.adx.sub(this.adx),
      bbUpper: this.bands.upper,
      bbLower: this.bands.lower,
      bbWidth: bands.width,
      bbWidthAverage: bands.average,
      bbWidthRatio: bands.ratio,
      atr: this.range.value,
      atrSlope: this.range.value.sub(this.atr),
      averageAtr: this.ranges.mean(),
      rsi: this.strength.value,
      stochK: this.usesStochastic ? this.stochastic.k : this.num.zero,
      stochD: this.usesStochastic ? this.stochastic.d : this.num.zero,
      macdHist: this.macd.histogram,
      macdHist1: this.macdHist1,
      macdHist2: this.macdHist2,
      macdHist3: this.macdHist3,
      volumeAverage,
      volumeTrend: this.recentVolumes.mean().gt(volumeAverage),
      previousClose: this.close,
      previousEmaFast: this.emaFast,
      previousEmaSlow: this.emaSlow,
      barCount: this.bars,
    };
  }

  private remember(snapshot: Snapshot): void {
    this.bars += 1;
    this.close = snapshot.close;
    this.emaFast = snapshot.emaFast;
    this.emaSlow = snapshot.emaSlow;
    this.adx = snapshot.adx;
    this.atr = snapshot.atr;
    this.macdHist3 = this.macdHist2;
    this.macdHist2 = this.macdHist1;
    this.macdHist1 = snapshot.macdHist;
    this.slowHistory.push(snapshot.emaSlow);
  }
}
