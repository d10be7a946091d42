// Where values and times lie on a chart, and at which round ones the grid is drawn. Pixels only: no verdict reads this.

export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

/** A range that is a point still needs a height. */
const FLAT_MARGIN = 0.01;
const GRID_LINES = 4;

/** Values upwards from `bottom` to `top`, in pixels. */
export function valueScale(values: readonly number[], bottom: number, top: number): Scale {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const margin = high > low ? (high - low) * 0.06 : Math.max(Math.abs(high) * FLAT_MARGIN, 1);
  const [from, to] = [low - margin, high + margin];
  const step = roundStep((to - from) / GRID_LINES);
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return {
    at: (value) => bottom - ((value - from) / (to - from)) * (bottom - top),
    ticks: Array.from({ length: count }, (_, index) => (first + index) * step),
  };
}

/** 1, 2 or 5 times a power of ten, at least as large. */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((each) => each * power >= least) ?? 10;
  return factor * power;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Steps people think in. */
const TIME_STEPS = [
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 5, 10, 30, 90, 365].map((days) => days * DAY_MS),
];
const TIME_LABELS_MAX = 7;

export interface TimeScale extends Scale {
  readonly label: (ts: number) => string;
}

/** Times from left to right, in pixels. */
export function timeScale(
  from: number,
  to: number,
  [left, right]: readonly [number, number],
): TimeScale {
  const span = Math.max(1, to - from);
  const step = TIME_STEPS.find((each) => span / each <= TIME_LABELS_MAX) ?? span;
  const first = Math.ceil(from / step);
  const count = Math.max(0, Math.floor(to / step) - first + 1);
  return {
    at: (ts) => left + ((ts - from) / span) * (right - left),
    ticks: Array.from({ length: count }, (_, index) => (first + index) * step),
    label: (ts) => {
      const [date = '', time = ''] = new Date(ts).toISOString().split('T');
      return step >= DAY_MS ? date : `${date.slice(5)} ${time.slice(0, 5)}`;
    },
  };
}
