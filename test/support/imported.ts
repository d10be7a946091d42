// An import run into a folder and read back: what is in the capture, and what was said.
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  BarRecord,
  EventRecord,
  Issue,
  Manifest,
  Parsed,
  Snapshot,
} from '../../engine/core/schema/index.js';
import { scanCapture } from '../../engine/host/capture/index.js';

export interface Imported {
  readonly manifest: Manifest;
  readonly snapshot: Snapshot;
  readonly bars: readonly BarRecord[];
  readonly events: readonly EventRecord[];
}

/** Everything in a capture; fails when it has an error. */
export async function readImported(dir: string): Promise<Imported> {
  const bars: BarRecord[] = [];
  const events: EventRecord[] = [];
  const { manifest, snapshot, issues } = await scanCapture(dir, {
    onBar: (bar) => bars.push(bar),
    onEvent: (event) => events.push(event),
  });
  const errors = issues.filter(
    ({ severity, kind }) => severity === 'error' && kind === 'bad-input',
  );
  if (!manifest || !snapshot || errors.length > 0) throw new Error(JSON.stringify(errors));
  return { manifest, snapshot, bars, events };
}

/** `code:line path` of each issue, a question mark behind warnings, files left out. */
export const told = (issues: readonly Issue[]): string[] =>
  issues.map(({ code, line, path, severity }) => {
    const at = line === undefined ? '' : `:${String(line)}`;
    const where = path === undefined ? '' : ` ${path}`;
    return `${code}${severity === 'warning' ? '?' : ''}${at}${where}`;
  });

/** The errors of an import that must fail, and that it left nothing behind. */
export async function refused(
  dir: string,
  importing: (out: string) => Promise<Parsed<Manifest>>,
): Promise<string[]> {
  const out = join(dir, 'capture');
  const { value, issues } = await importing(out);
  if (value !== undefined) throw new Error('the import was not refused');
  const left = (await readdir(dir)).filter((name) => name.includes('capture'));
  if (existsSync(out) || left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
  return told(issues.filter(({ severity }) => severity === 'error'));
}
