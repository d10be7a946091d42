// The rows of one mapped table as bars or events, in the order of the table or sorted in memory.
import type { TableMapping } from '../../../core/schema/foreign/table-mapping.js';
import type { BarRecord } from '../../../core/schema/index.js';
import { fault } from '../foreign-issue.js';
import { openTable, type Table, type TableOptions, type TableRow } from '../table/index.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import {
  compareBars,
  compareEvents,
  type PlacedBar,
  type PlacedEvent,
  type Unnumbered,
} from '../assemble/placed.js';
import { missingColumns, reportMissing, reportUnknown, type BoundField } from './bound-table.js';
import { recordReader, type FoundRecord } from './read-record.js';
import { NAMED_DECIMALS } from './record-fields.js';

/** Sorting holds all rows; beyond this the source has to be sorted where it is made. */
export const SORT_ROWS_MAX = 2_000_000;

export interface MappedTable {
  readonly mapping: TableMapping;
  /** The path the table lies at. */
  readonly path: string;
  readonly fields: readonly BoundField[];
  readonly symbols: Readonly<Record<string, string>>;
  readonly intervalMs: number;
  readonly issues: ImportIssues;
  readonly options: TableOptions;
}

export const mappedBars = (table: MappedTable): AsyncGenerator<PlacedBar> =>
  inOrder(table, (record, place) => ({ bar: barOf(record, table.intervalMs), place }), compareBars);

export const mappedEvents = (table: MappedTable): AsyncGenerator<PlacedEvent> =>
  inOrder(
    table,
    (record, place) => ({ event: eventOf(record, table.mapping), place }),
    compareEvents,
  );

interface Place {
  readonly file: string;
  readonly line: number;
}

async function* inOrder<T>(
  table: MappedTable,
  make: (record: FoundRecord, place: Place) => T,
  compare: (a: T, b: T) => number,
): AsyncGenerator<T> {
  const rows = records(table, make);
  if (table.mapping.sort !== true) {
    yield* rows;
    return;
  }
  const kept: T[] = [];
  for await (const row of rows) {
    kept.push(row);
    if (kept.length > SORT_ROWS_MAX) {
      throw fault(
        'foreign.limit',
        { file: table.path },
        {
          message: `The table has more than ${String(SORT_ROWS_MAX)} rows, too many to be sorted here.`,
          remedy: 'Sort it by time before, and leave "sort" out.',
        },
      );
    }
  }
  // Stable: rows of the same time keep the order of the table.
  yield* kept.sort(compare);
}

async function* records<T>(
  mapped: MappedTable,
  make: (record: FoundRecord, place: Place) => T,
): AsyncGenerator<T> {
  const { mapping, fields, symbols, issues, options } = mapped;
  const { format, delimiter, header } = mapping;
  const table = await openTable(mapped.path, {
    ...options,
    ...(format !== undefined && { format }),
    ...(delimiter !== undefined && { delimiter }),
    ...(header !== undefined && { header }),
  });
  const missing = missingColumns(table, mapping, fields);
  reportMissing(table, missing, issues);
  if (missing.length > 0) return;
  const read = recordReader({ table, mapping, fields, symbols, issues });
  for await (const batch of table.batches()) {
    for (const row of batch) yield* made(table, row, { read, make });
  }
  reportUnknown(table, mapping, issues);
  reportDoubles(table, fields, issues);
}

function* made<T>(
  { file }: Table,
  row: TableRow,
  {
    read,
    make,
  }: {
    read: (row: TableRow) => FoundRecord | undefined | null;
    make: (record: FoundRecord, place: Place) => T;
  },
): Generator<T> {
  const record = read(row);
  if (record) yield make(record, { file, line: row.line });
}

function reportDoubles(table: Table, fields: readonly BoundField[], issues: ImportIssues): void {
  const columns = fields.flatMap(({ field, spec }) =>
    field.type === 'decimal' && table.doubles.has(spec.column ?? '') ? [spec.column ?? ''] : [],
  );
  if (columns.length === 0) return;
  issues.report(
    'foreign.double',
    { file: table.file, path: columns.join(', ') },
    {
      message:
        'These numbers are doubles in the file: the shortest text that gives the same double stands for each.',
      remedy: 'Write decimals or texts where the source has them.',
    },
  );
}

function barOf(record: FoundRecord, intervalMs: number): BarRecord {
  const openTs = Number(record['openTs']);
  return { kind: 'bar', closeTs: openTs + intervalMs - 1, ...record } as unknown as BarRecord;
}

/** Fields such as `feeParts.venue` go into one object. */
function eventOf(record: FoundRecord, { kind }: TableMapping): Unnumbered {
  const group = NAMED_DECIMALS[kind];
  const own = Object.entries(record).filter(([name]) => !isNamed(name, group));
  const named = Object.entries(record)
    .filter(([name]) => isNamed(name, group))
    .map(([name, value]) => [name.slice((group?.length ?? 0) + 1), value] as const);
  const event = { kind, ...Object.fromEntries(own) };
  const parts = Object.fromEntries(named);
  const isGiven = group !== undefined && (named.length > 0 || kind === 'decision');
  return { ...event, ...filled(kind, record), ...(isGiven && { [group]: parts }) } as Unnumbered;
}

const isNamed = (name: string, group: string | undefined): boolean =>
  group !== undefined && name.startsWith(`${group}.`);

/** What the format requires and a table may leave out. */
function filled(kind: string, record: FoundRecord): object {
  if (kind === 'decision') return { side: record['side'] ?? null, gates: record['gates'] ?? [] };
  if (kind === 'order') return { price: record['price'] ?? null };
  return {};
}
