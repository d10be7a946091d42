// Where results may be written: never over something that is there, unless asked, and never half.
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST } from '../engine/host/capture/index.js';
import { CommandError } from './command-error.js';

/** What stands at a path. */
async function kindOf(target: string): Promise<'nothing' | 'file' | 'folder'> {
  try {
    return (await stat(target)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return 'nothing';
    throw new CommandError(
      `${target} cannot be looked at (${code ?? 'unknown'}).`,
      'check the path.',
    );
  }
}

/**
 * Refuses a folder for a capture unless it is absent or empty. `force` also allows one that holds a capture; any other
 * folder with something in it stays refused, so that a slip of the pen cannot delete a home directory.
 */
export async function claimCaptureFolder(target: string, force: boolean): Promise<void> {
  const kind = await kindOf(target);
  if (kind === 'nothing') return;
  if (kind === 'file') {
    throw new CommandError(`--out ${target} is a file.`, 'give a folder that does not exist yet.');
  }
  const names = await readdir(target);
  if (names.length === 0) return;
  const isCapture = names.includes(MANIFEST);
  if (force && isCapture) return;
  throw new CommandError(
    `--out ${target} is not empty.`,
    isCapture
      ? 'give another folder, or --force to replace the capture in it.'
      : 'give another folder; it holds no capture, so --force does not replace it either.',
  );
}

/** Writes a file whole or not at all; makes its folder. */
export async function writeWhole(target: string, text: string, force: boolean): Promise<void> {
  const kind = await kindOf(target);
  if (kind === 'folder')
    throw new CommandError(`${target} is a folder.`, 'give the path of a file.');
  if (kind === 'file' && !force) {
    throw new CommandError(`${target} is there already.`, 'give another path, or --force.');
  }
  const partial = path.join(path.dirname(target), `.${path.basename(target)}.${randomUUID()}`);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(partial, text, { flush: true });
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { force: true });
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `${target} cannot be written (${code}).`,
      'check that the folder is writable and the disk has room.',
    );
  }
}
