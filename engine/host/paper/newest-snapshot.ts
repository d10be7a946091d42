// The state a recording goes on from: written whole or not at all, and only behind lines that are safe.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSnapshot, type Snapshot } from '../../core/schema/index.js';
import { SNAPSHOTS, START } from '../recorder/recording-files.js';
import { PaperError } from './paper-error.js';

export interface KeptSnapshot {
  readonly snapshot: Snapshot;
  /** Relative to the recording. */
  readonly file: string;
  /** The recording began with it. */
  readonly isStart: boolean;
}

export async function newestSnapshot(dir: string): Promise<KeptSnapshot> {
  const names = await readdir(join(dir, SNAPSHOTS)).catch(() => []);
  const numbers = names.flatMap((name) => {
    const number = /^(\d+)\.json$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
  const isStart = numbers.length === 0;
  const file = isStart ? START : `${SNAPSHOTS}/${String(Math.max(...numbers))}.json`;
  const { value, issues } = parseSnapshot(await readFile(join(dir, file), 'utf8'), file);
  if (value !== undefined) return { snapshot: value, file, isStart };
  throw new PaperError(
    'paper.snapshot',
    `${file} of the recording cannot be read: ${issues[0]?.message ?? 'it is empty'}`,
    'look with `lockstep capture verify`; begin a new recording from an earlier snapshot.',
  );
}
