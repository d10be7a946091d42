// The list of trades: two rows a trade, an entry and an exit, in either order, numbered from 1.
import { ForeignFault, fault } from '../foreign-issue.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import type { Table } from '../table/index.js';
import type { TimeReader } from '../time-text.js';
import { decimalOf, placeOf, positiveOf, textOf, timeOf, wrong, type RowCells } from './cells.js';
import { tradeColumns, type Columns, type TradeColumn } from './columns.js';

export type TradeSide = 'long' | 'short';

/** One end of a trade. */
export interface TradeEnd {
  readonly line: number;
  readonly ts: number;
  readonly signal: string;
  readonly price: string;
}

/** Amounts both rows of a trade repeat; absent where the list has no such column. */
export const REPEATED = [
  'quantity',
  'value',
  'profit',
  'profitPercent',
  'runUp',
  'runUpPercent',
  'drawdown',
  'drawdownPercent',
  'cumulative',
  'cumulativePercent',
] as const satisfies readonly TradeColumn[];
export type Repeated = (typeof REPEATED)[number];

export interface Trade {
  readonly number: number;
  readonly side: TradeSide;
  readonly entry: TradeEnd;
  readonly exit: TradeEnd;
  readonly quantity: string;
  readonly profit: string;
  readonly stated: Readonly<Partial<Record<Repeated, string>>>;
}

export interface TradeList {
  readonly file: string;
  readonly columns: Columns<TradeColumn>;
  readonly trades: readonly Trade[];
}

/** Reads the whole list; what is wrong with a row is an issue, and its trade stays out. Undefined without the columns. */
export async function readTrades(
  table: Table,
  read: TimeReader,
  issues: ImportIssues,
): Promise<TradeList | undefined> {
  const columns = tradeColumns(table, issues);
  if (columns === undefined) return undefined;
  const trades: Trade[] = [];
  const list = { file: table.file, columns, trades };
  let pair: (TradeRow | undefined)[] = [];
  let isWhole = true;
  for await (const batch of table.batches()) {
    for (const row of batch) {
      pair.push(collected(issues, () => tradeRow({ table, row, columns }, read)));
      if (pair.length < 2) continue;
      const [one, other] = pair;
      pair = [];
      const trade = one && other && collected(issues, () => paired(table, columns, [one, other]));
      isWhole &&= trade !== undefined;
      if (trade !== undefined) {
        const misplaced = isWhole ? follows(trade, trades[trades.length - 1]) : undefined;
        trades.push(trade);
        if (misplaced === undefined) continue;
        const { code, message, remedy } = misplaced;
        issues.report(code, placeAt(table, columns, misplaced), { message, remedy });
        if (code === 'foreign.order') return list;
        // Which rows belong together is lost behind a row too many or too few.
      } else if (one && other && !belongTogether(one, other)) return list;
    }
  }
  const [last] = pair;
  if (last !== undefined) issues.add(lonely(table, columns, last).issue);
  return list;
}

interface TradeRow {
  readonly number: number;
  readonly isEntry: boolean;
  readonly side: TradeSide;
  readonly end: TradeEnd;
  readonly stated: Readonly<Partial<Record<Repeated, string>>>;
}

function tradeRow(cells: RowCells<TradeColumn>, read: TimeReader): TradeRow {
  const type = textOf(cells, 'type');
  const [, kind, side] = /^(Entry|Exit) (long|short)$/i.exec(type) ?? [];
  if (kind === undefined) {
    const remedy = 'Known are Entry long, Exit long, Entry short, Exit short.';
    throw wrong(cells, 'type', [`"${type}" is no type of a row.`, remedy]);
  }
  const stated: Partial<Record<Repeated, string>> = {};
  for (const column of REPEATED) {
    if (!cells.columns.has(column)) continue;
    stated[column] = column === 'quantity' ? positiveOf(cells, column) : decimalOf(cells, column);
  }
  return {
    number: numberOf(cells),
    isEntry: kind.toLowerCase() === 'entry',
    side: side?.toLowerCase() === 'short' ? 'short' : 'long',
    end: {
      line: cells.row.line,
      ts: timeOf(cells, 'time', read),
      signal: textOf(cells, 'signal'),
      price: positiveOf(cells, 'price'),
    },
    stated,
  };
}

function numberOf(cells: RowCells<TradeColumn>): number {
  const text = textOf(cells, 'number');
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw wrong(cells, 'number', [`"${text}" is no number of a trade.`, 'They count from 1.']);
}

const belongTogether = (one: TradeRow, other: TradeRow): boolean =>
  one.number === other.number && one.isEntry !== other.isEntry;

function paired(
  table: Table,
  columns: Columns<TradeColumn>,
  [one, other]: readonly [TradeRow, TradeRow],
): Trade {
  if (one.number !== other.number) throw lonely(table, columns, one);
  const at = (column: TradeColumn) =>
    placeOf({ table, columns, row: { line: other.end.line, cells: [] } }, column);
  if (one.isEntry === other.isEntry) {
    throw fault('foreign.duplicate', at('type'), {
      message: `Trade ${String(one.number)} has two rows of the same kind.`,
      remedy: `One is its entry and one its exit; the other is in line ${String(one.end.line)}.`,
    });
  }
  for (const column of ['type', ...REPEATED] as const) {
    const [a, b] =
      column === 'type' ? [one.side, other.side] : [one.stated[column], other.stated[column]];
    if (a === b) continue;
    throw fault('foreign.contradiction', at(column), {
      message: `Trade ${String(one.number)} has ${String(a)} in line ${String(one.end.line)} and ${String(b)} here.`,
      remedy: 'Both rows of a trade say the same. Export the list again.',
    });
  }
  const [entry, exit] = one.isEntry ? [one, other] : [other, one];
  const { number, side, stated } = entry;
  const quantity = stated.quantity ?? '';
  const profit = stated.profit ?? '';
  return { number, side, entry: entry.end, exit: exit.end, quantity, profit, stated };
}

const lonely = (table: Table, columns: Columns<TradeColumn>, row: TradeRow): ForeignFault =>
  fault('foreign.row', placeAt(table, columns, { line: row.end.line, column: 'number' }), {
    message: `Trade ${String(row.number)} has an ${row.isEntry ? 'entry' : 'exit'} and no ${row.isEntry ? 'exit' : 'entry'} beside it.`,
    remedy: 'The rows of a trade follow one another; a list that ends with one row is cut off.',
  });

interface Misplaced {
  readonly code: 'foreign.order' | 'foreign.duplicate' | 'foreign.contradiction' | 'foreign.limit';
  readonly line: number;
  readonly column: TradeColumn;
  readonly message: string;
  readonly remedy: string;
}

const placeAt = (
  table: Table,
  columns: Columns<TradeColumn>,
  { line, column }: Pick<Misplaced, 'line' | 'column'>,
) => placeOf({ table, columns, row: { line, cells: [] } }, column);

/** What keeps a trade from following the one before; undefined when it does. */
function follows(trade: Trade, before: Trade | undefined): Misplaced | undefined {
  const { number, entry, exit } = trade;
  const expected = (before?.number ?? 0) + 1;
  const { line } = entry;
  if (number === before?.number) {
    const message = `Trade ${String(number)} is there twice.`;
    return { code: 'foreign.duplicate', line, column: 'number', message, remedy: 'Keep one.' };
  }
  if (number !== expected) {
    const message = `Trade ${String(number)} stands where trade ${String(expected)} is expected.`;
    const remedy = 'Sort the list by Trade #, and leave no trade out.';
    return { code: 'foreign.order', line, column: 'number', message, remedy };
  }
  if (exit.ts < entry.ts) {
    const message = `Trade ${String(number)} ends before it begins.`;
    const remedy = 'Check both times.';
    return { code: 'foreign.contradiction', line: exit.line, column: 'time', message, remedy };
  }
  if (before === undefined || entry.ts >= before.exit.ts) return undefined;
  return {
    ...{ code: 'foreign.limit', line, column: 'time' },
    message: `Trade ${String(number)} begins before trade ${String(before.number)} has ended.`,
    remedy:
      'Lockstep keeps one basis a position: set pyramiding to 0 and close positions whole, and export again.',
  };
}

/** Runs a reading of one row; its fault becomes an issue. */
function collected<T>(issues: ImportIssues, reading: () => T): T | undefined {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof ForeignFault)) throw error;
    issues.add(error.issue);
    return undefined;
  }
}
