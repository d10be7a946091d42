// The lines of a file with their places, in pieces, so that a file of any size takes the memory of one piece.
import { sha256 } from '../capture/capture-files.js';
import { createSplitter, type RawLine } from '../capture/read-lines.js';
import type { FolderFiles } from './folder-files.js';
import { segmentFile, segmentsIn, type LogName } from '../recorder/recording-files.js';

export interface PlacedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Where the line begins in its file. */
  readonly byte: number;
  readonly bytes: Buffer;
  readonly isTerminated: boolean;
  readonly isTooLong: boolean;
}

export interface ReadPlace {
  readonly files: FolderFiles;
  readonly signal?: AbortSignal | undefined;
}

export async function* fileLines(
  { files, signal }: ReadPlace,
  file: string,
): AsyncGenerator<readonly PlacedLine[]> {
  let found: PlacedLine[] = [];
  let byte = 0;
  const splitter = createSplitter((raw: RawLine) => {
    const { bytes, number, isTerminated, isTooLong } = raw;
    found.push({ file, line: number, byte, bytes, isTerminated, isTooLong });
    byte += bytes.length + 1;
  });
  for await (const chunk of files.chunks(file)) {
    signal?.throwIfAborted();
    splitter.push(chunk);
    yield found;
    found = [];
  }
  splitter.end();
  yield found;
}

/** A log of a recording, over all its segments. */
export async function* logLines(
  place: ReadPlace,
  log: LogName,
  names: readonly string[],
): AsyncGenerator<readonly PlacedLine[]> {
  for (const segment of segmentsIn(names, log)) yield* fileLines(place, segmentFile(log, segment));
}

export const hashOf = (line: PlacedLine): string => sha256(line.bytes);
