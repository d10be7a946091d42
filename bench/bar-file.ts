// Long series of bars from a file: a CSV with a header, or candles of the openclaw engine (symbol to list).
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BarRecord } from '../engine/core/schema/index.js';
import { barsOf, readCandles } from '../engine/host/importers/openclaw/candles.js';

const COLUMNS = ['timestamp', 'open', 'high', 'low', 'close', 'volume'] as const;

export interface BarFile {
  readonly symbols: readonly string[];
  readonly intervalMs: number;
  readonly bars: readonly BarRecord[];
}

/** `--bars`, else the file beside the project, else undefined. */
export function defaultBarFile(root: string): string {
  const data = process.env['LOCKSTEP_DATA'] ?? path.resolve(root, '..', 'shared', 'data');
  return path.join(data, 'market', 'btc_perp_1m.csv');
}

/** Throws when the file cannot be read as either form. */
export async function readBarFile(file: string): Promise<BarFile> {
  const text = await readFile(file, 'utf8');
  return file.endsWith('.csv') ? readCsv(text, file) : readJsonCandles(text, file);
}

function readCsv(text: string, file: string): BarFile {
  const [header = '', ...lines] = text.trimEnd().split(/\r?\n/);
  if (header !== COLUMNS.join(','))
    throw new Error(`${file}: the columns are not ${COLUMNS.join(',')}`);
  const rows = lines.map((line) => line.split(','));
  const intervalMs = smallestStep(rows.map(([time = '']) => timeMs(time, file)));
  const bars = rows.map(
    ([time = '', open = '', high = '', low = '', close = '', volume = '']): BarRecord => {
      const openTs = timeMs(time, file);
      const closeTs = openTs + intervalMs - 1;
      return { kind: 'bar', symbol: 'BTC', openTs, closeTs, open, high, low, close, volume };
    },
  );
  return { symbols: ['BTC'], intervalMs, bars };
}

/** `2021-12-31 23:01:00.000000`, UTC, or milliseconds since the epoch. */
function timeMs(text: string, file: string): number {
  if (/^\d{12,14}$/.test(text)) return Number(text);
  const ts = Date.parse(`${text.replace(' ', 'T').slice(0, 'yyyy-mm-ddThh:mm:ss'.length)}Z`);
  if (Number.isFinite(ts)) return ts;
  throw new Error(`${file}: "${text}" is no time`);
}

function readJsonCandles(text: string, file: string): BarFile {
  const { value, issues } = readCandles({ text, file });
  if (value === undefined) throw new Error(`${file}: ${issues[0]?.message ?? 'no candles'}`);
  const symbols = Object.keys(value).sort();
  const intervalMs = smallestStep((value[symbols[0] ?? ''] ?? []).map(({ t }) => t));
  return { symbols, intervalMs, bars: barsOf(value, intervalMs) };
}

function smallestStep(times: readonly number[]): number {
  const steps = times.slice(1).map((ts, index) => ts - (times[index] ?? ts));
  return steps.reduce((least, step) => (step > 0 && step < least ? step : least), Infinity);
}
