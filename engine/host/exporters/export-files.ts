// The frame of every export: files made beside their place, packed if asked for, and put there whole or not at all.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { CaptureError, systemCode } from '../capture/capture-error.js';
import type { CaptureOptions } from '../capture/capture-files.js';
import { zipFiles } from './packing.js';

export const EXPORT_FORMATS = ['jsonl', 'csv', 'parquet'] as const;
export const EXPORT_PACKINGS = ['none', 'gzip', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export type ExportPacking = (typeof EXPORT_PACKINGS)[number];

export interface ExportFrame extends CaptureOptions {
  readonly format: ExportFormat;
  readonly packing: ExportPacking;
  /** A folder, or the archive's path. Must not be there. */
  readonly out: string;
}

/** @param write puts the files into a folder. Throws CaptureError when the disk refuses. */
export async function exportFiles(
  request: ExportFrame,
  write: (folder: string) => Promise<void>,
): Promise<void> {
  const out = path.resolve(request.out);
  const partial = path.join(path.dirname(out), `.${path.basename(out)}.partial-${randomUUID()}`);
  try {
    await mkdir(partial, { recursive: true });
    await write(partial);
    if (request.packing === 'zip') {
      const archive = path.join(partial, 'archive');
      const names = await readdir(partial);
      await zipFiles(partial, names, { to: archive, options: request });
      await rename(archive, out);
    } else await rename(partial, out);
  } catch (error) {
    if (systemCode(error) === undefined || error instanceof CaptureError) throw error;
    const text = `The export could not be written to ${out}. Check that nothing is there, that the folder is writable and the disk has room.`;
    throw new CaptureError('capture.unwritable', text, { cause: error });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}
