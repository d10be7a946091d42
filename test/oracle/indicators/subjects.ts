// The engine's indicators set up as the published values were made, and their outputs under the published names.
import * as indicators from '../../../engine/core/indicators/index.js';
import type { Num, Numeric } from '../../../engine/core/numeric/index.js';
import type { Quote } from './quotes.js';

/** One bar's outputs; null while the indicator is not ready. */
export type Row = Readonly<Record<string, Num | null>>;
export type Feed = (bar: Quote) => Row;

const when = (ready: boolean, value: Num): Num | null => (ready ? value : null);

/** By the file that holds the published values. */
export const SUBJECTS: Readonly<Record<string, (num: Numeric) => Feed>> = {
  sma(num) {
    const sma = new indicators.Sma(num, { window: 20 });
    return ({ close }) => {
      sma.update(close);
      return { sma: when(sma.ready, sma.value) };
    };
  },
  ema(num) {
    const ema = new indicators.Ema(num, { window: 20, seed: 'simple-mean' });
    return ({ close }) => {
      ema.update(close);
      return { ema: when(ema.ready, ema.value) };
    };
  },
  stdev(num) {
    const deviation = new indicators.StandardDeviation(num, { window: 14, kind: 'population' });
    return ({ close }) => {
      deviation.update(close);
      const { ready, value, mean } = deviation;
      return { stdDev: when(ready, value), mean: when(ready, mean) };
    };
  },
  tr() {
    let previous: Num | null = null;
    return ({ high, low, close }) => {
      const tr = previous && indicators.trueRange(high, low, previous);
      previous = close;
      return { tr };
    };
  },
  atr(num) {
    const seed = 'mean-of-first-window';
    const atr = new indicators.Atr(num, { window: 14, seed, firstRange: 'skip' });
    let bars = 0;
    return ({ high, low, close }) => {
      atr.update(high, low, close);
      bars += 1;
      return { tr: when(bars > 1, atr.trueRange), atr: when(atr.ready, atr.value) };
    };
  },
  adx(num) {
    const adx = new indicators.Adx(num, { window: 14, seed: 'mean-of-first-window' });
    return ({ high, low, close }) => {
      adx.update(high, low, close);
      return {
        pdi: when(adx.directionReady, adx.plusDi),
        mdi: when(adx.directionReady, adx.minusDi),
        dx: when(adx.directionReady, adx.dx),
        adx: when(adx.ready, adx.adx),
      };
    };
  },
  rsi(num) {
    const rsi = new indicators.Rsi(num, { window: 14, warmup: 50 });
    return ({ close }) => {
      rsi.update(close);
      return { rsi: when(rsi.ready, rsi.value) };
    };
  },
  'stoch-rsi'(num) {
    const rsi = new indicators.Rsi(num, { window: 14, warmup: 50 });
    const stoch = new indicators.StochRsi(num, {
      window: 14,
      kSmoothing: 1,
      dSmoothing: 3,
      neutral: 'zero',
      scale: 'percent',
    });
    return ({ close }) => {
      rsi.update(close);
      if (rsi.ready) stoch.update(rsi.value);
      return { stochRsi: when(stoch.kReady, stoch.k), signal: when(stoch.ready, stoch.d) };
    };
  },
  bb(num) {
    const bands = new indicators.BollingerBands(num, { window: 20, multiplier: 2 });
    return ({ close }) => {
      bands.update(close);
      return {
        sma: when(bands.ready, bands.middle),
        upperBand: when(bands.ready, bands.upper),
        lowerBand: when(bands.ready, bands.lower),
      };
    };
  },
  macd(num) {
    const macd = new indicators.Macd(num, { fast: 12, slow: 26, signal: 9, seed: 'simple-mean' });
    return ({ close }) => {
      macd.update(close);
      return {
        macd: when(macd.lineReady, macd.line),
        signal: when(macd.ready, macd.signal),
        histogram: when(macd.ready, macd.histogram),
      };
    };
  },
};
