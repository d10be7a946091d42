// The few things the writer asks of a disk, as a seam: tests put a full or broken disk in its place.
import {
  closeSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  constants,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

export interface WriterFiles {
  /** Opens for writing at given places; makes the file, never cuts it. */
  open(path: string): number;
  /** Writes all of it, or throws; what was written by then may stay. */
  write(file: number, bytes: Uint8Array, at: number): void;
  sync(file: number): void;
  close(file: number): void;
  /** Whether the path still leads to the open file. */
  isThere(file: number, path: string): boolean;
  /** Makes a folder and what is missing above it. */
  makeFolder(path: string): void;
  writeText(path: string, text: string): void;
}

export const diskFiles: WriterFiles = {
  open: (path) => {
    const file = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o644);
    syncFolder(dirname(path));
    return file;
  },
  write: (file, bytes, at) => {
    for (let done = 0; done < bytes.length;) {
      done += writeSync(file, bytes, done, bytes.length - done, at + done);
    }
  },
  sync: fsyncSync,
  close: closeSync,
  isThere: (file, path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    const open = fstatSync(file);
    return found !== undefined && found.ino === open.ino && found.dev === open.dev;
  },
  makeFolder: (path) => {
    mkdirSync(path, { recursive: true });
  },
  writeText: (path, text) => {
    writeFileSync(path, text, { flush: true });
  },
};

/** A new file survives a power loss only once its folder does. Windows cannot open folders and needs no such thing. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
