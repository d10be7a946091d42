// The lines of a capture's file one after the other, each with the hash of the line before, in bounded memory.
import { createReadStream } from 'node:fs';
import { createSplitter } from '../capture/read-lines.js';
import { sha256, type CaptureOptions } from '../capture/capture-files.js';

export interface ChainedLine {
  readonly text: string;
  readonly prev: string | null;
}

const CHUNK_BYTES = 256 * 1024;

/** Batches of lines. The file must be that of a capture without errors. */
export async function* captureLines(
  path: string,
  { signal }: CaptureOptions,
): AsyncGenerator<readonly ChainedLine[]> {
  let batch: ChainedLine[] = [];
  let prev: string | null = null;
  const splitter = createSplitter(({ bytes }) => {
    batch.push({ text: bytes.toString('utf8'), prev });
    prev = sha256(bytes);
  });
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    signal?.throwIfAborted();
    splitter.push(chunk as Buffer);
    const full = batch;
    batch = [];
    yield full;
  }
  splitter.end();
  yield batch;
}
