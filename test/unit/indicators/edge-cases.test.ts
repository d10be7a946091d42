// Series that make indicators divide by zero, overflow or degenerate.
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
  WINDOW_MAX,
  trueRange,
} from '../../../engine/core/indicators/index.js';
import type { Num, Numeric } from '../../../engine/core/numeric/index.js';
import { POLICIES, SAMPLES, still } from './samples.js';

const ONE = { window: 1 } as const;

function text(num: Numeric, values: Readonly<Record<string, Num>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${num.format(value)}`)
    .join(', ');
}

/** Every number an instance shows. */
function outputs(num: Numeric, instance: object): readonly Num[] {
  return Object.values(instance).filter((field): field is Num => num.is(field));
}

for (const [policy, num] of POLICIES) {
  describe(`indicator edge cases, ${policy}`, () => {
    it('a flat series: no range, no direction, no deviation, strength 100', () => {
      const adx = new Adx(num, { window: 3, seed: 'running-mean' });
      const atr = new Atr(num, { window: 3, seed: 'running-mean', firstRange: 'high-low' });
      const bands = new BollingerBands(num, { window: 3, multiplier: 2 });
      const rsi = new Rsi(num, { window: 3, warmup: 50 });
      const macd = new Macd(num, { fast: 2, slow: 3, signal: 2, seed: 'first-value' });
      const { high, low, close } = still(num, '100');
      for (let i = 0; i < 10; i += 1) {
        adx.update(high, low, close);
        atr.update(high, low, close);
        bands.update(close);
        rsi.update(close);
        macd.update(close);
      }
      const { plusDi, minusDi, dx } = adx;
      assert.equal(
        text(num, { adx: adx.adx, plusDi, minusDi, dx }),
        'adx 0, plusDi 0, minusDi 0, dx 0',
      );
      const { upper, lower, deviation } = bands;
      assert.equal(text(num, { upper, lower, deviation }), 'upper 100, lower 100, deviation 0');
      const shown = { atr: atr.value, rsi: rsi.value, line: macd.line, histogram: macd.histogram };
      assert.equal(text(num, shown), 'atr 0, rsi 100, line 0, histogram 0');
    });

    it('a flat RSI: the stochastic is neutral, in its scale', () => {
      const windows = { window: 2, kSmoothing: 1, dSmoothing: 1 };
      const neutrals = [
        [{ neutral: 'half', scale: 'unit' }, '0.5'],
        [{ neutral: 'half', scale: 'percent' }, '50'],
        [{ neutral: 'zero', scale: 'percent' }, '0'],
      ] as const;
      for (const [settings, expected] of neutrals) {
        const stoch = new StochRsi(num, { ...windows, ...settings });
        assert.equal(num.format(stoch.k), expected);
        stoch.update(num(50));
        stoch.update(num(50));
        assert.equal(text(num, { k: stoch.k, d: stoch.d }), `k ${expected}, d ${expected}`);
        assert.ok(stoch.ready);
      }
    });

    it('the stochastic in percent is 100 at the top and 0 at the bottom, exactly', () => {
      const windows = { window: 2, kSmoothing: 1, dSmoothing: 1 };
      const stoch = new StochRsi(num, { ...windows, neutral: 'zero', scale: 'percent' });
      // For these two 100 * (hi - lo) / (hi - lo) rounds to a neighbour of 100 under binary64.
      const [lo, hi] = [num('68.22902875660574'), num('82.82478120770185')];
      stoch.update(lo);
      stoch.update(hi);
      assert.equal(num.format(stoch.k), '100');
      stoch.update(lo);
      assert.equal(num.format(stoch.k), '0');
    });

    it('a gap belongs to the true range', () => {
      const range = (high: number, low: number, previous: number): string =>
        num.format(trueRange(num(high), num(low), num(previous)));
      assert.equal(range(12, 11, 10), '2');
      assert.equal(range(12, 11, 14), '3');
      assert.equal(range(12, 11, 11.5), '1');
    });

    it('a window of one follows the input', () => {
      const { high, low, close } = { high: num(12), low: num(9), close: num(11) };
      const ema = new Ema(num, { ...ONE, seed: 'first-value' });
      const meanEma = new Ema(num, { ...ONE, seed: 'simple-mean' });
      const sma = new Sma(num, ONE);
      const deviation = new StandardDeviation(num, { ...ONE, kind: 'sample' });
      const atr = new Atr(num, { ...ONE, seed: 'mean-of-first-window', firstRange: 'high-low' });
      const rsi = new Rsi(num, { ...ONE, warmup: 50 });
      for (const x of [num(7), close]) {
        ema.update(x);
        meanEma.update(x);
        sma.update(x);
        deviation.update(x);
        rsi.update(x);
        atr.update(high, low, x);
      }
      const shown = { ema: ema.value, meanEma: meanEma.value, sma: sma.value, rsi: rsi.value };
      assert.equal(text(num, shown), 'ema 11, meanEma 11, sma 11, rsi 100');
      assert.equal(text(num, { deviation: deviation.value, atr: atr.value }), 'deviation 0, atr 5');
      assert.equal(num.format(rsi.update(num(10))), '0');
    });

    it('an ADX with a window of one is the DX of the bar', () => {
      const adx = new Adx(num, { ...ONE, seed: 'mean-of-first-window' });
      adx.update(num(10), num(8), num(9));
      adx.update(num(12), num(9), num(11));
      assert.ok(adx.ready);
      assert.equal(
        text(num, { adx: adx.adx, dx: adx.dx, minusDi: adx.minusDi }),
        'adx 100, dx 100, minusDi 0',
      );
    });

    for (const [size, prices] of [
      ['tiny', ['1e-30', '3e-30', '2e-30']],
      ['huge', ['1e30', '3e30', '2e30']],
      ['near zero', ['0', '1e-8', '0']],
    ] as const) {
      it(`${size} prices leave every output finite`, () => {
        for (const [name, create] of Object.entries(SAMPLES)) {
          const { instance, feed } = create(num);
          for (let i = 0; i < 15; i += 1) feed(still(num, prices[i % 3] ?? '0'));
          for (const value of outputs(num, instance)) assert.ok(value.isFinite(), name);
        }
      });
    }
  });
}

describe('indicator settings', () => {
  const [, num] = POLICIES[0] ?? assert.fail();
  for (const window of [0, -1, 2.5, NaN, Infinity, WINDOW_MAX + 1]) {
    it(`a window of ${window} is refused when built`, () => {
      const builders = [
        () => new Ema(num, { window, seed: 'first-value' }),
        () => new Sma(num, { window }),
        () => new Rsi(num, { window, warmup: 50 }),
        () => new Adx(num, { window, seed: 'running-mean' }),
        () => new Atr(num, { window, seed: 'running-mean', firstRange: 'skip' }),
        () => new BollingerBands(num, { window, multiplier: 2 }),
        () => new Macd(num, { fast: 2, slow: window, signal: 2, seed: 'first-value' }),
      ];
      for (const build of builders) assert.throws(build, RangeError);
    });
  }
});
