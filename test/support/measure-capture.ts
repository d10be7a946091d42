// Reads a capture in a process of its own and prints what that took; memory peaks of a shared process say nothing.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openCapture, scanCapture } from '../../engine/host/capture/index.js';

const SCRIPT = fileURLToPath(import.meta.url);
const MIB = 1024 * 1024;

export interface Measured {
  readonly issues: readonly string[];
  readonly events: number;
  readonly seconds: number;
  /** Peak resident memory during the reading, above what the process had before. */
  readonly growthMiB: number;
}

/** `scan` keeps nothing, `open` keeps what was parsed. */
export async function measureCapture(how: 'scan' | 'open', dir: string): Promise<Measured> {
  const args = ['--import', 'tsx', SCRIPT, how, dir];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Measured;
}

async function measure(how: string, dir: string): Promise<Measured> {
  const before = process.memoryUsage.rss();
  const startedAt = performance.now();
  const { issues, events } = await (how === 'scan' ? scanned(dir) : opened(dir));
  return {
    issues,
    events,
    seconds: (performance.now() - startedAt) / 1000,
    // maxRSS is in KiB on every platform.
    growthMiB: (process.resourceUsage().maxRSS * 1024 - before) / MIB,
  };
}

type Read = Pick<Measured, 'issues' | 'events'>;

async function scanned(dir: string): Promise<Read> {
  let events = 0;
  const onEvent = (): void => {
    events += 1;
  };
  const { issues } = await scanCapture(dir, { onEvent });
  return { issues: issues.map(({ message }) => message), events };
}

async function opened(dir: string): Promise<Read> {
  const { value, issues } = await openCapture(dir);
  return { issues: issues.map(({ message }) => message), events: value?.events.length ?? 0 };
}

const [, script, how, dir] = process.argv;
if (script === SCRIPT && how !== undefined && dir !== undefined) {
  console.log(JSON.stringify(await measure(how, dir)));
}
