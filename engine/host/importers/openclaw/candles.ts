// The engine's candle file: symbol to list of candles. It becomes market.jsonl's bars, tick by tick.
import { formatDouble } from '../../../core/numeric/index.js';
import {
  makeIssue,
  placeOfPath,
  type BarRecord,
  type Issue,
  type Parsed,
} from '../../../core/schema/index.js';
import {
  parseOpenclawCandles,
  type OpenclawCandle as Candle,
  type OpenclawCandles as Candles,
} from '../../../core/schema/foreign/openclaw.js';
import type { NamedText } from '../foreign-file.js';

/** Reads a candle file. Each symbol's candles must ascend; across symbols they may have gaps of their own. */
export function readCandles(source: NamedText): Parsed<Candles> {
  const parsed = parseOpenclawCandles(source);
  if (!parsed.value) return parsed;
  const issues = [...parsed.issues, ...orderIssues(parsed.value, source)];
  return { value: issues.length > 0 ? undefined : parsed.value, issues };
}

function orderIssues(bySymbol: Candles, source: NamedText): Issue[] {
  const issues: Issue[] = [];
  for (const [symbol, list] of Object.entries(bySymbol)) {
    const index = list.findIndex(({ t }, at) => at > 0 && t <= (list[at - 1]?.t ?? 0));
    if (index === -1) continue;
    const place = placeOfPath(source, [symbol, index, 't'], 'value');
    const message = `Candle ${String(index)} of ${symbol} opens at ${String(list[index]?.t)}, not after the one before it.`;
    const remedy = 'Sort the candles of each symbol by open time, and keep one for each.';
    issues.push(makeIssue('openclaw.candles.order', place, { message, remedy }));
  }
  if (Object.values(bySymbol).every((list) => list.length === 0)) {
    const message = 'The file holds no candle.';
    const remedy = 'Give the candles the run was made on.';
    issues.push(makeIssue('openclaw.candles.empty', { file: source.file }, { message, remedy }));
  }
  return issues;
}

/** Symbols with at least one candle, ascending by bytes; the name pattern is ASCII, where that is code unit order. */
export const tradedSymbols = (bySymbol: Candles): string[] =>
  Object.keys(bySymbol)
    .filter((symbol) => (bySymbol[symbol] ?? []).length > 0)
    .sort();

/** All open times, ascending, each once. */
export const timelineOf = (bySymbol: Candles): number[] =>
  [...new Set(Object.values(bySymbol).flatMap((list) => list.map(({ t }) => t)))].sort(
    (a, b) => a - b,
  );

/** Every candle as a bar, ascending by open time, then symbol. */
export function barsOf(bySymbol: Candles, intervalMs: number): BarRecord[] {
  const bars = tradedSymbols(bySymbol).flatMap((symbol) =>
    (bySymbol[symbol] ?? []).map((item) => barOf(symbol, item, intervalMs)),
  );
  // The sort is stable, so bars of one time keep the symbols' order.
  return bars.sort((a, b) => a.openTs - b.openTs);
}

const barOf = (symbol: string, item: Candle, intervalMs: number): BarRecord => ({
  kind: 'bar',
  symbol,
  openTs: item.t,
  closeTs: item.t_close ?? item.t + intervalMs - 1,
  open: formatDouble(item.o),
  high: formatDouble(item.h),
  low: formatDouble(item.l),
  close: formatDouble(item.c),
  volume: formatDouble(item.v),
});
