// Streams a file line by line while hashing it. What is in memory at a time is one chunk and one line.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CaptureOptions } from './capture-files.js';

const CHUNK_BYTES = 1024 * 1024;
/** Far above any event a bot writes. A file without newlines must not end up in memory whole. */
export const LINE_BYTES_MAX = 4 * 1024 * 1024;

const NEWLINE = 10;

export interface RawLine {
  /** From 1. */
  readonly number: number;
  /** Without the newline; valid until the callback returns. Empty when the line is too long. */
  readonly bytes: Buffer;
  /** false: the file ends without a newline behind this line. */
  readonly isTerminated: boolean;
  readonly isTooLong: boolean;
}

export interface LineFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly lines: number;
}

/** Calls `onLine` for every line in order. Rejects on IO errors, and with the signal's reason when aborted. */
export async function readLines(
  path: string,
  options: CaptureOptions,
  onLine: (line: RawLine) => void,
): Promise<LineFile> {
  options.signal?.throwIfAborted();
  const { size } = await stat(path);
  const file = basename(path);
  const hash = createHash('sha256');
  const splitter = createSplitter(onLine);
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    options.signal?.throwIfAborted();
    hash.update(chunk as Buffer);
    splitter.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    options.onProgress?.({ file, bytes, totalBytes: size });
  }
  return { sha256: hash.digest('hex'), bytes, lines: splitter.end() };
}

export interface Splitter {
  push(chunk: Buffer): void;
  /** Emits what is left and gives the number of lines. */
  end(): number;
}

/** Cuts chunks into lines, whatever their borders. */
export function createSplitter(onLine: (line: RawLine) => void): Splitter {
  let lines = 0;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  const emit = (last: Buffer, isTerminated: boolean): void => {
    const isTooLong = carriedBytes + last.length > LINE_BYTES_MAX;
    const whole = carriedBytes === 0 ? last : Buffer.concat([...carried, last]);
    carried = [];
    carriedBytes = 0;
    lines += 1;
    const bytes = isTooLong ? Buffer.alloc(0) : whole;
    onLine({ number: lines, bytes, isTerminated, isTooLong });
  };
  const carry = (rest: Buffer): void => {
    carriedBytes += rest.length;
    // Beyond the limit only the length counts.
    if (carriedBytes > LINE_BYTES_MAX) carried = [];
    else carried.push(rest);
  };
  return {
    push: (chunk) => {
      let start = 0;
      let end = chunk.indexOf(NEWLINE);
      while (end !== -1) {
        emit(chunk.subarray(start, end), true);
        start = end + 1;
        end = chunk.indexOf(NEWLINE, start);
      }
      if (start < chunk.length) carry(chunk.subarray(start));
    },
    end: () => {
      if (carriedBytes > 0) emit(Buffer.alloc(0), false);
      return lines;
    },
  };
}
