// Folders whose files are changed in memory.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderFiles } from '../../engine/host/integrity/folder-files.js';

export interface Folder {
  readonly dir: string;
  readonly files: readonly { readonly name: string; readonly bytes: Buffer }[];
}

export async function filesOf(dir: string): Promise<Folder> {
  const names = (await readdir(dir, { recursive: true })).map((name) => name.replaceAll('\\', '/'));
  const files = names.filter((name) => /\.jsonl?$/.test(name)).sort();
  return {
    dir,
    files: await Promise.all(
      files.map(async (name) => ({ name, bytes: await readFile(join(dir, name)) })),
    ),
  };
}

export const inMemory = ({ files }: Pick<Folder, 'files'>): FolderFiles => {
  const byName = new Map(files.map(({ name, bytes }) => [name, bytes]));
  return {
    names: () => Promise.resolve([...byName.keys()]),
    read: (file) => Promise.resolve(byName.get(file)),
    chunks: (file) => [byName.get(file) ?? Buffer.alloc(0)],
  };
};

/** Line of a byte, from 1; a newline belongs to the line it ends. */
export const lineOf = (bytes: Buffer, at: number): number =>
  bytes.subarray(0, at).filter((byte) => byte === 10).length + 1;
