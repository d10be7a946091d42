// When each indicator is ready, and what it shows before: the seed policies, bar by bar.
import assert from 'node:assert/strict';
import {
  Adx,
  Atr,
  BollingerBands,
  Ema,
  Macd,
  Rsi,
  Sma,
  StandardDeviation,
  StochRsi,
} from '../../../engine/core/indicators/index.js';
import { createNumeric, type Num } from '../../../engine/core/numeric/index.js';

const num = createNumeric({ kind: 'binary64' });

/** Bars of high, low, close. */
const BARS = [
  [10, 8, 9],
  [12, 9, 11],
  [13, 10, 12],
  [12, 9, 10],
  [11, 8, 9],
  [14, 10, 13],
  [15, 12, 14],
  [13, 11, 12],
].map(([high = 0, low = 0, close = 0]) => ({ high: num(high), low: num(low), close: num(close) }));

type Bar = (typeof BARS)[number];

/** Feeds the bars; a value per bar, in brackets while not ready. */
function shown(feed: (bar: Bar) => readonly [Num, boolean]): string {
  return BARS.map((bar) => {
    const [value, ready] = feed(bar);
    const text = String(Number(value.toNumber().toFixed(4)));
    return ready ? text : `(${text})`;
  }).join(' ');
}

interface Case {
  readonly name: string;
  readonly create: () => (bar: Bar) => readonly [Num, boolean];
  readonly shows: string;
}

// Worked by hand.
const CASES: readonly Case[] = [
  {
    name: 'Sma 3',
    create: () => {
      const sma = new Sma(num, { window: 3 });
      return ({ close }) => [sma.update(close), sma.ready];
    },
    shows: '(9) (10) 10.6667 11 10.3333 10.6667 12 13',
  },
  {
    name: 'Ema 3 from the first value',
    create: () => {
      const ema = new Ema(num, { window: 3, seed: 'first-value' });
      return ({ close }) => [ema.update(close), ema.ready];
    },
    shows: '9 10 11 10.5 9.75 11.375 12.6875 12.3438',
  },
  {
    name: 'Ema 3 from a simple mean',
    create: () => {
      const ema = new Ema(num, { window: 3, seed: 'simple-mean' });
      return ({ close }) => [ema.update(close), ema.ready];
    },
    shows: '(9) (10) 10.6667 10.3333 9.6667 11.3333 12.6667 12.3333',
  },
  {
    name: 'StandardDeviation 2 of a population',
    create: () => {
      const deviation = new StandardDeviation(num, { window: 2, kind: 'population' });
      return ({ close }) => [deviation.update(close), deviation.ready];
    },
    shows: '(0) 1 0.5 1 0.5 2 0.5 1',
  },
  {
    name: 'StandardDeviation 2 of a sample',
    create: () => {
      const deviation = new StandardDeviation(num, { window: 2, kind: 'sample' });
      return ({ close }) => [deviation.update(close), deviation.ready];
    },
    shows: '(0) 1.4142 0.7071 1.4142 0.7071 2.8284 0.7071 1.4142',
  },
  {
    name: 'true range, the first bar by high and low',
    create: () => {
      const settings = { window: 3, seed: 'running-mean', firstRange: 'high-low' } as const;
      const atr = new Atr(num, settings);
      return ({ high, low, close }) => {
        atr.update(high, low, close);
        return [atr.trueRange, true];
      };
    },
    shows: '2 3 3 3 3 5 3 3',
  },
  {
    name: 'Atr 3 by running mean, first range by high and low',
    create: () => {
      const settings = { window: 3, seed: 'running-mean', firstRange: 'high-low' } as const;
      const atr = new Atr(num, settings);
      return ({ high, low, close }) => [atr.update(high, low, close), atr.ready];
    },
    shows: '(2) (2.5) 2.6667 2.7778 2.8519 3.5679 3.3786 3.2524',
  },
  {
    name: 'Atr 3 by the mean of the first window, first bar skipped',
    create: () => {
      const settings = { window: 3, seed: 'mean-of-first-window', firstRange: 'skip' } as const;
      const atr = new Atr(num, settings);
      return ({ high, low, close }) => [atr.update(high, low, close), atr.ready];
    },
    shows: '(0) (0) (0) 3 3 3.6667 3.4444 3.2963',
  },
  {
    name: 'Adx 2 by running mean',
    create: () => {
      const adx = new Adx(num, { window: 2, seed: 'running-mean' });
      return ({ high, low, close }) => {
        adx.update(high, low, close);
        return [adx.adx, adx.ready];
      };
    },
    shows: '(0) (0) (100) 60 46.6667 55.1515 65.3309 35.7518',
  },
  {
    name: 'Adx 2 by the mean of the first window',
    create: () => {
      const adx = new Adx(num, { window: 2, seed: 'mean-of-first-window' });
      return ({ high, low, close }) => {
        adx.update(high, low, close);
        return [adx.adx, adx.ready];
      };
    },
    shows: '(0) (0) (0) 60 46.6667 55.1515 65.3309 35.7518',
  },
  {
    name: 'Adx 2, its DX',
    create: () => {
      const adx = new Adx(num, { window: 2, seed: 'running-mean' });
      return ({ high, low, close }) => {
        adx.update(high, low, close);
        return [adx.dx, adx.directionReady];
      };
    },
    shows: '(0) (0) 100 20 33.3333 63.6364 75.5102 6.1728',
  },
  {
    name: 'Rsi 2',
    create: () => {
      const rsi = new Rsi(num, { window: 2, warmup: 50 });
      return ({ close }) => [rsi.update(close), rsi.ready];
    },
    shows: '(50) (50) 100 42.8571 27.2727 81.3953 86.4407 41.4634',
  },
  {
    name: 'StochRsi 3/2/2, k, middle where undefined',
    create: () => {
      const smoothing = { kSmoothing: 2, dSmoothing: 2, neutral: 'half', scale: 'unit' } as const;
      const stoch = new StochRsi(num, { window: 3, ...smoothing });
      return ({ close }) => {
        stoch.update(close);
        return [stoch.k, stoch.kReady];
      };
    },
    shows: '(0.5) (0.5) (1) 0.5 0 0.5 1 0.5',
  },
  {
    name: 'StochRsi 3/2/2, d, middle where undefined',
    create: () => {
      const smoothing = { kSmoothing: 2, dSmoothing: 2, neutral: 'half', scale: 'unit' } as const;
      const stoch = new StochRsi(num, { window: 3, ...smoothing });
      return ({ close }) => {
        stoch.update(close);
        return [stoch.d, stoch.ready];
      };
    },
    shows: '(0.5) (0.5) (1) (0.75) 0.25 0.25 0.75 0.75',
  },
  {
    name: 'StochRsi 3/1/1 in percent, zero where undefined',
    create: () => {
      const smoothing = {
        kSmoothing: 1,
        dSmoothing: 1,
        neutral: 'zero',
        scale: 'percent',
      } as const;
      const stoch = new StochRsi(num, { window: 3, ...smoothing });
      return ({ close }) => {
        stoch.update(close);
        return [stoch.d, stoch.ready];
      };
    },
    shows: '(0) (0) 100 0 0 100 100 0',
  },
  {
    name: 'BollingerBands 2, upper',
    create: () => {
      const bands = new BollingerBands(num, { window: 2, multiplier: 2 });
      return ({ close }) => {
        bands.update(close);
        return [bands.upper, bands.ready];
      };
    },
    shows: '(9) 12 12.5 13 10.5 15 14.5 15',
  },
  {
    name: 'Macd 1/2/2 from simple means, line',
    create: () => {
      const macd = new Macd(num, { fast: 1, slow: 2, signal: 2, seed: 'simple-mean' });
      return ({ close }) => {
        macd.update(close);
        return [macd.line, macd.lineReady];
      };
    },
    shows: '(0) 1 0.6667 -0.4444 -0.4815 1.1728 0.7243 -0.4252',
  },
  {
    name: 'Macd 1/2/2 from simple means, signal',
    create: () => {
      const macd = new Macd(num, { fast: 1, slow: 2, signal: 2, seed: 'simple-mean' });
      return ({ close }) => {
        macd.update(close);
        return [macd.signal, macd.ready];
      };
    },
    shows: '(0) (1) 0.8333 -0.0185 -0.3272 0.6728 0.7071 -0.0478',
  },
];

describe('warm-up', () => {
  for (const { name, create, shows } of CASES) {
    it(name, () => {
      assert.equal(shown(create()), shows);
    });
  }
});
