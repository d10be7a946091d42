// Columns of TradingView's lists by name, in any order. Names of amounts end with the currency of the account.
import { nearestName } from '../../../core/schema/nearest.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import type { Table, TableRow } from '../table/index.js';

/** What a list of trades may hold: its column, whether it needs the currency, and whether the importer needs it. */
const TRADE_COLUMNS = {
  number: { name: 'Trade #', isNeeded: true },
  type: { name: 'Type', isNeeded: true },
  time: { name: 'Date/Time', isNeeded: true },
  signal: { name: 'Signal', isNeeded: true },
  price: { name: 'Price ¤', isNeeded: true },
  quantity: { name: 'Position size (qty)', isNeeded: true },
  value: { name: 'Position size (value)', isNeeded: false },
  profit: { name: 'Net P&L ¤', isNeeded: true },
  profitPercent: { name: 'Net P&L %', isNeeded: false },
  runUp: { name: 'Run-up ¤', isNeeded: false },
  runUpPercent: { name: 'Run-up %', isNeeded: false },
  drawdown: { name: 'Drawdown ¤', isNeeded: false },
  drawdownPercent: { name: 'Drawdown %', isNeeded: false },
  cumulative: { name: 'Cumulative P&L ¤', isNeeded: false },
  cumulativePercent: { name: 'Cumulative P&L %', isNeeded: false },
} as const;

export type TradeColumn = keyof typeof TRADE_COLUMNS;

const BAR_COLUMNS = {
  time: { name: 'time', isNeeded: true },
  open: { name: 'open', isNeeded: true },
  high: { name: 'high', isNeeded: true },
  low: { name: 'low', isNeeded: true },
  close: { name: 'close', isNeeded: true },
  volume: { name: 'Volume', isNeeded: false },
} as const;

export type BarColumn = keyof typeof BAR_COLUMNS;

interface Wanted {
  readonly name: string;
  readonly isNeeded: boolean;
}

/** Where the columns of a table are. */
export interface Columns<K extends string> {
  /** As the file has it. */
  readonly names: Readonly<Record<K, string>>;
  readonly has: (column: K) => boolean;
  /** Empty where the column is not there. */
  readonly text: (row: TableRow, column: K) => string;
}

/** As for `barColumns`: undefined where one that is needed is missing. */
export function tradeColumns(table: Table, issues: ImportIssues): Columns<TradeColumn> | undefined {
  const priced = table.columns.find((name) => /^Price \S+$/.test(name));
  return bind(table, named(TRADE_COLUMNS, priced?.slice('Price '.length) ?? 'USD'), issues);
}

export const barColumns = (table: Table, issues: ImportIssues): Columns<BarColumn> | undefined =>
  bind(table, BAR_COLUMNS, issues);

/** With the currency in the place that is left for it. */
function named<K extends string>(
  columns: Readonly<Record<K, Wanted>>,
  currency: string,
): Record<K, Wanted> {
  const entries = Object.entries<Wanted>(columns).map(([key, { name, isNeeded }]) => [
    key,
    { name: name.replace('¤', currency), isNeeded },
  ]);
  return Object.fromEntries(entries) as Record<K, Wanted>;
}

function bind<K extends string>(
  table: Table,
  wanted: Readonly<Record<K, Wanted>>,
  issues: ImportIssues,
): Columns<K> | undefined {
  const found = Object.entries<Wanted>(wanted).map(
    ([key, { name }]) => [key, table.columns.indexOf(name)] as const,
  );
  const known = new Set(Object.values<Wanted>(wanted).map(({ name }) => name));
  const unknown = table.columns.filter((name) => !known.has(name));
  const missing = Object.values<Wanted>(wanted).filter(
    ({ name, isNeeded }) => isNeeded && !table.columns.includes(name),
  );
  for (const { name } of missing) reportMissing(table, name, { unknown, issues });
  for (const name of unknown) {
    issues.report(
      'foreign.column.unknown',
      { file: table.file, line: 1, path: name },
      {
        message: `The column "${name}" is none this importer knows: it is left out.`,
        remedy: `Known are: ${[...known].join(', ')}.`,
      },
    );
  }
  if (missing.length > 0) return undefined;
  const indices = new Map<string, number>(found);
  return {
    names: Object.fromEntries(
      Object.entries<Wanted>(wanted).map(([key, { name }]) => [key, name]),
    ) as Record<K, string>,
    has: (column) => (indices.get(column) ?? -1) >= 0,
    text: (row, column) => row.cells[indices.get(column) ?? -1]?.trim() ?? '',
  };
}

function reportMissing(
  table: Table,
  name: string,
  { unknown, issues }: { readonly unknown: readonly string[]; readonly issues: ImportIssues },
): void {
  const nearest = nearestName(name, unknown);
  issues.report(
    'foreign.column.missing',
    { file: table.file, line: 1, path: name },
    {
      message: `There is no column "${name}".`,
      remedy:
        nearest === undefined
          ? `There are: ${table.columns.join(', ')}.`
          : `"${nearest}" should be called "${name}".`,
    },
  );
}
