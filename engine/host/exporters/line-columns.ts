// Lines of market.jsonl and events.jsonl as rows of a table, and back. Where the columns do not give a line's own bytes
// again, the last column holds the line as it is: so a table always leads back to the same file.
import {
  encodeEventLine,
  encodeMarketLine,
  type EventRecord,
  type Json,
  type MarketRecord,
  type Parsed,
} from '../../core/schema/index.js';
import { EVENTS, MARKET } from '../capture/capture-files.js';

export type LineFile = typeof MARKET | typeof EVENTS;
/** Text of a cell; `null`: nothing there. */
export type LineCell = string | null;

type ColumnKind = 'integer' | 'text' | 'json';

export interface LineColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

const column =
  (kind: ColumnKind) =>
  (name: string): LineColumn => ({ name, kind });
const integers = (...names: string[]): LineColumn[] => names.map(column('integer'));
export const texts = (...names: string[]): LineColumn[] => names.map(column('text'));
const documents = (...names: string[]): LineColumn[] => names.map(column('json'));

/** Holds a line that the other columns do not give again. */
const RAW = 'raw';

/** `kind` of bars and `prev` of events are not written: the one is always "bar", the other is computed. */
export const LINE_COLUMNS: Readonly<Record<LineFile, readonly LineColumn[]>> = {
  [MARKET]: [
    ...texts('symbol'),
    ...integers('openTs', 'closeTs'),
    ...texts('open', 'high', 'low', 'close', 'volume'),
    ...integers('revision', 'seenTs'),
    ...texts(RAW),
  ],
  [EVENTS]: [
    ...integers('seq', 'ts'),
    ...texts('kind', 'symbol', 'action', 'side', 'reason', 'detail', 'text', 'confidence'),
    ...texts('orderId', 'price', 'size', 'fee', 'pnl', 'balance', 'rate', 'amount'),
    ...texts('name', 'fingerprint'),
    ...integers('lastTickTs'),
    ...documents('gates', 'indicators', 'bar', 'feeParts', 'value', 'state'),
    ...texts(RAW),
  ],
};

/** The cells of a line, in the order of the columns. `prev`: the hash of the line before. */
export function cellsOfLine(file: LineFile, line: string, prev: string | null): LineCell[] {
  const record = JSON.parse(line) as Readonly<Record<string, Json>>;
  const cells = LINE_COLUMNS[file].map(({ name, kind }): LineCell => {
    const value = Object.hasOwn(record, name) ? record[name] : undefined;
    if (value === undefined || value === null || name === RAW) return null;
    return kind === 'json'
      ? JSON.stringify(value)
      : kind === 'text'
        ? textOf(value)
        : numberOf(value);
  });
  const isSame = cells.every(isWritable) && lineOfCells(file, cells, prev) === line;
  return isSame ? cells : [...cells.slice(0, -1).map(writable), line];
}

const textOf = (value: Json): LineCell => (typeof value === 'string' ? value : null);
const numberOf = (value: Json): LineCell => (typeof value === 'number' ? String(value) : null);

/** Half a pair of UTF-16 has no UTF-8; an empty text reads back as nothing. */
export const isWritable = (cell: LineCell): boolean =>
  cell === null || (cell !== '' && !/[\uD800-\uDFFF]/u.test(cell));
export const writable = (cell: LineCell): LineCell => (isWritable(cell) ? cell : null);

/** The line that cells stand for; undefined when they are no record. */
export function lineOfCells(
  file: LineFile,
  cells: readonly LineCell[],
  prev: string | null,
): string | undefined {
  const columns = LINE_COLUMNS[file];
  const raw = cells[columns.length - 1];
  if (raw !== null && raw !== undefined && raw !== '') return raw;
  const record: Record<string, Json> = file === MARKET ? { kind: 'bar' } : { prev };
  for (const [index, { name, kind }] of columns.entries()) {
    const cell = cells[index];
    if (cell === null || cell === undefined || cell === '') continue;
    const value = kind === 'text' ? cell : parsed(cell);
    if (value === undefined) return undefined;
    record[name] = value;
  }
  const { kind } = record;
  const nullable = typeof kind === 'string' ? NULLABLE[kind] : undefined;
  if (file === EVENTS && nullable !== undefined) record[nullable] ??= null;
  return encoded(file, record).value;
}

/** What stands as null in a line where a column is empty. */
const NULLABLE: Readonly<Record<string, string>> = { decision: 'side', order: 'price' };

function parsed(cell: string): Json | undefined {
  try {
    return JSON.parse(cell) as Json;
  } catch {
    return undefined;
  }
}

const encoded = (file: LineFile, record: Readonly<Record<string, Json>>): Parsed<string> =>
  file === MARKET
    ? encodeMarketLine(record as unknown as MarketRecord)
    : encodeEventLine(record as unknown as EventRecord);
