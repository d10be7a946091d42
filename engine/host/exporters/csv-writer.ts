// A table of a capture's lines as CSV: RFC 4180, LF, a header line, UTF-8 without a mark.
import { open } from 'node:fs/promises';
import type { LineCell, LineColumn } from './line-columns.js';

export type CellRows = AsyncIterable<readonly (readonly LineCell[])[]>;

export async function writeCsv(
  path: string,
  columns: readonly LineColumn[],
  rows: CellRows,
): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(`${columns.map(({ name }) => name).join(',')}\n`);
    for await (const batch of rows) {
      await file.writeFile(batch.map((cells) => `${cells.map(quoted).join(',')}\n`).join(''));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

function quoted(cell: LineCell): string {
  if (cell === null) return '';
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
