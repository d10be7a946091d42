// Frames of the pipe to the GPU process: two lengths, a JSON header, raw bytes. It knows nothing of their meaning.
// A sender waits while the pipe is full, and a reader takes no more from it than the frame it is at.
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export interface Frame {
  readonly header: unknown;
  readonly payload: Uint8Array;
}

const LENGTHS_BYTES = 8;
/** Headers hold shader texts at most; a longer one means that both sides have lost step. */
const HEADER_BYTES_MAX = 16 * 1024 * 1024;
/** Node's own limit of one buffer is above this on every platform; larger transfers come in pieces. */
export const PAYLOAD_BYTES_MAX = 1024 * 1024 * 1024;

const EMPTY = new Uint8Array(0);

/** Writes one frame; resolves when the pipe can take another. */
export async function writeFrame(
  pipe: Writable,
  header: unknown,
  payload: Uint8Array = EMPTY,
): Promise<void> {
  if (payload.byteLength > PAYLOAD_BYTES_MAX)
    throw new RangeError('a frame of that size is not sent');
  const text = Buffer.from(JSON.stringify(header));
  const lengths = Buffer.alloc(LENGTHS_BYTES);
  lengths.writeUInt32LE(text.length, 0);
  lengths.writeUInt32LE(payload.byteLength, 4);
  pipe.write(Buffer.concat([lengths, text]));
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const hasRoom = bytes.length > 0 ? pipe.write(bytes) : !pipe.writableNeedDrain;
  if (!hasRoom && pipe.writable) await roomIn(pipe);
}

/** Resolves when the pipe has room, or has none ever again. */
async function roomIn(pipe: Writable): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const ends = ['drain', 'close'].map((event) => once(pipe, event, { signal }));
  // The one that loses is aborted, and a pipe that breaks has been reported by its owner.
  for (const end of ends) end.catch(() => undefined);
  await Promise.race(ends).catch(() => undefined);
  waiting.abort();
}

/** The frames of a pipe until it ends. Throws on a header that is none. */
export async function* readFrames(pipe: Readable): AsyncGenerator<Frame, void> {
  let chunks: Buffer[] = [];
  let held = 0;
  let wanted = LENGTHS_BYTES;
  for await (const chunk of pipe) {
    chunks.push(chunk as Buffer);
    held += (chunk as Buffer).length;
    while (held >= wanted) {
      const all = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks);
      const size = frameBytes(all);
      if (held < size) {
        chunks = [all];
        wanted = size;
        break;
      }
      yield frameOf(all.subarray(0, size));
      chunks = [all.subarray(size)];
      held -= size;
      wanted = LENGTHS_BYTES;
    }
  }
}

function frameBytes(bytes: Buffer): number {
  const header = bytes.readUInt32LE(0);
  const payload = bytes.readUInt32LE(4);
  if (header > HEADER_BYTES_MAX || payload > PAYLOAD_BYTES_MAX) {
    throw new RangeError('the pipe does not carry frames');
  }
  return LENGTHS_BYTES + header + payload;
}

function frameOf(bytes: Buffer): Frame {
  const end = LENGTHS_BYTES + bytes.readUInt32LE(0);
  const header: unknown = JSON.parse(bytes.toString('utf8', LENGTHS_BYTES, end));
  return { header, payload: bytes.subarray(end) };
}
