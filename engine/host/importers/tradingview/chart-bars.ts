// The bars of a chart as TradingView exports them. Prices stay the text they are.
import type { ImportIssues } from '../assemble/import-issues.js';
import type { PlacedBar } from '../assemble/placed.js';
import { fault, ForeignFault } from '../foreign-issue.js';
import type { Table, TableRow } from '../table/index.js';
import { timeReader, type TimeReader } from '../time-text.js';
import { decimalOf, placeOf, timeOf, type RowCells } from './cells.js';
import { barColumns, type BarColumn, type Columns } from './columns.js';

export interface ChartBars {
  readonly file: string;
  readonly bars: readonly PlacedBar[];
  readonly intervalMs: number;
  readonly hasGaps: boolean;
}

/** Reads all bars, which follow one another in time. Throws ForeignFault where there are too few. */
export async function readBars(
  table: Table,
  { symbol, read }: { readonly symbol: string; readonly read: TimeReader },
  issues: ImportIssues,
): Promise<ChartBars | undefined> {
  const columns = barColumns(table, issues);
  if (columns === undefined) return undefined;
  const found: BarCells[] = [];
  let reader: TimeReader | undefined;
  for await (const batch of table.batches()) {
    for (const row of batch) {
      reader ??= readerFor(columns.text(row, 'time'), read);
      const cells = cellsOf({ table, row, columns }, reader, issues);
      if (cells) found.push(cells);
    }
  }
  if (issues.hasErrors) return undefined;
  if (!columns.has('volume')) {
    issues.report(
      'foreign.assumed',
      { file: table.file, line: 1, path: columns.names.volume },
      { message: 'There is no column "Volume": volumes are 0.', remedy: 'Nothing to do.' },
    );
  }
  return { file: table.file, ...timed(table, { columns, found, symbol }, issues) };
}

interface BarCells {
  readonly row: TableRow;
  readonly openTs: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}

/** Charts are exported with seconds since 1970 or with text. */
function readerFor(text: string, read: TimeReader): TimeReader {
  const seconds = timeReader({ format: 's' });
  return /^\d{9,11}$/.test(text) && typeof seconds === 'function' ? seconds : read;
}

function cellsOf(
  cells: RowCells<BarColumn>,
  read: TimeReader,
  issues: ImportIssues,
): BarCells | undefined {
  try {
    return {
      row: cells.row,
      openTs: timeOf(cells, 'time', read),
      open: decimalOf(cells, 'open'),
      high: decimalOf(cells, 'high'),
      low: decimalOf(cells, 'low'),
      close: decimalOf(cells, 'close'),
      volume: cells.columns.has('volume') ? decimalOf(cells, 'volume') : '0',
    };
  } catch (error) {
    if (!(error instanceof ForeignFault)) throw error;
    issues.add(error.issue);
    return undefined;
  }
}

interface Found {
  readonly columns: Columns<BarColumn>;
  readonly found: readonly BarCells[];
  readonly symbol: string;
}

/** The shortest step between two bars is their length; longer ones are times in which nothing traded. */
function timed(
  table: Table,
  { columns, found, symbol }: Found,
  issues: ImportIssues,
): Omit<ChartBars, 'file'> {
  let intervalMs = Infinity;
  let longest = 0;
  found.forEach(({ row, openTs }, index) => {
    const before = found[index - 1];
    if (before === undefined) return;
    const step = openTs - before.openTs;
    longest = Math.max(longest, step);
    if (step > 0) intervalMs = Math.min(intervalMs, step);
    else reportOrder(placeOf({ table, row, columns }, 'time'), { step, before }, issues);
  });
  if (!Number.isFinite(intervalMs)) {
    throw fault(
      'foreign.empty',
      { file: table.file },
      {
        message: `The file has ${String(found.length)} bars: their length cannot be told.`,
        remedy: 'Export the whole chart.',
      },
    );
  }
  const bars = found.map(({ row, ...prices }): PlacedBar => {
    const closeTs = prices.openTs + intervalMs - 1;
    const place = { file: table.file, line: row.line };
    return { bar: { kind: 'bar', symbol, closeTs, ...prices }, place };
  });
  return { bars, intervalMs, hasGaps: longest > intervalMs };
}

function reportOrder(
  place: ReturnType<typeof placeOf>,
  { step, before }: { readonly step: number; readonly before: BarCells },
  issues: ImportIssues,
): void {
  const isTwice = step === 0;
  const line = String(before.row.line);
  issues.report(isTwice ? 'foreign.duplicate' : 'foreign.order', place, {
    message: isTwice
      ? `The bar of line ${line} has this time as well.`
      : `The bar is earlier than that of line ${line}.`,
    remedy: isTwice ? 'Keep one of them.' : 'Sort the bars by time.',
  });
}
