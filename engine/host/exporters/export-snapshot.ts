// A snapshot for other programs: the document as it is, or one table of its values. `importSnapshot` makes the same file of
// it again, byte for byte.
import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { hasErrors, parseSnapshot, type Issue } from '../../core/schema/index.js';
import { SNAPSHOT } from '../capture/capture-files.js';
import { readDocument } from '../capture/read-document.js';
import { writeCsv } from './csv-writer.js';
import { exportFiles, type ExportFrame } from './export-files.js';
import { gzipFile } from './packing.js';
import { writeParquet } from './parquet-writer.js';
import { rowsOfSnapshot, SNAPSHOT_COLUMNS } from './snapshot-table.js';

export interface SnapshotExport extends ExportFrame {
  /** The file; every format but CSV and Parquet keeps it as it is. */
  readonly snapshot: string;
}

/** The issues of the snapshot; when one is an error nothing is written. Throws CaptureError when the disk refuses. */
export async function exportSnapshot(request: SnapshotExport): Promise<readonly Issue[]> {
  const { snapshot, format, packing } = request;
  const read = await readDocument(path.dirname(snapshot), path.basename(snapshot));
  if (read.value === undefined) return read.issues;
  const { text } = read.value;
  const issues = [...read.issues, ...parseSnapshot(text, snapshot).issues];
  if (hasErrors(issues)) return issues;
  await exportFiles(request, async (folder) => {
    const target = path.join(
      folder,
      SNAPSHOT.replace('json', format === 'jsonl' ? 'json' : format),
    );
    const rows = batchOf(rowsOfSnapshot(text));
    if (format === 'csv') await writeCsv(target, SNAPSHOT_COLUMNS, rows);
    else if (format === 'parquet') await writeParquet(target, SNAPSHOT_COLUMNS, rows);
    else await copyFile(snapshot, target);
    // Parquet packs itself.
    if (packing !== 'gzip' || format === 'parquet') return;
    await gzipFile(target, `${target}.gz`, request);
    await rm(target);
  });
  return issues;
}

async function* batchOf<T>(rows: readonly T[]): AsyncGenerator<readonly T[]> {
  yield await Promise.resolve(rows);
}
