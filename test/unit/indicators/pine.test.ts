// Rma, Supertrend and Crossing beside the rules of TradingView's Pine reference, written out over whole series: missing values
// are undefined, as Pine's na, and nothing is carried along.
import assert from 'node:assert/strict';
import { Crossing, Rma, Supertrend } from '../../../engine/core/indicators/index.js';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { seededRandom } from '../../support/seeded-random.js';

const num = createNumeric({ kind: 'binary64' });

type Series = readonly (number | undefined)[];
interface Bars {
  readonly high: readonly number[];
  readonly low: readonly number[];
  readonly close: readonly number[];
}

/** Prices in steps of a quarter, so that closes touch bands and each other. */
function someBars(seed: number, count: number): Bars {
  const random = seededRandom(seed);
  const step = (): number => random.int(0, 8) / 4;
  const bars = { high: [] as number[], low: [] as number[], close: [] as number[] };
  let price = 100;
  for (let index = 0; index < count; index += 1) {
    const isFlat = random.chance(0.2);
    const close = isFlat ? price : price + step() - 1;
    bars.high.push(isFlat ? close : Math.max(price, close) + step());
    bars.low.push(isFlat ? close : Math.min(price, close) - step());
    bars.close.push(close);
    price = close;
  }
  return bars;
}

function pineRma(values: readonly number[], window: number): Series {
  const alpha = 1 / window;
  const averages: (number | undefined)[] = [];
  values.forEach((value, index) => {
    const before = averages[index - 1];
    if (before !== undefined) averages.push(alpha * value + (1 - alpha) * before);
    else if (index + 1 < window) averages.push(undefined);
    else averages.push(values.slice(0, window).reduce((sum, x) => sum + x, 0) / window);
  });
  return averages;
}

const trueRanges = ({ high, low, close }: Bars): number[] =>
  high.map((top, index) => {
    const [bottom = 0, before] = [low[index], close[index - 1]];
    if (before === undefined) return top - bottom;
    return Math.max(top - bottom, Math.abs(top - before), Math.abs(bottom - before));
  });

/** `direction` is -1 in an up trend, as Pine has it. */
function pineSupertrend(
  bars: Bars,
  factor: number,
  window: number,
): { readonly line: Series; readonly direction: readonly number[] } {
  const range = pineRma(trueRanges(bars), window);
  const upper: number[] = [];
  const lower: number[] = [];
  const line: (number | undefined)[] = [];
  const direction: number[] = [];
  range.forEach((atr, index) => {
    const [high = 0, low = 0, close = 0] = [bars.high[index], bars.low[index], bars.close[index]];
    if (atr === undefined) {
      line.push(undefined);
      direction.push(1);
      return;
    }
    const before = bars.close[index - 1] ?? NaN;
    const [lastUpper = 0, lastLower = 0] = [upper[index - 1], lower[index - 1]];
    const [top, bottom] = [(high + low) / 2 + factor * atr, (high + low) / 2 - factor * atr];
    const lowerBand = bottom > lastLower || before < lastLower ? bottom : lastLower;
    const upperBand = top < lastUpper || before > lastUpper ? top : lastUpper;
    const isFirst = range[index - 1] === undefined;
    const held = line[index - 1];
    const heldUpper = held === lastUpper;
    const turned = heldUpper ? (close > upperBand ? -1 : 1) : close < lowerBand ? 1 : -1;
    const now = isFirst ? 1 : turned;
    upper[index] = upperBand;
    lower[index] = lowerBand;
    direction.push(now);
    line.push(now === -1 ? lowerBand : upperBand);
  });
  return { line, direction };
}

describe("indicators of TradingView's Pine", () => {
  it('Rma: the mean of the first window, then the weights', () => {
    for (const window of [1, 2, 5]) {
      const values = someBars(3, 40).close;
      const average = new Rma(num, { window });
      const found = values.map((value) => {
        average.update(num(value));
        return average.ready ? average.value.toNumber() : undefined;
      });
      assert.deepEqual(found, pineRma(values, window));
    }
  });

  for (const [seed, factor, window] of [
    [1, 3, 10],
    [2, 1, 3],
    [3, 0.5, 1],
    [4, 0, 2],
  ] as const) {
    it(`Supertrend: factor ${String(factor)}, window ${String(window)}`, () => {
      const bars = someBars(seed, 400);
      const trend = new Supertrend(num, { window, multiplier: factor });
      const found = bars.close.map((close, index) => {
        const [high = 0, low = 0] = [bars.high[index], bars.low[index]];
        trend.update(num(high), num(low), num(close));
        const line = trend.ready ? trend.value.toNumber() : undefined;
        return [line, trend.trend === 'up' ? -1 : 1];
      });
      const { line, direction } = pineSupertrend(bars, factor, window);
      assert.deepEqual(
        found,
        line.map((value, index) => [value, direction[index]]),
      );
      const turns = direction.filter((now, index) => index > 0 && now !== direction[index - 1]);
      assert.ok(turns.length > 3, 'the bars turn the trend often enough');
    });
  }

  it('Crossing: beyond now, and not before', () => {
    // Pairs one after another, and what each crossed.
    const ROWS: readonly (readonly [a: number, b: number, crossed: string])[] = [
      [2, 1, ''],
      [3, 1, ''],
      [1, 1, ''],
      [2, 1, 'above'],
      [0, 1, 'below'],
      [1, 1, ''],
      [0, 1, 'below'],
      [2, 1, 'above'],
      [2, 3, 'below'],
      [2, 2, ''],
      [2, 1, 'above'],
    ];
    const crossing = new Crossing(num);
    for (const [index, [a, b, crossed]] of ROWS.entries()) {
      crossing.update(num(a), num(b));
      const found = crossing.above ? 'above' : crossing.below ? 'below' : '';
      assert.equal(found, crossed, `pair ${String(index)}`);
    }
  });
});
