// Cells of TradingView's lists: numbers stay the text they are, times become milliseconds.
import { timestampMs, type IssuePlace } from '../../../core/schema/index.js';
import { isDecimal } from '../exact-decimal.js';
import { fault, shownText } from '../foreign-issue.js';
import type { Table, TableRow } from '../table/index.js';
import { isTimeFault, type TimeReader } from '../time-text.js';
import type { Columns } from './columns.js';

/** One row and how its cells are found. */
export interface RowCells<K extends string> {
  readonly table: Table;
  readonly row: TableRow;
  readonly columns: Columns<K>;
}

/** Text of a cell that may not be empty. Throws ForeignFault, as everything here. */
export function textOf<K extends string>(cells: RowCells<K>, column: K): string {
  const text = cells.columns.text(cells.row, column);
  if (text !== '') return text;
  throw wrong(cells, column, ['The cell is empty.', 'Export the list again; every row has one.']);
}

/** A number as it is written. */
export function decimalOf<K extends string>(cells: RowCells<K>, column: K): string {
  const text = textOf(cells, column);
  if (isDecimal(text)) return text;
  throw wrong(cells, column, [`${shownText(text)} is no number.`, remedyOf(text)]);
}

function remedyOf(text: string): string {
  if (text.includes('\u2212')) return 'Write the minus sign as "-".';
  if (/^-?\d{1,3}([., ]\d{3})*[.,]?\d*$/.test(text)) {
    return 'Write it with a point and without separators of thousands: 1234.56.';
  }
  return 'Write digits with a point, such as -1234.56 or 2e-05.';
}

export function positiveOf<K extends string>(cells: RowCells<K>, column: K): string {
  const text = decimalOf(cells, column);
  if (!text.startsWith('-') && /[1-9]/.test(text.replace(/[eE].*$/, ''))) return text;
  throw wrong(cells, column, [`${shownText(text)} is not above zero.`, 'It has to be.']);
}

export function timeOf<K extends string>(cells: RowCells<K>, column: K, read: TimeReader): number {
  const text = textOf(cells, column);
  const found = read(text);
  if (isTimeFault(found)) throw fault('foreign.time', placeOf(cells, column), found);
  if (timestampMs.safeParse(found).success) return found;
  throw fault('foreign.time', placeOf(cells, column), {
    message: `${shownText(text)} is far from any trading.`,
    remedy: 'Write a time such as 2024-01-31T12:00:00-05:00.',
  });
}

export const placeOf = <K extends string>(
  { table, row, columns }: RowCells<K>,
  column: K,
): IssuePlace => ({ file: table.file, line: row.line, path: columns.names[column] });

export const wrong = <K extends string>(
  cells: RowCells<K>,
  column: K,
  [message, remedy]: readonly [message: string, remedy: string],
): Error => fault('foreign.value', placeOf(cells, column), { message, remedy });
