// Files a verification writes: looked at before minutes of replaying, and written whole. A report of an earlier run is
// replaced; anything else that stands in the way is not.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EVIDENCE_NAME, type EvidenceFile } from '../engine/host/verify/evidence.js';
import { CommandError } from './command-error.js';
import { writeWhole } from './out-path.js';

/** A path as an option named it. */
export interface Target {
  readonly option: string;
  readonly file: string;
}

/** Every report of ours names Lockstep near its beginning. */
const OURS = /lockstep/i;
const HEAD_BYTES = 4_096;

/** Rejects with CommandError when a target cannot be written, or must not be. */
export async function claimTargets(targets: readonly Target[], capture: string): Promise<void> {
  const seen = new Map<string, string>();
  for (const target of targets) {
    const file = path.resolve(target.file);
    const other = seen.get(file);
    if (other !== undefined) {
      const message = `${other} and ${target.option} name the same file.`;
      throw new CommandError(message, 'give each a path of its own.');
    }
    seen.set(file, target.option);
    outside(target, capture);
    await replaceable(target);
    await writable(target, path.dirname(file));
  }
}

/** A capture is evidence; nothing is written into it. */
function outside({ option, file }: Target, capture: string): void {
  const inside = path.relative(path.resolve(capture), path.resolve(file));
  if (inside.startsWith('..') || path.isAbsolute(inside)) return;
  throw new CommandError(`${option} ${file} is inside the capture.`, 'give a path elsewhere.');
}

async function replaceable({ option, file }: Target): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) return;
  if (found.isDirectory())
    throw new CommandError(`${option} ${file} is a folder.`, 'give the path of a file.');
  if (found.size === 0 || OURS.test(await headOf(file))) return;
  throw new CommandError(
    `${option} ${file} is there already and is no report of Lockstep.`,
    'give another path, or remove the file.',
  );
}

async function headOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Writing is tried, because permissions alone do not tell. */
async function writable({ option, file }: Target, folder: string): Promise<void> {
  const probe = path.join(folder, `.lockstep-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe, { force: true });
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `${option} ${file} cannot be written (${code}).`,
      'check that the folder is writable and the disk has room.',
    );
  }
}

/** Like `claimTargets`, for the folder of the evidence: absent, empty, or with nothing but evidence in it. */
export async function claimEvidenceFolder(folder: string, capture: string): Promise<void> {
  const target = { option: '--evidence', file: folder };
  outside(target, capture);
  const found = await stat(folder).catch(() => null);
  if (found !== null && !found.isDirectory())
    throw new CommandError(`--evidence ${folder} is a file.`, 'give a folder.');
  const names = found === null ? [] : await readdir(folder);
  const stranger = names.find((name) => !EVIDENCE_NAME.test(name));
  if (stranger !== undefined) {
    throw new CommandError(
      `--evidence ${folder} holds something else: ${stranger}.`,
      'give a folder of its own; evidence of an earlier run in it is replaced.',
    );
  }
  await writable(target, path.resolve(folder));
}

/** Writes the files and removes evidence of an earlier run. */
export async function writeEvidence(folder: string, files: readonly EvidenceFile[]): Promise<void> {
  for (const { name, text } of files) await writeWhole(path.join(folder, name), text, true);
  const kept = new Set(files.map(({ name }) => name));
  for (const name of await readdir(folder)) {
    if (EVIDENCE_NAME.test(name) && !kept.has(name)) await rm(path.join(folder, name));
  }
}
