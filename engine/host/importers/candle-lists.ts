// Candles as JSON lists of [open time, open, high, low, close, volume]: CCXT's fetchOHLCV, and freqtrade's files of JSON.
import { parseCcxtCandles } from '../../core/schema/foreign/ccxt.js';
import type { ImportIssues } from './assemble/import-issues.js';
import { compareBars, type PlacedBar } from './assemble/placed.js';
import { readLists } from './foreign-list.js';
import type { TableOptions } from './table/index.js';

export interface CandleListReading {
  readonly intervalMs: number;
  readonly issues: ImportIssues;
  readonly options: TableOptions;
}

/** The bars of one file, ascending. */
export async function listedBars(
  { symbol, file }: { readonly symbol: string; readonly file: string },
  { intervalMs, ...reading }: CandleListReading,
): Promise<PlacedBar[]> {
  const candles = await readLists({ files: [file], parse: parseCcxtCandles, ...reading });
  const bars = candles.map(
    ({ item: [openTs, open, high, low, close, volume], place }): PlacedBar => ({
      bar: {
        ...{ kind: 'bar', symbol, openTs, closeTs: openTs + intervalMs - 1 },
        ...{ open, high, low, close, volume },
      },
      place,
    }),
  );
  return bars.sort(compareBars);
}
