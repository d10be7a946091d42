// `lockstep paper` killed at a random moment, as a process of its own, and started again until its feed is over.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SeededRandom } from './seeded-random.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLI = join(ROOT, 'dist', 'cli.cjs');
export const CAPTURE = join(ROOT, 'examples', 'workspace', 'captures', 'openclaw-base');

/** From the moment it says that it runs; the whole feed takes about a second. */
const KILL_MS_MAX = 700;

export interface PaperLife {
  readonly wasKilled: boolean;
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** One start; `random` null: it is left to its end. */
export function paperLife(recording: string, random: SeededRandom | null): Promise<PaperLife> {
  const args = ['paper', '--snapshot', join(CAPTURE, 'snapshot.json'), '--no-follow'];
  const feed = ['--feed', join(CAPTURE, 'market.jsonl'), '--snapshot-every', '60'];
  const child = spawn(process.execPath, [CLI, ...args, ...feed, '--out', recording], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killMs = random?.int(0, KILL_MS_MAX) ?? 0;
  let out = '';
  let err = '';
  let wasKilled = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const isReady = !err.includes('on paper') && (err + text).includes('on paper');
    err += text;
    if (isReady && random !== null)
      setTimeout(() => {
        wasKilled = child.kill('SIGKILL');
      }, killMs);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ wasKilled: wasKilled && code === null, code, out, err });
    });
  });
}
