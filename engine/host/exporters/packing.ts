// gzip and zip, the same bytes on every machine: the packing library is our own and no time of day goes in.
import { Gzip, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { createReadStream } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { CaptureError } from '../capture/capture-error.js';
import type { CaptureOptions } from '../capture/capture-files.js';

const CHUNK_BYTES = 256 * 1024;

/** What the zip format holds without its 64-bit extension. */
export const ZIP_BYTES_MAX = 0xffff_ffff;

/** Packs a file into another. */
export async function gzipFile(from: string, to: string, options: CaptureOptions): Promise<void> {
  await writing(to, async (write, target) => {
    const gzip = new Gzip({ level: 6, mtime: 0 }, (chunk) => {
      write(chunk);
    });
    await eachChunk(from, options, async (chunk, isLast) => {
      gzip.push(chunk, isLast);
      await target();
    });
  });
}

/** Packs files of a folder into an archive, in the order of their names. */
export async function zipFiles(
  folder: string,
  names: readonly string[],
  request: { readonly to: string; readonly options: CaptureOptions },
): Promise<void> {
  await writing(request.to, async (write, target) => {
    const zip = new Zip((error, chunk) => {
      if (error) throw error;
      write(chunk);
    });
    for (const name of [...names].sort()) {
      const { size } = await stat(path.join(folder, name));
      if (size > ZIP_BYTES_MAX) {
        const text = `${name} has ${String(size)} bytes, more than a zip archive holds. Export it without --pack zip.`;
        throw new CaptureError('capture.unwritable', text);
      }
      const entry = name.endsWith('.parquet')
        ? new ZipPassThrough(name)
        : new ZipDeflate(name, { level: 6 });
      // The first moment the format knows; fflate writes it by the local calendar, so it is given by it.
      entry.mtime = new Date(1980, 0, 1);
      zip.add(entry);
      await eachChunk(path.join(folder, name), request.options, async (chunk, isLast) => {
        entry.push(chunk, isLast);
        await target();
      });
    }
    zip.end();
    await target();
  });
}

type Write = (chunk: Uint8Array) => void;

/** `flush` writes what was handed over since the last time: the packers hand chunks over as they please. */
async function writing(
  to: string,
  pack: (write: Write, flush: () => Promise<void>) => Promise<void>,
): Promise<void> {
  const file: FileHandle = await open(to, 'wx');
  let waiting: Uint8Array[] = [];
  try {
    await pack(
      (chunk) => {
        waiting.push(chunk);
      },
      async () => {
        const chunks = waiting;
        waiting = [];
        for (const chunk of chunks) await file.writeFile(chunk);
      },
    );
    await file.sync();
  } finally {
    await file.close();
  }
}

async function eachChunk(
  from: string,
  { signal }: CaptureOptions,
  use: (chunk: Uint8Array, isLast: boolean) => Promise<void>,
): Promise<void> {
  let held: Uint8Array = new Uint8Array();
  for await (const chunk of createReadStream(from, { highWaterMark: CHUNK_BYTES })) {
    signal?.throwIfAborted();
    if (held.length > 0) await use(held, false);
    held = chunk as Buffer;
  }
  await use(held, true);
}
