// Text files as chunks of UTF-8: a byte order mark is taken off, any other encoding is refused at its line.
import { fault } from '../foreign-issue.js';
import type { ByteSource } from './byte-source.js';

const MARKS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];
const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NEWLINE = 10;

/** The bytes of a text file. Throws ForeignFault where it is not UTF-8. */
export async function* textChunks(source: ByteSource): AsyncGenerator<Buffer, void, undefined> {
  const { file, head } = source;
  const marked = MARKS.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte));
  if (marked) throw notUtf8(file, 1, `The file is ${marked[0]}.`);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let lines = 1;
  let isFirst = true;
  for await (const chunk of source.chunks()) {
    try {
      decoder.decode(chunk, { stream: true });
    } catch {
      throw notUtf8(file, lines + brokenLine(chunk), 'The file is not UTF-8.');
    }
    lines += newlines(chunk, chunk.length);
    yield isFirst && chunk.subarray(0, 3).equals(UTF8_MARK) ? chunk.subarray(3) : chunk;
    isFirst = false;
  }
  try {
    decoder.decode();
  } catch {
    throw notUtf8(file, lines, 'The file ends within a character.');
  }
}

const notUtf8 = (file: string, line: number, message: string): Error =>
  fault('foreign.encoding', { file, line }, { message, remedy: 'Save it as UTF-8.' });

function newlines(chunk: Buffer, end: number): number {
  let count = 0;
  let at = chunk.indexOf(NEWLINE);
  while (at !== -1 && at < end) {
    count += 1;
    at = chunk.indexOf(NEWLINE, at + 1);
  }
  return count;
}

/** Newlines before the first byte that is wrong; a character may have begun in the chunk before. */
function brokenLine(chunk: Buffer): number {
  let low = 0;
  let high = chunk.length;
  const isSound = (length: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(chunk.subarray(0, length), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (isSound(middle)) low = middle;
    else high = middle - 1;
  }
  return newlines(chunk, low);
}
