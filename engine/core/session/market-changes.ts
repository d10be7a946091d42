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
}

type Of<K extends Intervention['kind']> = Extract<Intervention, { kind: K }>;

/** The ticks as the interventions leave them, applied one after another. */
export function changeMarket(
  inputs: MarketInputs,
  interventions: readonly Intervention[],
): readonly MarketTick[] {
  let { ticks } = inputs;
  for (const intervention of interventions) {
    const changed = changeOnce({ ...inputs, ticks }, intervention);
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
      return removeBars(inputs, change.symbol, ({ openTs }) => {
        return openTs >= change.fromTs && openTs <= change.toTs;
      });
    case 'market-extra':
      return addBar(inputs, change);
    case 'state-warm-up':
      return skipFirst(inputs, change);
    default:
      return null;
  }
}

const indexOf = ({ symbols }: MarketInputs, symbol: string): number => symbols.indexOf(symbol);

function mapBars(
  ticks: readonly MarketTick[],
  change: (bar: Bar, tick: MarketTick) => Bar,
): readonly MarketTick[] {
  return ticks.map((tick) => {
    const bars = tick.bars.map((bar) => change(bar, tick));
    return bars.every((bar, index) => bar === tick.bars[index]) ? tick : { ts: tick.ts, bars };
  });
}

const FIELDS = ['open', 'high', 'low', 'close', 'volume'] as const;

function replaceBar(inputs: MarketInputs, change: Of<'market-bar'>): readonly MarketTick[] {
  const symbol = indexOf(inputs, change.symbol);
  return mapBars(inputs.ticks, (bar) => {
    if (bar.symbol !== symbol || bar.openTs !== change.openTs) return bar;
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
  for (const name of change.symbols) {
    const symbol = indexOf(inputs, name);
    const series = inputs.ticks.flatMap((tick) => tick.bars.filter((bar) => bar.symbol === symbol));
    const places = new Map(series.map((bar, index) => [bar.openTs, index]));
    ticks = mapBars(ticks, (bar) => {
      if (bar.symbol !== symbol || bar.openTs < change.fromTs) return bar;
      if (change.toTs !== null && bar.openTs > change.toTs) return bar;
      const source = series[(places.get(bar.openTs) ?? 0) - change.bars];
      if (source === undefined) return bar;
      const { open, high, low, close, volume } = source;
      return Object.freeze({ ...bar, open, high, low, close, volume });
    });
  }
  return ticks;
}

/** A tick without any bar did not happen. */
function removeBars(
  inputs: MarketInputs,
  name: string,
  isGone: (bar: Bar) => boolean,
): readonly MarketTick[] {
  const symbol = indexOf(inputs, name);
  return inputs.ticks.flatMap((tick) => {
    const bars = tick.bars.filter((bar) => bar.symbol !== symbol || !isGone(bar));
    if (bars.length === tick.bars.length) return [tick];
    return bars.length === 0 ? [] : [{ ts: tick.ts, bars }];
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
    let seen = 0;
    ticks = removeBars({ ...inputs, ticks }, name, () => {
      seen += 1;
      return seen <= change.skipBars;
    });
  }
  return ticks;
}
