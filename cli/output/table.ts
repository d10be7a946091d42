// Plain columns without lines: easy to read, easy to copy.
import Table from 'cli-table3';

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

export interface TableShape {
  readonly columns: readonly Column[];
  /** Blanks before every line. */
  readonly indent?: number;
}

/** Lines of a table, each ending in a newline. No rows: no table. */
export function tableText(
  { columns, indent = 0 }: TableShape,
  rows: readonly (readonly string[])[],
): string {
  if (rows.length === 0) return '';
  const table = new Table({
    head: columns.map(({ title }) => title),
    colAligns: columns.map(({ align }) => align ?? 'left'),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  const lines = table.toString().split('\n');
  return lines.map((line) => `${' '.repeat(indent)}${line.trimEnd()}\n`).join('');
}
