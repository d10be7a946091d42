// The bytes of a file, unpacked if it is gzip or an entry of a zip archive: as a stream, bounded, with progress.
// What a file is, its first bytes say; names are not asked.
import { createReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { systemCode } from '../../capture/capture-error.js';
import { fault } from '../foreign-issue.js';
import { readable } from './readable-file.js';
import { openEntry, splitEntry } from './zip-archive.js';
import { UNPACKED_BYTES_MAX, type TableOptions } from './table.js';

/** An opened file. */
export interface ByteSource {
  readonly file: string;
  /** The path of the file itself when it lies on disk unpacked, so that it can be read anywhere. */
  readonly plainPath: string | undefined;
  /** The first bytes, unpacked. */
  readonly head: Buffer;
  /** All bytes, unpacked. Throws ForeignFault where the packing is damaged. May be called once. */
  chunks(): AsyncGenerator<Buffer, void, undefined>;
}

const CHUNK_BYTES = 256 * 1024;
const HEAD_BYTES = 4096;

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;
const isZip = (head: Buffer): boolean => head.subarray(0, 4).equals(Buffer.from('PK\x03\x04'));
const isEmptyZip = (head: Buffer): boolean => head.subarray(0, 4).equals(Buffer.from('PK\x05\x06'));

/** Opens a file; `archive.zip#name` is an entry of an archive. Throws ForeignFault when it cannot be read. */
export async function openBytes(file: string, options: TableOptions): Promise<ByteSource> {
  options.signal?.throwIfAborted();
  const { path, entry } = await splitEntry(file);
  const { head, size } = await readable(path, () => firstBytes(path));
  if (size === 0 && options.isEmptyAllowed !== true) {
    throw fault('foreign.empty', { file }, { message: 'The file is empty.', remedy: NOT_EMPTY });
  }
  if (isZip(head) || isEmptyZip(head)) return zipSource({ path, entry, file }, options);
  if (!isGzip(head)) {
    const chunks = (): AsyncGenerator<Buffer> => fileChunks(path, size, options);
    return { file, plainPath: path, head, chunks };
  }
  const unpacked = async function* (): AsyncGenerator<Buffer> {
    const gunzip = createGunzip();
    const packed = createReadStream(path, { highWaterMark: CHUNK_BYTES });
    packed.on('error', (error) => gunzip.destroy(error));
    let read = 0;
    packed.on('data', (chunk) => {
      read += chunk.length;
      options.onProgress?.({ file, bytes: read, totalBytes: size });
    });
    packed.pipe(gunzip);
    try {
      yield* bounded(gunzip, file, options);
    } finally {
      packed.destroy();
      gunzip.destroy();
    }
  };
  return withHead({ file, plainPath: undefined }, unpacked, options);
}

const NOT_EMPTY = 'Give a file with at least one row.';

async function zipSource(
  place: { readonly path: string; readonly entry: string | undefined; readonly file: string },
  options: TableOptions,
): Promise<ByteSource> {
  const opened = await openEntry(place.path, place.entry);
  const file = `${place.path}#${opened.name}`;
  const { size } = await stat(place.path);
  const unpacked = async function* (): AsyncGenerator<Buffer> {
    try {
      const stream = await opened.stream();
      let bytes = 0;
      for await (const chunk of bounded(stream, file, options)) {
        bytes += chunk.length;
        const share = Math.min(1, bytes / Math.max(1, opened.unpackedBytes));
        options.onProgress?.({ file, bytes: Math.round(size * share), totalBytes: size });
        yield chunk;
      }
    } finally {
      opened.close();
    }
  };
  return withHead({ file, plainPath: undefined }, unpacked, options);
}

async function firstBytes(path: string): Promise<{ head: Buffer; size: number }> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return { head: buffer.subarray(0, bytesRead), size };
  } finally {
    await handle?.close();
  }
}

async function* fileChunks(
  path: string,
  totalBytes: number,
  options: TableOptions,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES })) {
    options.signal?.throwIfAborted();
    bytes += (chunk as Buffer).length;
    options.onProgress?.({ file: path, bytes, totalBytes });
    yield chunk as Buffer;
  }
}

/** The chunks of an unpacking stream, up to the limit; what is wrong with the packing is a fault. */
async function* bounded(
  stream: AsyncIterable<Buffer>,
  file: string,
  { signal, unpackedBytesMax = UNPACKED_BYTES_MAX }: TableOptions,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  const chunks = stream[Symbol.asyncIterator]();
  for (;;) {
    signal?.throwIfAborted();
    const next = await chunks.next().catch((error: unknown) => {
      throw fault('foreign.damaged', { file }, damage(error));
    });
    if (next.done === true) return;
    bytes += next.value.length;
    if (bytes > unpackedBytesMax) {
      throw fault(
        'foreign.limit',
        { file },
        {
          message: `The file unpacks to more than ${String(unpackedBytesMax)} bytes.`,
          remedy: 'Unpack it and look whether it is what it should be; then give it in parts.',
        },
      );
    }
    yield next.value;
  }
}

function damage(error: unknown): { message: string; remedy: string } {
  const isCut = systemCode(error) === 'Z_BUF_ERROR';
  const reason = error instanceof Error ? error.message : String(error);
  return {
    message: isCut
      ? 'The compressed file ends too early.'
      : `The compressed file is damaged (${reason}).`,
    remedy: 'Copy or download it again.',
  };
}

/** Reads ahead as far as a look at the first bytes needs. */
async function withHead(
  place: Pick<ByteSource, 'file' | 'plainPath'>,
  unpacked: () => AsyncGenerator<Buffer>,
  { isEmptyAllowed }: TableOptions,
): Promise<ByteSource> {
  const rest = unpacked();
  const ahead: Buffer[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await rest.next();
    if (next.done === true) break;
    ahead.push(next.value);
    length += next.value.length;
  }
  if (length === 0 && isEmptyAllowed !== true) {
    const says = { message: 'The file is empty.', remedy: NOT_EMPTY };
    throw fault('foreign.empty', { file: place.file }, says);
  }
  const chunks = async function* (): AsyncGenerator<Buffer> {
    yield* ahead;
    yield* rest;
  };
  return { ...place, head: Buffer.concat(ahead).subarray(0, HEAD_BYTES), chunks };
}
