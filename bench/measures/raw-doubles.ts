// The baseline everything is compared with: the indicators of the reference strategy as one hand-written loop over
// plain doubles. No rules, no orders, no ledger, no trace, no numeric interface: what the bare arithmetic costs.
import type { BarRecord } from '../../engine/index.js';

/** Windows of the example's configuration. */
const WINDOW = {
  slow: 50,
  fast: 20,
  macro: 200,
  trueRange: 14,
  direction: 14,
  bands: 20,
  bandWidths: 30,
  strength: 14,
  volume: 20,
  recentVolume: 5,
  averageRange: 50,
} as const;
const MACD = { fast: 12, slow: 26, signal: 9 } as const;
const DEVIATIONS = 2;
const PERCENT = 100;

export interface RawDoubles {
  readonly ms: number;
  /** Folded over every value, so that nothing can be optimised away. */
  readonly checksum: number;
}

/** Parses nothing: text becomes doubles before the clock starts. */
export function runRawDoubles(bars: readonly BarRecord[]): RawDoubles {
  const columns = [
    bars.map(({ high }) => high),
    bars.map(({ low }) => low),
    bars.map(({ close }) => close),
    bars.map(({ volume }) => volume),
  ];
  const [high = [], low = [], close = [], volume = []] = columns.map((column) =>
    column.map(Number),
  );
  const startedAt = performance.now();
  const step = createBank();
  let checksum = 0;
  for (let index = 0; index < close.length; index += 1) {
    checksum += step(high[index] ?? 0, low[index] ?? 0, close[index] ?? 0, volume[index] ?? 0);
  }
  return { ms: performance.now() - startedAt, checksum };
}

type Feed = (value: number) => number;

function ema(window: number): Feed {
  const alpha = 2 / (window + 1);
  let mean = Number.NaN;
  return (value) => {
    mean = Number.isNaN(mean) ? value : alpha * value + (1 - alpha) * mean;
    return mean;
  };
}

/** Wilder's smoothing: the running mean of the first values, then one part in `window` of the new one. */
function wilder(window: number): Feed {
  let count = 0;
  let mean = 0;
  return (value) => {
    if (count < window) count += 1;
    mean += (value - mean) / count;
    return mean;
  };
}

interface History {
  push(value: number): void;
  /** Summed anew each time, oldest first, as the strategy's own rings do. */
  mean(): number;
  deviation(mean: number): number;
}

function history(window: number): History {
  const values = new Float64Array(window);
  let count = 0;
  let next = 0;
  const start = (): number => (count < window ? 0 : next);
  const size = (): number => Math.min(count, window);
  const at = (index: number): number => values[(start() + index) % window] ?? 0;
  return {
    push: (value) => {
      values[next] = value;
      next = (next + 1) % window;
      count += 1;
    },
    mean: () => {
      let sum = 0;
      for (let index = 0; index < size(); index += 1) sum += at(index);
      return sum / size();
    },
    deviation: (mean) => {
      let sum = 0;
      for (let index = 0; index < size(); index += 1) sum += (at(index) - mean) ** 2;
      return Math.sqrt(sum / size());
    },
  };
}

// eslint-disable-next-line max-params -- one bar, unpacked: an object for each would be part of what is measured
type Step = (high: number, low: number, close: number, volume: number) => number;

function createBank(): Step {
  const trend = createTrend();
  const bands = createBands();
  const strength = createStrength();
  const direction = createDirection();
  const volumes = history(WINDOW.volume);
  const recentVolumes = history(WINDOW.recentVolume);
  // eslint-disable-next-line max-params -- as Step
  return (high, low, close, volume) => {
    volumes.push(volume);
    recentVolumes.push(volume);
    return (
      trend(close) +
      bands(close) +
      strength(close) +
      direction(high, low, close) +
      (volumes.mean() - recentVolumes.mean()) / volume
    );
  };
}

function createTrend(): Feed {
  const averages = [WINDOW.slow, WINDOW.fast, WINDOW.macro].map(ema);
  const fast = ema(MACD.fast);
  const slow = ema(MACD.slow);
  const signal = ema(MACD.signal);
  return (close) => {
    let sum = 0;
    for (const average of averages) sum += average(close);
    const macd = fast(close) - slow(close);
    return sum + macd - signal(macd);
  };
}

function createBands(): Feed {
  const closes = history(WINDOW.bands);
  const widths = history(WINDOW.bandWidths);
  return (close) => {
    closes.push(close);
    const mean = closes.mean();
    const width = (2 * DEVIATIONS * closes.deviation(mean)) / close;
    widths.push(width);
    return width / widths.mean();
  };
}

function createStrength(): Feed {
  const gains = wilder(WINDOW.strength);
  const losses = wilder(WINDOW.strength);
  let previous = Number.NaN;
  return (close) => {
    const change = Number.isNaN(previous) ? 0 : close - previous;
    previous = close;
    const gain = gains(Math.max(change, 0));
    const loss = losses(Math.max(-change, 0));
    return gain + loss === 0 ? PERCENT / 2 : (PERCENT * gain) / (gain + loss);
  };
}

function createDirection(): (high: number, low: number, close: number) => number {
  const range = wilder(WINDOW.trueRange);
  const ranges = history(WINDOW.averageRange);
  const [plus, minus, average] = [1, 2, 3].map(() => wilder(WINDOW.direction)) as [
    Feed,
    Feed,
    Feed,
  ];
  let last = { high: 0, low: 0, close: 0 };
  return (high, low, close) => {
    const spread = Math.max(high - low, Math.abs(high - last.close), Math.abs(low - last.close));
    const atr = range(spread);
    ranges.push(atr);
    const up = high - last.high;
    const down = last.low - low;
    const rise = plus(up > down && up > 0 ? up : 0);
    const fall = minus(down > up && down > 0 ? down : 0);
    last = { high, low, close };
    const sum = rise + fall;
    return average(sum === 0 ? 0 : Math.abs(rise - fall) / sum) + ranges.mean();
  };
}
