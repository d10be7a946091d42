// freqtrade's candles: Feather as pandas writes it (or Parquet) with the columns it always has, or JSON lists; named by pair
// and length.
import path from 'node:path';
import type { TableMapping } from '../../../core/schema/foreign/table-mapping.js';
import { symbolName } from '../../../core/schema/index.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import { compareBars, merged, type PlacedBar } from '../assemble/placed.js';
import { listedBars, type CandleListReading } from '../candle-lists.js';
import { fault } from '../foreign-issue.js';
import { boundFields } from '../mapped/bound-table.js';
import { mappedBars } from '../mapped/mapped-rows.js';
import type { TableOptions } from '../table/index.js';

export interface CandleFile {
  readonly pair: string;
  readonly file: string;
}

/** `BTC_USDT-1h.feather` is BTC/USDT, `BTC_USDT_USDT-1h-futures.feather` BTC/USDT:USDT; `PAIR=FILE` says it. */
export function candleFile(text: string): CandleFile {
  const mark = text.indexOf('=');
  const given = text.slice(0, Math.max(0, mark));
  if (given !== '' && symbolName.safeParse(given).success) {
    return { pair: given, file: text.slice(mark + 1) };
  }
  const [, base, quote, settle] =
    /^([A-Za-z0-9]+)_([A-Za-z0-9]+)(?:_([A-Za-z0-9]+))?-\d+[mhdwM](?:-[a-z_]+)?\./.exec(
      path.basename(text),
    ) ?? [];
  if (base !== undefined && quote !== undefined) {
    const pair = `${base}/${quote}${settle === undefined ? '' : `:${settle}`}`;
    return { pair, file: text };
  }
  throw fault(
    'foreign.format',
    { file: text },
    {
      message: 'The name of the file does not say which pair its candles are of.',
      remedy: 'Write PAIR=FILE, such as BTC/USDT=candles.feather.',
    },
  );
}

const mappingOf = ({ pair, file }: CandleFile): TableMapping => ({
  file,
  kind: 'bar',
  fields: {
    openTs: { column: 'date', time: { zone: 'UTC' } },
    symbol: { constant: pair },
    ...{ open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' },
  },
});

export interface CandleReading {
  readonly files: readonly CandleFile[];
  readonly intervalMs: number;
  readonly issues: ImportIssues;
  readonly options: TableOptions;
}

/** The candles of all files, ascending. */
export function candleBars({ files, intervalMs, issues, options }: CandleReading) {
  const streams = files.map((candles): AsyncGenerator<PlacedBar> => {
    if (/\.json(?:\.gz)?$/.test(candles.file))
      return fromLists(candles, { intervalMs, issues, options });
    const mapping = mappingOf(candles);
    const fields = boundFields(mapping, { file: candles.file, index: 0 }, issues);
    const shared = { mapping, fields, symbols: {}, intervalMs, issues, options };
    return mappedBars({ ...shared, path: candles.file });
  });
  return merged(streams, compareBars);
}

async function* fromLists(
  { pair, file }: CandleFile,
  reading: CandleListReading,
): AsyncGenerator<PlacedBar> {
  yield* await listedBars({ symbol: pair, file }, reading);
}
