// Reading a table to its end, and files to read it from.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { ForeignFault } from '../../engine/host/importers/foreign-issue.js';
import {
  openTable,
  type Cell,
  type Table,
  type TableOptions,
} from '../../engine/host/importers/table/index.js';

export const TABLES = fileURLToPath(new URL('../fixtures/tables', import.meta.url));

export interface ReadTable {
  readonly format: Table['format'];
  readonly columns: readonly string[];
  readonly doubles: readonly string[];
  readonly lines: readonly number[];
  readonly cells: readonly (readonly Cell[])[];
}

export async function readTable(file: string, options: TableOptions = {}): Promise<ReadTable> {
  const table = await openTable(file, options);
  const lines: number[] = [];
  const cells: (readonly Cell[])[] = [];
  for await (const batch of table.batches()) {
    for (const row of batch) {
      lines.push(row.line);
      cells.push(row.cells);
    }
  }
  const { format, columns, doubles } = table;
  return { format, columns: [...columns], doubles: [...doubles], lines, cells };
}

/** What is wrong with a file: `CODE:LINE`, or the message when it is no fault. */
export async function faultOf(file: string, options: TableOptions = {}): Promise<string> {
  try {
    await readTable(file, options);
    return 'no fault';
  } catch (error) {
    if (!(error instanceof ForeignFault)) throw error;
    const { code, line } = error.issue;
    return line === undefined ? code : `${code}:${String(line)}`;
  }
}

export async function put(
  folder: string,
  name: string,
  content: string | Uint8Array,
): Promise<string> {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  return file;
}

/** An archive of texts or bytes by name. */
export const zipped = (entries: Readonly<Record<string, string | Uint8Array>>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      Object.entries(entries).map(([name, content]) => [
        name,
        typeof content === 'string' ? Buffer.from(content) : content,
      ]),
    ),
  );
