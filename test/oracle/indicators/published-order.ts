// Where the published values were computed in another order of operations than the engine's, that order, on plain
// doubles. It exists to show that the order is the whole difference: these reproduce the published bits.

export interface Prices {
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export type PublishedFeed = (bar: Prices) => Readonly<Record<string, number | null>>;

/** EMA by increment, e + k*(x - e), seeded with a simple mean; the engine weighs, k*x + (1-k)*e. */
function incrementEma(window: number): (x: number) => number | null {
  const k = 2 / (window + 1);
  let sum = 0;
  let count = 0;
  let e = 0;
  return (x) => {
    count += 1;
    if (count <= window) {
      sum += x;
      e = sum / window;
    } else {
      e += k * (x - e);
    }
    return count < window ? null : e;
  };
}

function incrementMacd(): PublishedFeed {
  const fast = incrementEma(12);
  const slow = incrementEma(26);
  const average = incrementEma(9);
  return ({ close }) => {
    const f = fast(close);
    const s = slow(close);
    if (f === null || s === null) return { macd: null, signal: null, histogram: null };
    const signal = average(f - s);
    return { macd: f - s, signal, histogram: signal === null ? null : f - s - signal };
  };
}

const WINDOW = 14;

/** ADX by 100*part/whole; the engine computes part/whole*100. */
function multiplyFirstAdx(): PublishedFeed {
  let previous: Prices | undefined;
  let moves = 0;
  let sums = [0, 0, 0];
  let dxSum = 0;
  let average = 0;
  return (bar) => {
    const parts = previous && movement(bar, previous);
    previous = bar;
    const nothing = { pdi: null, mdi: null, dx: null, adx: null };
    if (parts === undefined) return nothing;
    moves += 1;
    const smoothing = moves > WINDOW;
    sums = sums.map((sum, i) => (smoothing ? sum - sum / WINDOW : sum) + (parts[i] ?? 0));
    if (moves < WINDOW) return nothing;
    const [plus = 0, minus = 0, range = 0] = sums;
    const pdi = (100 * plus) / range;
    const mdi = (100 * minus) / range;
    const dx = (100 * Math.abs(pdi - mdi)) / (pdi + mdi);
    dxSum += dx;
    if (moves < 2 * WINDOW - 1) return { pdi, mdi, dx, adx: null };
    const seeded = moves === 2 * WINDOW - 1;
    average = seeded ? dxSum / WINDOW : (average * (WINDOW - 1) + dx) / WINDOW;
    return { pdi, mdi, dx, adx: average };
  };
}

/** Directional movements and true range of a bar. */
function movement(bar: Prices, previous: Prices): readonly number[] {
  const up = bar.high - previous.high;
  const down = previous.low - bar.low;
  const range = Math.max(
    bar.high - bar.low,
    Math.abs(bar.high - previous.close),
    Math.abs(bar.low - previous.close),
  );
  return [up > down ? Math.max(up, 0) : 0, down > up ? Math.max(down, 0) : 0, range];
}

/** By the file that holds the published values. */
export const PUBLISHED_ORDER: Readonly<Record<string, () => PublishedFeed>> = {
  ema: () => {
    const ema = incrementEma(20);
    return ({ close }) => ({ ema: ema(close) });
  },
  macd: incrementMacd,
  adx: multiplyFirstAdx,
};
