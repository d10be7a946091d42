// One instance of every indicator class, and bars to feed them.
import * as indicators from '../../../engine/core/indicators/index.js';
import { createNumeric, type Num, type Numeric } from '../../../engine/core/numeric/index.js';

export const POLICIES: readonly (readonly [string, Numeric])[] = [
  ['binary64', createNumeric({ kind: 'binary64' })],
  ['decimal', createNumeric({ kind: 'decimal', precision: 20, rounding: 'half-up' })],
];

export interface Bar {
  readonly high: Num;
  readonly low: Num;
  readonly close: Num;
}

/** Text of high, low and close. */
export type BarText = readonly [string, string, string];

export const bar = (num: Numeric, [high, low, close]: BarText): Bar => ({
  high: num(high),
  low: num(low),
  close: num(close),
});

/** A bar without extent. */
export const still = (num: Numeric, price: string): Bar => bar(num, [price, price, price]);

export interface Sample {
  readonly instance: object;
  readonly feed: (bar: Bar) => void;
}

/** With these windows every phase of every indicator is passed after 12 bars. */
export const SAMPLES: Readonly<Record<string, (num: Numeric) => Sample>> = {
  Ring(num) {
    const instance = new indicators.Ring(num, 4);
    return {
      instance,
      feed: ({ close }) => {
        instance.push(close);
      },
    };
  },
  'Ema first-value'(num) {
    const instance = new indicators.Ema(num, { window: 4, seed: 'first-value' });
    return { instance, feed: ({ close }) => instance.update(close) };
  },
  'Ema simple-mean'(num) {
    const instance = new indicators.Ema(num, { window: 4, seed: 'simple-mean' });
    return { instance, feed: ({ close }) => instance.update(close) };
  },
  Sma(num) {
    const instance = new indicators.Sma(num, { window: 4 });
    return { instance, feed: ({ close }) => instance.update(close) };
  },
  'StandardDeviation population'(num) {
    const instance = new indicators.StandardDeviation(num, { window: 4, kind: 'population' });
    return { instance, feed: ({ close }) => instance.update(close) };
  },
  'StandardDeviation sample'(num) {
    const instance = new indicators.StandardDeviation(num, { window: 4, kind: 'sample' });
    return { instance, feed: ({ close }) => instance.update(close) };
  },
  'Atr running-mean'(num) {
    const settings = { window: 4, seed: 'running-mean', firstRange: 'high-low' } as const;
    const instance = new indicators.Atr(num, settings);
    return { instance, feed: ({ high, low, close }) => instance.update(high, low, close) };
  },
  'Atr mean-of-first-window'(num) {
    const settings = { window: 4, seed: 'mean-of-first-window', firstRange: 'skip' } as const;
    const instance = new indicators.Atr(num, settings);
    return { instance, feed: ({ high, low, close }) => instance.update(high, low, close) };
  },
  'Adx running-mean'(num) {
    const instance = new indicators.Adx(num, { window: 3, seed: 'running-mean' });
    return {
      instance,
      feed: ({ high, low, close }) => {
        instance.update(high, low, close);
      },
    };
  },
  'Adx mean-of-first-window'(num) {
    const instance = new indicators.Adx(num, { window: 3, seed: 'mean-of-first-window' });
    return {
      instance,
      feed: ({ high, low, close }) => {
        instance.update(high, low, close);
      },
    };
  },
  Rsi(num) {
    const instance = new indicators.Rsi(num, { window: 4, warmup: 50 });
    return { instance, feed: ({ close }) => instance.update(close) };
  },
  StochRsi(num) {
    const rsi = new indicators.Rsi(num, { window: 3, warmup: 50 });
    const smoothing = { kSmoothing: 2, dSmoothing: 2, neutral: 'half', scale: 'unit' } as const;
    const instance = new indicators.StochRsi(num, { window: 4, ...smoothing });
    return {
      instance,
      feed: ({ close }) => {
        instance.update(rsi.update(close));
      },
    };
  },
  BollingerBands(num) {
    const instance = new indicators.BollingerBands(num, { window: 4, multiplier: 2 });
    return {
      instance,
      feed: ({ close }) => {
        instance.update(close);
      },
    };
  },
  Macd(num) {
    const windows = { fast: 2, slow: 4, signal: 3 };
    const instance = new indicators.Macd(num, { ...windows, seed: 'simple-mean' });
    return {
      instance,
      feed: ({ close }) => {
        instance.update(close);
      },
    };
  },
  Rma(num) {
    const instance = new indicators.Rma(num, { window: 4 });
    return { instance, feed: ({ close }) => instance.update(close) };
  },
  Supertrend(num) {
    const instance = new indicators.Supertrend(num, { window: 4, multiplier: '1.5' });
    return {
      instance,
      feed: ({ high, low, close }) => {
        instance.update(high, low, close);
      },
    };
  },
  Crossing(num) {
    const instance = new indicators.Crossing(num);
    return {
      instance,
      feed: ({ high, low, close }) => {
        instance.update(close.mul(2), high.add(low));
      },
    };
  },
};
