// The cells of an exported table in the order of its columns, whatever order a program gave them.
import { fault } from '../foreign-issue.js';
import type { Table } from '../table/index.js';

export function cellsReader(table: Table, columns: readonly { readonly name: string }[]) {
  const missing = columns.find(({ name }) => !table.columns.includes(name));
  if (missing) {
    throw fault(
      'foreign.column.missing',
      { file: table.file, line: 1, path: missing.name },
      {
        message: `There is no column "${missing.name}".`,
        remedy: 'Export it again; a table that was changed is imported with lockstep import table.',
      },
    );
  }
  const indices = columns.map(({ name }) => table.columns.indexOf(name));
  return (cells: readonly (string | null | undefined)[]) =>
    indices.map((index) => cells[index] ?? null);
}
