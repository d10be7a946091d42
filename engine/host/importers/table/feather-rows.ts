// Feather (Arrow IPC files, version 2) as rows of exact text, one record batch in memory at a time. Buffers may be packed
// with LZ4 or ZSTD, as pandas writes them.
import { open, type FileHandle } from 'node:fs/promises';
import type * as Arrow from 'apache-arrow';
import type { DataType, Field, RecordBatch } from 'apache-arrow';
import { Decompress } from 'fzstd';
import { fault } from '../foreign-issue.js';
import { readable } from './readable-file.js';
import { doubleText, floatText, scaledText, timeText, type TimeUnit } from './double-text.js';
import { unpackLz4Frame } from './lz4-frame.js';
import type { Cell, Table, TableOptions, TableRow } from './table.js';

/** Of one packed buffer: a column of a record batch. */
const BUFFER_BYTES_MAX = 1024 ** 3;
const BATCH_ROWS = 10_000;

type Library = typeof Arrow;
/** The text of a value; `raw` is what stands in the column's buffer, since the library makes milliseconds of every time. */
type CellText = (value: unknown, raw: unknown) => Cell;

/** Opens a Feather file that lies on disk. Throws ForeignFault where it is no table. */
export async function openFeather(path: string, options: TableOptions): Promise<Table> {
  const arrow = await loadArrow();
  const handle = await readable(path, () => open(path, 'r'));
  const { size } = await handle.stat();
  const { reader, texts } = await orClosed(handle, async () => {
    const opened = await orDamaged(path, async () =>
      (await arrow.RecordBatchReader.from(handle)).open(),
    );
    const columns = opened.schema.fields.map((field) => cellTextOf(arrow, path, field));
    return { reader: opened, texts: columns };
  });
  const { fields } = reader.schema;
  const doubles = fields.filter((field) => arrow.DataType.isFloat(field.type));
  return {
    file: path,
    format: 'feather',
    columns: fields.map(({ name }) => name),
    doubles: new Set(doubles.map(({ name }) => name)),
    batches: async function* () {
      let start = 0;
      try {
        for (;;) {
          options.signal?.throwIfAborted();
          const next = await orDamaged(path, async () => reader.next());
          if (next.done === true) break;
          yield* rowsOf(next.value, texts, start);
          start += next.value.numRows;
          options.onProgress?.({ file: path, bytes: size, totalBytes: size });
        }
      } finally {
        await reader.cancel();
        await handle.close().catch(() => undefined);
      }
    },
  };
}

async function orClosed<T>(handle: FileHandle, opening: () => Promise<T>): Promise<T> {
  try {
    return await opening();
  } catch (error) {
    await handle.close().catch(() => undefined);
    throw error;
  }
}

let loaded: Promise<Library> | undefined;

/** The library knows no packing by itself; it keeps one table of them for the process. */
function loadArrow(): Promise<Library> {
  loaded ??= (async () => {
    const arrow = await import('apache-arrow');
    const { compressionRegistry, CompressionType } = arrow;
    compressionRegistry.set(CompressionType.LZ4_FRAME, {
      decode: (packed) => unpackLz4Frame(packed, BUFFER_BYTES_MAX),
    });
    compressionRegistry.set(CompressionType.ZSTD, { decode: (packed) => unpackZstd(packed) });
    return arrow;
  })();
  return loaded;
}

function unpackZstd(packed: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  const stream = new Decompress((part) => {
    length += part.length;
    if (length > BUFFER_BYTES_MAX) throw new RangeError('the ZSTD frame is too large');
    parts.push(part);
  });
  stream.push(packed, true);
  return Buffer.concat(parts);
}

function* rowsOf(
  batch: RecordBatch,
  texts: readonly CellText[],
  start: number,
): Generator<TableRow[]> {
  const vectors = texts.map((_, index) => batch.getChildAt(index));
  for (let from = 0; from < batch.numRows; from += BATCH_ROWS) {
    const to = Math.min(batch.numRows, from + BATCH_ROWS);
    const rows: TableRow[] = [];
    for (let row = from; row < to; row += 1) {
      const cells = texts.map((text, index): Cell => {
        const value: unknown = vectors[index]?.get(row);
        if (value === null || value === undefined) return null;
        const values: unknown = vectors[index]?.data[0]?.values;
        return text(value, ArrayBuffer.isView(values) ? (values as BigInt64Array)[row] : undefined);
      });
      rows.push({ line: start + row + 1, cells });
    }
    yield rows;
  }
}

function cellTextOf(arrow: Library, path: string, field: Field): CellText {
  const text = textOf(arrow, field.type as DataType);
  if (text) return text;
  throw fault(
    'foreign.format',
    { file: path, path: field.name },
    {
      message: `The column holds ${String(field.type)}, which is no cell of a table.`,
      remedy: 'Write the file without it, or with its parts as columns.',
    },
  );
}

/** By the number Arrow gives a unit. */
const UNITS: readonly [TimeUnit, TimeUnit, TimeUnit, TimeUnit] = [
  'SECONDS',
  'MILLIS',
  'MICROS',
  'NANOS',
];

function textOf(arrow: Library, type: DataType): CellText | undefined {
  const { DataType, DateUnit, Precision } = arrow;
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return (value) => value as string;
  if (DataType.isBool(type)) return (value) => String(value);
  if (DataType.isInt(type)) return (value) => BigInt(value as number | bigint).toString();
  if (DataType.isFloat(type)) {
    const isSingle = type.precision !== Precision.DOUBLE;
    return (value) => (isSingle ? floatText : doubleText)(value as number);
  }
  if (DataType.isTimestamp(type)) {
    const unit = UNITS[type.unit];
    const isUtc = type.timezone !== null && type.timezone !== undefined && type.timezone !== '';
    return (_value, raw) => timeText(raw as bigint, unit, isUtc);
  }
  if (DataType.isDate(type)) {
    const isDays = type.unit === DateUnit.DAY;
    return (_value, raw) => {
      const count = BigInt(raw as bigint | number);
      return timeText(isDays ? count * 86_400n : count, isDays ? 'SECONDS' : 'MILLIS', true);
    };
  }
  if (DataType.isDictionary(type)) {
    const text = textOf(arrow, type.dictionary as DataType);
    // The raw value is an index; times are never dictionaries.
    return text && ((value) => text(value, undefined));
  }
  if (DataType.isDecimal(type)) {
    return (value) => scaledText(littleEndian(value as Uint32Array), type.scale);
  }
  return undefined;
}

/** Two's complement in 32-bit words, lowest first. */
function littleEndian(words: Uint32Array): bigint {
  let value = 0n;
  for (let index = words.length - 1; index >= 0; index -= 1) {
    value = (value << 32n) | BigInt(words[index] ?? 0);
  }
  return BigInt.asIntN(words.length * 32, value);
}

async function orDamaged<T>(path: string, reading: () => Promise<T>): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const says = {
      message: `The Feather file cannot be read (${reason}).`,
      remedy: 'Copy or write it again.',
    };
    throw fault('foreign.damaged', { file: path }, says);
  }
}
