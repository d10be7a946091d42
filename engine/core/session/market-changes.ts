// Interventions on market data: other bars, shifted, missing, extra. Ticks that are not concerned are shared.
import type { Bar, MarketTick } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';
import type { BarRecord, Intervention } from '../schema/index.js';
import { toBar } from './market-ticks.js';

export interface MarketInputs {
  readonly num: Numeric;
  /** Ascending. */
  readonly symbols: readonly string[];
  readonly ticks: readonly MarketTick[];
  /** All revisions of the bars that have several. */
  readonly revisions: readonly BarRecord[];
  /** Prices of later ticks are looked at by nobody, and may stay as they are; absent: all are. */
  readonly untilTs?: number;
}

type Of<K extends Intervention['kind']> = Extract<Intervention, { kind: K }>;

/** The ticks as the interventions leave them, applied one after another. */
export function changeMarket(
  inputs: MarketInputs,
  interventions: readonly Intervention[],
): readonly MarketTick[] {
  let { ticks } = inputs;
  const { untilTs = Infinity } = inputs;
  const last = interventions.length - 1;
  for (const [index, intervention] of interventions.entries()) {
    // A later change may look ahead, at what an earlier one left.
    const until = index === last ? untilTs : Infinity;
    const changed = changeOnce({ ...inputs, ticks, untilTs: until }, intervention);
    if (changed !== null) ticks = changed;
  }
  return ticks;
}

function changeOnce(inputs: MarketInputs, change: Intervention): readonly MarketTick[] | null {
  switch (change.kind) {
    case 'market-bar':
      return replaceBar(inputs, change);
    case 'market-revision':
      return useRevision(inputs, change);
    case 'market-shift':
      return shift(inputs, change);
    case 'market-missing':
      return removeBars(inputs, change.symbol, change);
    case 'market-extra':
      return addBar(inputs, change);
    case 'state-warm-up':
      return skipFirst(inputs, change);
    default:
      return null;
  }
}

const indexOf = ({ symbols }: MarketInputs, symbol: string): number => symbols.indexOf(symbol);

/** Open times of the first and the last tick concerned. */
interface Stretch {
  readonly fromTs: number;
  readonly toTs: number;
}

/** Index of the first tick at or after a time. */
function firstAt(ticks: readonly { readonly ts: number }[], ts: number): number {
  let low = 0;
  let high = ticks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ticks[middle]?.ts ?? Infinity) < ts) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All bars of a tick have its open time, so that a stretch of time is a stretch of ticks. */
function changeStretch(
  ticks: readonly MarketTick[],
  { fromTs, toTs }: Stretch,
  change: (tick: MarketTick) => MarketTick | null,
): readonly MarketTick[] {
  const from = firstAt(ticks, fromTs);
  const to = firstAt(ticks, toTs + 1);
  if (from >= to) return ticks;
  const changed = ticks.slice(from, to).flatMap((tick) => change(tick) ?? []);
  return [...ticks.slice(0, from), ...changed, ...ticks.slice(to)];
}

function mapBars(
  ticks: readonly MarketTick[],
  stretch: Stretch,
  change: (bar: Bar) => Bar,
): readonly MarketTick[] {
  return changeStretch(ticks, stretch, (tick) => {
    const bars = tick.bars.map(change);
    return bars.every((bar, index) => bar === tick.bars[index]) ? tick : { ts: tick.ts, bars };
  });
}

const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;

function replaceBar(inputs: MarketInputs, change: Of<'market-bar'>): readonly MarketTick[] {
  const symbol = indexOf(inputs, change.symbol);
  const stretch = { fromTs: change.openTs, toTs: change.openTs };
  return mapBars(inputs.ticks, stretch, (bar) => {
    if (bar.symbol !== symbol) return bar;
    const other: Record<string, unknown> = {};
    for (const field of FIELDS) {
      const text = change.bar[field];
      if (text !== undefined) other[field] = inputs.num(text);
    }
    return Object.freeze({ ...bar, ...other });
  });
}

function useRevision(inputs: MarketInputs, change: Of<'market-revision'>): readonly MarketTick[] {
  const { symbol, openTs, revision } = change;
  const record = inputs.revisions.find(
    (candidate) =>
      candidate.symbol === symbol && candidate.openTs === openTs && candidate.revision === revision,
  );
  if (record === undefined) return inputs.ticks;
  const { open, high, low, close, volume } = record;
  const bar = { open, high, low, close, volume };
  return replaceBar(inputs, { kind: 'market-bar', symbol, openTs, bar });
}

/** A shifted bar keeps its place in time and has the prices of the bar so many bars before it in its own series. */
function shift(inputs: MarketInputs, change: Of<'market-shift'>): readonly MarketTick[] {
  let { ticks } = inputs;
  const toTs = Math.min(change.toTs ?? Infinity, inputs.untilTs ?? Infinity);
  for (const name of change.symbols) {
    const symbol = indexOf(inputs, name);
    const { bars: series, places } = seriesOf(inputs.ticks, symbol);
    ticks = mapBars(ticks, { fromTs: change.fromTs, toTs }, (bar) => {
      if (bar.symbol !== symbol) return bar;
      const source = series[(places.get(bar.openTs) ?? 0) - change.bars];
      if (source === undefined) return bar;
      const { open, high, low, close, volume } = source;
      return Object.freeze({ ...bar, open, high, low, close, volume });
    });
  }
  return ticks;
}

interface Series {
  readonly bars: readonly Bar[];
  /** By open time. */
  readonly places: ReadonlyMap<number, number>;
}

/** Many shifts are tried on the same ticks, which never change. */
const knownSeries = new WeakMap<readonly MarketTick[], Map<number, Series>>();

function seriesOf(ticks: readonly MarketTick[], symbol: number): Series {
  let bySymbol = knownSeries.get(ticks);
  if (bySymbol === undefined) knownSeries.set(ticks, (bySymbol = new Map<number, Series>()));
  const known = bySymbol.get(symbol);
  if (known !== undefined) return known;
  const bars = ticks.flatMap((tick) => tick.bars.filter((bar) => bar.symbol === symbol));
  const series = { bars, places: new Map(bars.map((bar, index) => [bar.openTs, index])) };
  bySymbol.set(symbol, series);
  return series;
}

/** A tick without any bar did not happen. */
function removeBars(inputs: MarketInputs, name: string, stretch: Stretch): readonly MarketTick[] {
  const symbol = indexOf(inputs, name);
  return changeStretch(inputs.ticks, stretch, (tick) => {
    const bars = tick.bars.filter((bar) => bar.symbol !== symbol);
    if (bars.length === tick.bars.length) return tick;
    return bars.length === 0 ? null : { ts: tick.ts, bars };
  });
}

function addBar(inputs: MarketInputs, change: Of<'market-extra'>): readonly MarketTick[] {
  const symbol = indexOf(inputs, change.symbol);
  const { openTs, closeTs } = change;
  if (symbol < 0) return inputs.ticks;
  const bar = toBar(inputs.num, symbol, { ...change.bar, openTs, closeTs });
  const known = inputs.ticks.find((tick) => tick.ts === openTs);
  if (known === undefined)
    return [...inputs.ticks, { ts: openTs, bars: [bar] }].sort((a, b) => a.ts - b.ts);
  const bars = [...known.bars.filter((other) => other.symbol !== symbol), bar];
  bars.sort((a, b) => a.symbol - b.symbol);
  return inputs.ticks.map((tick) => (tick === known ? { ts: tick.ts, bars } : tick));
}

function skipFirst(inputs: MarketInputs, change: Of<'state-warm-up'>): readonly MarketTick[] {
  let { ticks } = inputs;
  for (const name of change.symbols) {
    const { bars } = seriesOf(ticks, indexOf(inputs, name));
    const lastTs = bars[Math.min(change.skipBars, bars.length) - 1]?.openTs;
    if (lastTs !== undefined)
      ticks = removeBars({ ...inputs, ticks }, name, { fromTs: -Infinity, toTs: lastTs });
  }
  return ticks;
}
