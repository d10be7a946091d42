// A folder that is being written, as it was at one moment: whole lines only, and nothing that came later.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ANCHORS, LOG_NAMES, segmentFile, segmentsIn } from '../recorder/recording-files.js';
import { diskFolder, type FolderFiles } from './folder-files.js';

export interface FrozenFolder extends FolderFiles {
  readonly all: readonly string[];
  /** Bytes of whole lines, by file, of logs and anchors. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Lines of a file from a byte on, without their newlines. */
  linesFrom(file: string, byte: number): Promise<readonly Buffer[]>;
}

/** How much is read at once to find the last newline; longer lines take several. */
const TAIL_BYTES = 64 * 1024;
const NEWLINE = 10;

export async function freezeFolder(dir: string): Promise<FrozenFolder> {
  const disk = diskFolder(dir);
  const all = await disk.names();
  const logs = LOG_NAMES.flatMap((log) =>
    segmentsIn(all, log).map((segment) => segmentFile(log, segment)),
  );
  const sizes = new Map<string, number>();
  // An anchor knows lines that are on the disk before it is, so anchors come first.
  for (const name of [...(all.includes(ANCHORS) ? [ANCHORS] : []), ...logs])
    sizes.set(name, await wholeLines(join(dir, name)));
  return {
    all,
    sizes,
    names: () => Promise.resolve(all),
    read: (file) => disk.read(file),
    chunks: (file) => {
      const size = sizes.get(file);
      if (size === undefined) return disk.chunks(file);
      return size === 0 ? [] : createReadStream(join(dir, file), { end: size - 1 });
    },
    linesFrom: (file, byte) => linesBetween(join(dir, file), byte, sizes.get(file) ?? byte),
  };
}

/** Bytes up to and with the last newline. */
async function wholeLines(path: string): Promise<number> {
  const { size } = await stat(path);
  const file = await open(path, 'r');
  try {
    for (let end = size; end > 0;) {
      const start = Math.max(0, end - TAIL_BYTES);
      const { buffer } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      const last = buffer.lastIndexOf(NEWLINE);
      if (last >= 0) return start + last + 1;
      end = start;
    }
    return 0;
  } finally {
    await file.close();
  }
}

async function linesBetween(path: string, from: number, to: number): Promise<readonly Buffer[]> {
  if (to <= from) return [];
  const file = await open(path, 'r');
  try {
    const { buffer } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
    const lines: Buffer[] = [];
    for (let start = 0; start < buffer.length;) {
      const end = buffer.indexOf(NEWLINE, start);
      lines.push(buffer.subarray(start, end));
      start = end + 1;
    }
    return lines;
  } finally {
    await file.close();
  }
}
