// Opens a table whatever it is packed in and written as. What a file is, its first bytes say.
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fault, ForeignFault } from '../foreign-issue.js';
import { openBytes, type ByteSource } from './byte-source.js';
import { openCsv } from './csv-rows.js';
import { openFeather } from './feather-rows.js';
import { openJsonLines } from './json-rows.js';
import { openParquet } from './parquet-rows.js';
import type { Table, TableFormat, TableOptions } from './table.js';

/** Opens CSV, JSONL, Parquet or Feather, plain, gzipped or in a zip archive. Throws ForeignFault. */
export async function openTable(file: string, options: TableOptions = {}): Promise<Table> {
  const source = await openBytes(file, options);
  const format = options.format ?? formatOf(source);
  switch (format) {
    case 'csv':
      return openCsv(source, options);
    case 'jsonl':
      return openJsonLines(source);
    default:
      return binaryTable(source, format, options);
  }
}

function formatOf({ file, head }: ByteSource): TableFormat {
  const start = head.subarray(0, 6).toString('latin1');
  if (start.startsWith('PAR1')) return 'parquet';
  if (start === 'ARROW1') return 'feather';
  if (start.startsWith('FEA1')) {
    throw fault(
      'foreign.format',
      { file },
      { message: 'This is Feather version 1.', remedy: 'Write it with version 2, the default.' },
    );
  }
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text.startsWith('{')) return 'jsonl';
  if (!text.startsWith('[')) return 'csv';
  throw fault(
    'foreign.format',
    { file },
    {
      message: 'The file is one JSON list, not a row a line.',
      remedy: 'Write each element on a line of its own: jq -c ".[]" FILE > FILE.jsonl',
    },
  );
}

/** Parquet and Feather are read from their end, so what is packed is unpacked into a temporary file first. */
async function binaryTable(
  source: ByteSource,
  format: 'parquet' | 'feather',
  options: TableOptions,
): Promise<Table> {
  const opened = format === 'parquet' ? openParquet : openFeather;
  if (source.plainPath !== undefined) return opened(source.plainPath, options);
  const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-table-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const unpacked = path.join(folder, 'table');
    const file = await open(unpacked, 'wx');
    try {
      for await (const chunk of source.chunks()) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
    const table = await opened(unpacked, options);
    return {
      ...table,
      file: source.file,
      batches: async function* () {
        try {
          yield* table.batches();
        } catch (error) {
          throw renamed(error, source.file);
        } finally {
          await remove();
        }
      },
    };
  } catch (error) {
    await remove();
    throw renamed(error, source.file);
  }
}

/** A fault names what the user gave, not the unpacked copy. */
const renamed = (error: unknown, file: string): unknown =>
  error instanceof ForeignFault ? new ForeignFault({ ...error.issue, file }) : error;
