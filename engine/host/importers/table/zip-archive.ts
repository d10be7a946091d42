// Entries of a zip archive, read where they lie: nothing is unpacked to disk, so no name can lead out of a folder.
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { fault, shownText } from '../foreign-issue.js';
import { readable } from './readable-file.js';

/** An archive with more entries is no recording; its directory alone would fill the memory. */
export const ENTRIES_MAX = 10_000;

export interface ZipEntry {
  readonly name: string;
  readonly unpackedBytes: number;
  stream(): Promise<Readable>;
  close(): void;
}

/** `path#entry`, unless a file of the whole name is there. */
export async function splitEntry(
  file: string,
): Promise<{ readonly path: string; readonly entry: string | undefined }> {
  const mark = file.lastIndexOf('#');
  const isWhole = mark === -1 || (await stat(file).catch(() => undefined)) !== undefined;
  if (isWhole) return { path: file, entry: undefined };
  return { path: file.slice(0, mark), entry: file.slice(mark + 1) };
}

/** Names of the files in an archive, in its own order. Throws ForeignFault when it is damaged. */
export async function entryNames(path: string): Promise<string[]> {
  const { archive, entries } = await openArchive(path);
  archive.close();
  return entries.map(({ fileName }) => fileName);
}

/** The named entry; without a name the only file there is. */
export async function openEntry(path: string, name: string | undefined): Promise<ZipEntry> {
  const { archive, entries } = await openArchive(path);
  try {
    const entry = chosen({ path, name, entries });
    return {
      name: entry.fileName,
      unpackedBytes: entry.uncompressedSize,
      stream: () =>
        archive.openReadStreamPromise(entry).catch((error: unknown) => {
          throw damaged(path, error);
        }),
      close: () => {
        archive.close();
      },
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

interface Choice {
  readonly path: string;
  readonly name: string | undefined;
  readonly entries: readonly Entry[];
}

function chosen({ path, name, entries }: Choice): Entry {
  const [only, second] = entries;
  if (name === undefined && only !== undefined && second === undefined) return only;
  const found = entries.find(({ fileName }) => fileName === name);
  if (found) return found;
  const names = entries.map(({ fileName }) => fileName);
  const listed = names.slice(0, 10).join(', ') + (names.length > 10 ? ', ...' : '');
  if (only === undefined) {
    const says = { message: 'The archive holds no file.', remedy: 'Give one with a file.' };
    throw fault('foreign.empty', { file: path }, says);
  }
  throw fault(
    'foreign.unreadable',
    { file: path },
    {
      message:
        name === undefined
          ? `The archive holds ${String(entries.length)} files.`
          : `The archive holds no file ${shownText(name)}.`,
      remedy: `Name one behind "#": ${path}#${only.fileName}. There are: ${listed}.`,
    },
  );
}

async function openArchive(path: string): Promise<{ archive: ZipFile; entries: Entry[] }> {
  const opening = readable(path, () => openPromise(path, { autoClose: false }));
  const archive = await opening.catch((error: unknown) => {
    throw damaged(path, error);
  });
  try {
    if (archive.entryCount > ENTRIES_MAX) {
      throw fault(
        'foreign.limit',
        { file: path },
        {
          message: `The archive has ${String(archive.entryCount)} entries.`,
          remedy: `Give one with at most ${String(ENTRIES_MAX)}.`,
        },
      );
    }
    const entries: Entry[] = [];
    for await (const entry of archive.eachEntry()) {
      if (!entry.fileName.endsWith('/')) entries.push(entry);
    }
    return { archive, entries };
  } catch (error) {
    archive.close();
    throw error instanceof Error && error.name === 'ForeignFault' ? error : damaged(path, error);
  }
}

function damaged(path: string, error: unknown): Error {
  if (error instanceof Error && error.name === 'ForeignFault') return error;
  const reason = error instanceof Error ? error.message : String(error);
  return fault(
    'foreign.damaged',
    { file: path },
    {
      message: `The archive cannot be read (${reason}).`,
      remedy: 'Make or download it again; names in it must not lead out of a folder.',
    },
  );
}
