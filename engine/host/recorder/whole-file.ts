// A file that appears whole or not at all, and survives a power loss once this returns.
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export async function writeWhole(
  dir: string,
  name: string,
  content: string | Uint8Array,
): Promise<void> {
  const path = join(dir, name);
  await mkdir(dirname(path), { recursive: true });
  const partial = `${path}.partial`;
  const file = await open(partial, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(partial, path);
  if (process.platform === 'win32') return;
  // The folder it lies in may be new itself.
  for (const each of new Set([dirname(path), dir])) await syncFolder(each);
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
