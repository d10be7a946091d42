// Parquet as rows of exact text, one row group in memory at a time.
import { open, type FileHandle } from 'node:fs/promises';
import type { AsyncBuffer, FileMetaData, SchemaElement } from 'hyparquet';
import { fault } from '../foreign-issue.js';
import { readable } from './readable-file.js';
import { unpackLz4Block } from './lz4-frame.js';
import { cellTextOf, isDouble, withoutMeanings, type CellText } from './parquet-cells.js';
import type { Cell, Table, TableOptions, TableRow } from './table.js';

/** A row group is unpacked whole. Writers make them of 64 to 512 MiB. */
export const GROUP_BYTES_MAX = 1024 ** 3;

/** Rows handed on at a time. */
const BATCH_ROWS = 10_000;

interface Column {
  readonly name: string;
  readonly element: SchemaElement;
  readonly text: CellText;
}

/** Opens a Parquet file that lies on disk. Throws ForeignFault where it is no table. */
export async function openParquet(path: string, options: TableOptions): Promise<Table> {
  const { parquetMetadataAsync } = await import('hyparquet');
  const { metadata, size } = await withFile(path, async (file) => ({
    size: file.byteLength,
    metadata: await orDamaged(path, () => parquetMetadataAsync(file, { geoparquet: false })),
  }));
  const columns = columnsOf(path, metadata);
  return {
    file: path,
    format: 'parquet',
    columns: columns.map(({ name }) => name),
    doubles: new Set(columns.filter(({ element }) => isDouble(element)).map(({ name }) => name)),
    batches: () => groups({ path, size, metadata, columns }, options),
  };
}

interface Opened {
  readonly path: string;
  readonly size: number;
  readonly metadata: FileMetaData;
  readonly columns: readonly Column[];
}

async function* groups(
  { path, size, metadata, columns }: Opened,
  { signal, onProgress }: TableOptions,
): AsyncGenerator<TableRow[]> {
  let start = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    signal?.throwIfAborted();
    const bytes = Number(group.total_byte_size);
    if (bytes > GROUP_BYTES_MAX) {
      throw fault(
        'foreign.limit',
        { file: path },
        {
          message: `Row group ${String(index + 1)} unpacks to ${String(bytes)} bytes.`,
          remedy: `Write row groups of at most ${String(GROUP_BYTES_MAX)} bytes.`,
        },
      );
    }
    const end = start + Number(group.num_rows);
    const values = await readGroup({ path, metadata, start, end }, columns);
    for (let from = start; from < end; from += BATCH_ROWS) {
      signal?.throwIfAborted();
      const to = Math.min(end, from + BATCH_ROWS);
      yield rowsBetween({ values, columns, start, from, to });
    }
    start = end;
    const done = (size * (index + 1)) / metadata.row_groups.length;
    onProgress?.({ file: path, bytes: Math.round(done), totalBytes: size });
  }
}

interface Slice {
  readonly values: readonly ArrayLike<unknown>[];
  readonly columns: readonly Column[];
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

function rowsBetween({ values, columns, start, from, to }: Slice): TableRow[] {
  const rows: TableRow[] = [];
  for (let row = from; row < to; row += 1) {
    const cells = columns.map(({ text }, index): Cell => text(values[index]?.[row - start]));
    rows.push({ line: row + 1, cells });
  }
  return rows;
}

/** The values of a row group, column by column. */
async function readGroup(
  group: { path: string; metadata: FileMetaData; start: number; end: number },
  columns: readonly Column[],
): Promise<ArrayLike<unknown>[]> {
  const { parquetRead } = await import('hyparquet');
  const library = await import('hyparquet-compressors');
  const compressors = { ...library.compressors, LZ4_RAW: unpackLz4Block };
  const { path, start, end } = group;
  const metadata = withoutMeanings(group.metadata);
  return withFile(path, (file) =>
    orDamaged(path, async () => {
      const parts = new Map<string, unknown[]>();
      await parquetRead({
        ...{ file, metadata, compressors, rowStart: start, rowEnd: end, utf8: false },
        parsers: NANOSECONDS,
        geoparquet: false,
        onChunk: ({ columnName, columnData, rowStart }) => {
          const part = parts.get(columnName) ?? [];
          for (let index = 0; index < columnData.length; index += 1) {
            part[rowStart - start + index] = columnData[index];
          }
          parts.set(columnName, part);
        },
      });
      return columns.map(({ name }) => parts.get(name) ?? []);
    }),
  );
}

const NANOSECONDS = { timestampFromNanoseconds: (nanos: bigint): bigint => nanos };

function columnsOf(path: string, { schema }: FileMetaData): readonly Column[] {
  const [, ...elements] = schema;
  return elements.flatMap((element) => {
    const isNested = element.num_children !== undefined || element.repetition_type === 'REPEATED';
    const text = isNested ? undefined : cellTextOf(element);
    if (text) return [{ name: element.name, element, text }];
    throw fault(
      'foreign.format',
      { file: path, path: element.name },
      {
        message: `The column holds ${isNested ? 'lists or objects' : (element.type ?? 'nothing')}, which are no cells of a table.`,
        remedy: 'Write the file without it, or with its parts as columns.',
      },
    );
  });
}

async function withFile<T>(path: string, use: (file: AsyncBuffer) => Promise<T>): Promise<T> {
  const handle = await readable(path, () => open(path, 'r'));
  try {
    const { size } = await handle.stat();
    return await use({ byteLength: size, slice: (from, to = size) => bytesOf(handle, from, to) });
  } finally {
    await handle.close();
  }
}

async function bytesOf(handle: FileHandle, from: number, to: number): Promise<ArrayBuffer> {
  const bytes = new ArrayBuffer(Math.max(0, to - from));
  let done = 0;
  while (done < bytes.byteLength) {
    const left = bytes.byteLength - done;
    const { bytesRead } = await handle.read(new Uint8Array(bytes), done, left, from + done);
    if (bytesRead === 0) throw new RangeError('the file ends too early');
    done += bytesRead;
  }
  return bytes;
}

/** The library throws plain errors for anything that is wrong with a file. */
async function orDamaged<T>(path: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const says = {
      message: `The Parquet file cannot be read (${reason}).`,
      remedy: 'Copy or write it again.',
    };
    throw fault('foreign.damaged', { file: path }, says);
  }
}
