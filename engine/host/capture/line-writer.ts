// Appends lines to a file while hashing it; the text in memory is at most one chunk.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';

/** Large enough that a write call costs little, small enough to stay out of the way. */
const CHUNK_BYTES = 256 * 1024;

export interface LineWriter {
  readonly rows: number;
  /** `line` without its newline. */
  append(line: string): Promise<void>;
  /** Bytes as they are; they are no rows. Not to be mixed with lines. */
  bytes(chunk: Uint8Array): Promise<void>;
  /** Writes the rest, syncs, and gives the file's sha-256. */
  finish(): Promise<string>;
}

/** `onFlush` is told the bytes written so far, a few times a megabyte. */
export function createLineWriter(file: FileHandle, onFlush: (bytes: number) => void): LineWriter {
  const hash = createHash('sha256');
  let pending: string[] = [];
  let pendingLength = 0;
  let rows = 0;
  let bytes = 0;
  const write = async (chunk: Uint8Array): Promise<void> => {
    hash.update(chunk);
    bytes += chunk.length;
    // writeFile on a handle appends at its position, and writes everything where write() may write less.
    await file.writeFile(chunk);
    onFlush(bytes);
  };
  const flush = async (): Promise<void> => {
    const chunk = Buffer.from(pending.join(''), 'utf8');
    pending = [];
    pendingLength = 0;
    await write(chunk);
  };
  return {
    bytes: write,
    get rows() {
      return rows;
    },
    append: async (line) => {
      rows += 1;
      pending.push(line, '\n');
      pendingLength += line.length + 1;
      if (pendingLength >= CHUNK_BYTES) await flush();
    },
    finish: async () => {
      await flush();
      await file.sync();
      return hash.digest('hex');
    },
  };
}
