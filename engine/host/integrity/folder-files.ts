// What verifying reads of a folder, as a seam: a test holds thousands of changed folders in memory.
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { systemCode } from '../capture/capture-error.js';

export interface FolderFiles {
  /** Files and folders in it, those of its folders too, with forward slashes. */
  names(): Promise<readonly string[]>;
  /** The whole file; undefined when there is none. */
  read(file: string): Promise<Buffer | undefined>;
  chunks(file: string): AsyncIterable<Buffer> | Iterable<Buffer>;
}

const CHUNK_BYTES = 1024 * 1024;

export const diskFolder = (dir: string): FolderFiles => ({
  names: async () =>
    (await readdir(dir, { recursive: true })).map((name) => name.replaceAll('\\', '/')),
  read: async (file) => {
    try {
      return await readFile(join(dir, file));
    } catch (error) {
      if (['ENOENT', 'EISDIR'].includes(systemCode(error) ?? '')) return undefined;
      throw error;
    }
  },
  chunks: (file) =>
    createReadStream(join(dir, file), { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>,
});
