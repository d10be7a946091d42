// Market data as ticks: all bars with one open time, symbols ascending.
import type { Bar, MarketTick } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';
import type { BarRecord } from '../schema/index.js';

/** Symbols in the order every index refers to: ascending by UTF-16 code unit, which is byte order for their alphabet. */
export const orderSymbols = (symbols: readonly string[]): readonly string[] =>
  [...symbols].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** Precondition: records are ascending by open time (the capture reader checks it). */
export function marketTicks(
  num: Numeric,
  symbols: readonly string[],
  records: readonly BarRecord[],
): readonly MarketTick[] {
  const indices = new Map(symbols.map((symbol, index) => [symbol, index]));
  const ticks: { ts: number; bars: Bar[] }[] = [];
  for (const record of records) {
    const symbol = indices.get(record.symbol);
    if (symbol === undefined) continue;
    let tick = ticks.at(-1);
    if (tick?.ts !== record.openTs) {
      tick = { ts: record.openTs, bars: [] };
      ticks.push(tick);
    }
    tick.bars.push(toBar(num, symbol, record));
  }
  for (const tick of ticks) tick.bars.sort((a, b) => a.symbol - b.symbol);
  return ticks;
}

/** Frozen: strategy code gets to hold it, and every pass over the window reads the same one. */
export function toBar(
  num: Numeric,
  symbol: number,
  record: Omit<BarRecord, 'kind' | 'symbol'>,
): Bar {
  return Object.freeze({
    symbol,
    openTs: record.openTs,
    closeTs: record.closeTs,
    open: num(record.open),
    high: num(record.high),
    low: num(record.low),
    close: num(record.close),
    volume: num(record.volume),
  });
}
