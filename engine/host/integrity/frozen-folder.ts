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
  /** Of every file of the recording. */
  readonly stamps: ReadonlyMap<string, FileStamp>;
  /** Lines of a file from a byte on, without their newlines. */
  linesFrom(file: string, byte: number): Promise<readonly Buffer[]>;
}

/** What a system tells of a file without reading it. */
interface FileStamp {
  readonly inode: bigint;
  readonly bytes: bigint;
  /** Cannot be set back, as the time of the last write can. */
  readonly changedNs: bigint;
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
  const stamps = new Map<string, FileStamp>();
  for (const name of [...logs, ...all.filter((each) => OTHER_FILES.test(each))])
    stamps.set(name, await stampOf(join(dir, name)));
  const sizes = new Map<string, number>();
  // An anchor knows lines that are on the disk before it is, so anchors come first.
  for (const name of [...(all.includes(ANCHORS) ? [ANCHORS] : []), ...logs])
    sizes.set(name, await wholeLines(join(dir, name)));
  return {
    all,
    sizes,
    stamps,
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

const OTHER_FILES = /^(?:anchors\.jsonl|recording\.json|snapshot\.json|snapshots\/\d+\.json)$/;
const GROWING_FILES = /\.jsonl$/;

/** False: what was there before has been written over, or the system cannot tell. Logs and anchors may have grown. */
export function isUntouched(before: FrozenFolder, now: FrozenFolder): boolean {
  return [...before.stamps].every(([name, was]) => {
    const is = now.stamps.get(name);
    if (is?.inode !== was.inode) return false;
    if (is.bytes > was.bytes) return GROWING_FILES.test(name);
    return is.bytes === was.bytes && is.changedNs === was.changedNs;
  });
}

async function stampOf(path: string): Promise<FileStamp> {
  const { ino, size, ctimeNs } = await stat(path, { bigint: true });
  return { inode: ino, bytes: size, changedNs: ctimeNs };
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
