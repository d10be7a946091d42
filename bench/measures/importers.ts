// Megabytes a second of `lockstep import table`, and whether memory stays where it is on a file of 1 GB.
import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createGzip } from 'node:zlib';
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import type { ImportOnce } from '../import-once.js';
import { rounded } from '../quantile.js';

const ONCE = fileURLToPath(new URL('../import-once.ts', import.meta.url));

export interface ImportTimes {
  readonly source: string;
  readonly megabytes: number;
  readonly rows: number;
  readonly seconds: number;
  readonly megabytesPerSecond: number;
  readonly rowsPerSecond: number;
  readonly peakRssMb: number;
}

const MEGABYTE = 1_000_000;
/** What is measured for its rate, and what shows that memory does not grow with the file. */
const SMALL_ROWS = 500_000;
const LARGE_BYTES = 1000 * MEGABYTE;
const MINUTE_MS = 60_000;
const START_TS = 1_500_000_000_000 - (1_500_000_000_000 % MINUTE_MS);

/** As exchanges hand out one-minute candles: twelve columns, of which a capture keeps six. */
const COLUMNS =
  'open_time,open,high,low,close,volume,close_time,quote_volume,trades,taker_base,taker_quote,ignore';

function cellsOf(row: number): readonly string[] {
  const price = 20_000 + ((row * 7919) % 100_000) / 10;
  const at = (shift: number): string => (price + shift).toFixed(2);
  const openTs = START_TS + row * MINUTE_MS;
  const volume = `${String(row % 977)}.${String(100_000 + (row % 900_000))}`;
  return [
    ...[String(openTs), at(0), at(3.25), at(-2.5), at(1.1), volume],
    ...[String(openTs + MINUTE_MS - 1), `${volume}000`, String(row % 5000), volume, volume, '0'],
  ];
}

const mappingOf = (file: string): string =>
  JSON.stringify({
    ...{ schemaVersion: 1, name: 'bench', intervalMs: MINUTE_MS, balance: '1' },
    tables: [
      {
        ...{ file, kind: 'bar', ignore: '*' },
        fields: {
          openTs: { column: 'open_time', time: { format: 'ms' } },
          symbol: { constant: 'BTC' },
          ...{ open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' },
        },
      },
    ],
  });

/** Each in a folder of its own time: files are large, so only one is there at once. */
export async function measureImporters(folder: string): Promise<readonly ImportTimes[]> {
  const small = await writeRows(path.join(folder, 'small.csv'), csvLine, { rows: SMALL_ROWS });
  const lines = await writeRows(path.join(folder, 'small.jsonl'), jsonLine, { rows: SMALL_ROWS });
  const packed = path.join(folder, 'small.csv.gz');
  await pipeline(createReadStream(small), createGzip(), createWriteStream(packed));
  const parquet = await writeParquet(path.join(folder, 'small.parquet'));
  const times: ImportTimes[] = [];
  for (const file of [small, packed, lines, parquet]) times.push(await timesOf(folder, file));
  for (const file of [small, packed, lines, parquet]) await rm(file);
  const large = await writeRows(path.join(folder, 'large.csv'), csvLine, { bytes: LARGE_BYTES });
  times.push(await timesOf(folder, large));
  return times;
}

async function timesOf(folder: string, file: string): Promise<ImportTimes> {
  const mapping = path.join(folder, 'mapping.json');
  const out = path.join(folder, 'capture');
  await writeFile(mapping, mappingOf(path.basename(file)));
  const args = ['--import', 'tsx', ONCE, JSON.stringify({ mapping, out })];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  await rm(out, { recursive: true });
  const { bars, ms, peakRssMb } = JSON.parse(stdout) as ImportOnce;
  const megabytes = (await stat(file)).size / MEGABYTE;
  return {
    ...{ source: path.basename(file), megabytes: rounded(megabytes), rows: bars },
    seconds: rounded(ms / 1000),
    megabytesPerSecond: rounded((megabytes / ms) * 1000),
    rowsPerSecond: Math.round((bars / ms) * 1000),
    peakRssMb,
  };
}

const csvLine = (row: number): string => `${cellsOf(row).join(',')}\n`;
const NAMES = COLUMNS.split(',');

function jsonLine(row: number): string {
  const cells = cellsOf(row);
  return `{${NAMES.map((name, index) => `"${name}":${cells[index] ?? '0'}`).join(',')}}\n`;
}

const CHUNK_ROWS = 10_000;

async function writeRows(
  file: string,
  lineOf: (row: number) => string,
  until: { readonly rows?: number; readonly bytes?: number },
): Promise<string> {
  const { rows = Infinity, bytes = Infinity } = until;
  const handle = await open(file, 'w');
  try {
    let written = 0;
    if (lineOf === csvLine) await handle.writeFile(`${COLUMNS}\n`);
    for (let row = 0; row < rows && written < bytes; row += CHUNK_ROWS) {
      const lines = Array.from({ length: CHUNK_ROWS }, (_, index) => lineOf(row + index)).join('');
      await handle.writeFile(lines);
      written += lines.length;
    }
  } finally {
    await handle.close();
  }
  return file;
}

async function writeParquet(file: string): Promise<string> {
  const schema = [
    { name: 'table', num_children: NAMES.length },
    ...NAMES.map((name, index) => ({
      ...{ name, repetition_type: 'REQUIRED' as const },
      ...(index === 0
        ? { type: 'INT64' as const }
        : { type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }),
    })),
  ];
  const writer = new ParquetWriter({ writer: fileWriter(file), schema });
  for (let start = 0; start < SMALL_ROWS; start += CHUNK_ROWS * 5) {
    const rows = Array.from({ length: CHUNK_ROWS * 5 }, (_, index) => cellsOf(start + index));
    const columnData = NAMES.map((name, column) => ({
      name,
      data: rows.map((cells) => (column === 0 ? BigInt(cells[0] ?? '0') : (cells[column] ?? ''))),
    }));
    await writer.write({ columnData, rowGroupSize: CHUNK_ROWS * 5 });
  }
  await writer.finish();
  return file;
}
