// Candles as bars. All are of one interval; each open time of a symbol is there once.
import type { BarRecord } from '../../../core/schema/index.js';
import type { HyperliquidCandle } from '../../../core/schema/foreign/hyperliquid.js';
import type { Listed } from '../foreign-list.js';
import { intervalOf } from '../interval-text.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import { compareBars, type PlacedBar } from '../assemble/placed.js';

/** The interval all candles have; undefined with an issue when there is none. */
export function candleInterval(
  candles: readonly Listed<HyperliquidCandle>[],
  issues: ImportIssues,
): number | undefined {
  const [first] = candles;
  if (!first) return undefined;
  const other = candles.find(({ item }) => item.i !== first.item.i);
  if (other) {
    issues.report(
      'foreign.contradiction',
      { ...other.place, path: `${other.place.path ?? ''}.i` },
      {
        message: `A candle of ${other.item.i} stands among candles of ${first.item.i}.`,
        remedy: 'Give candles of one interval.',
      },
    );
    return undefined;
  }
  const interval = intervalOf(first.item.i);
  if (interval === undefined) {
    issues.report(
      'foreign.value',
      { ...first.place, path: `${first.place.path ?? ''}.i` },
      {
        message: `"${first.item.i}" is no interval of a fixed length.`,
        remedy: 'Give candles of minutes, hours, days or weeks.',
      },
    );
  }
  return interval;
}

/** Ascending; a candle that is there twice with the same content once. */
export function barsOf(
  candles: readonly Listed<HyperliquidCandle>[],
  issues: ImportIssues,
): PlacedBar[] {
  const seen = new Map<string, string>();
  let repeated = 0;
  const kept = candles.filter(({ item }) => {
    const key = `${item.s} ${String(item.t)}`;
    const content = JSON.stringify(item);
    const isSame = seen.get(key) === content;
    seen.set(key, content);
    if (isSame) repeated += 1;
    return !isSame;
  });
  const [first] = candles;
  if (repeated > 0 && first) {
    issues.report(
      'foreign.repeated',
      { file: first.place.file },
      {
        message: `${String(repeated)} candles are there twice: each is taken once.`,
        remedy: 'Nothing to do.',
      },
    );
  }
  return kept.map(({ item, place }): PlacedBar => ({ place, bar: barOf(item) })).sort(compareBars);
}

export const barOf = ({ s, t, T, o, h, l, c, v }: HyperliquidCandle): BarRecord => ({
  ...{ kind: 'bar', symbol: s, openTs: t, closeTs: T },
  ...{ open: o, high: h, low: l, close: c, volume: v },
});
