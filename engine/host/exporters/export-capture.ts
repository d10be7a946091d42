// A capture for other programs: its documents as they are, market and events as JSON lines, CSV or Parquet, plain, gzipped
// or in one archive. `importArchive` makes the same capture of it again, byte for byte.
import { copyFile, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasErrors, type Issue } from '../../core/schema/index.js';
import {
  EVENTS,
  MANIFEST,
  MARKET,
  SNAPSHOT,
  type CaptureOptions,
} from '../capture/capture-files.js';
import { scanCapture } from '../capture/scan-capture.js';
import { captureLines } from './capture-lines.js';
import { writeCsv, type CellRows } from './csv-writer.js';
import { cellsOfLine, LINE_COLUMNS, type LineFile } from './line-columns.js';
import { exportFiles, type ExportFrame } from './export-files.js';
import { gzipFile } from './packing.js';
import { writeParquet } from './parquet-writer.js';

/** Files that may lie beside the four and belong to the recording. */
export const COMPANIONS = ['overrides.json', 'NOTICE', 'LICENSE', 'README.md'] as const;

export interface ExportRequest extends ExportFrame {
  readonly capture: string;
}

/** The issues of the capture; when one is an error nothing is written. Throws CaptureError when the disk refuses. */
export async function exportCapture(request: ExportRequest): Promise<readonly Issue[]> {
  const { issues } = await scanCapture(request.capture, {}, request);
  // A recording that cannot be compared can still be handed on.
  if (hasErrors(issues.filter(({ kind }) => kind === 'bad-input'))) return issues;
  await exportFiles(request, (folder) => writeFiles(folder, request));
  return issues;
}

async function writeFiles(folder: string, request: ExportRequest): Promise<void> {
  const present = await readdir(request.capture);
  const copied = [MANIFEST, SNAPSHOT, ...COMPANIONS.filter((name) => present.includes(name))];
  for (const name of copied) {
    await copyFile(path.join(request.capture, name), path.join(folder, name));
  }
  for (const file of [MARKET, EVENTS] as const) await writeLineFile(folder, file, request);
}

async function writeLineFile(
  folder: string,
  file: LineFile,
  request: ExportRequest,
): Promise<void> {
  const { format, packing } = request;
  const source = path.join(request.capture, file);
  const name = file.replace('jsonl', format);
  const target = path.join(folder, name);
  const columns = LINE_COLUMNS[file];
  if (format === 'csv') await writeCsv(target, columns, cellRows(source, file, request));
  else if (format === 'parquet')
    await writeParquet(target, columns, cellRows(source, file, request));
  else if (packing !== 'gzip') await copyFile(source, target);
  // Parquet packs itself.
  if (packing !== 'gzip' || format === 'parquet') return;
  await gzipFile(format === 'jsonl' ? source : target, `${target}.gz`, request);
  await rm(target, { force: true });
}

async function* cellRows(
  path: string,
  file: LineFile,
  options: CaptureOptions,
): CellRows & AsyncGenerator {
  for await (const lines of captureLines(path, options)) {
    yield lines.map(({ text, prev }) => cellsOfLine(file, text, prev));
  }
}
