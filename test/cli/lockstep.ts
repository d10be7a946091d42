// Runs the built command as a process of its own, the way a shell does.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const EXAMPLE = path.join(ROOT, 'examples', 'workspace', 'captures', 'openclaw-base');
const CLI = path.join(ROOT, 'dist', 'cli.cjs');

/** Far above what any command here takes; a command that hangs must fail its own test, not the whole run. */
const LIMIT_MS = 120_000;
/** For the tests themselves: a few commands one after the other on a busy machine. */
export const TEST_MS = 240_000;

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** Another build of the command than the one under test. */
  readonly cli?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** No file may become longer than so many blocks (512 or 1024 bytes, as the shell has it): a disk that is full. */
  readonly blocksMax?: number;
  /** Ctrl-C, once, as soon as this is on standard error. */
  readonly interruptAt?: string;
}

export function lockstep(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const { cwd = ROOT, env = {}, cli = CLI, interruptAt, blocksMax } = options;
  const command = [process.execPath, cli, ...args];
  const limited = ['sh', '-c', `ulimit -f ${String(blocksMax)}; exec "$@"`, 'sh', ...command];
  const [program = '', ...rest] = blocksMax === undefined ? command : limited;
  return new Promise((resolve, reject) => {
    const child = spawn(program, rest, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const limit = setTimeout(() => {
      child.kill('SIGKILL');
    }, LIMIT_MS);
    let out = '';
    let err = '';
    let isInterrupted = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
      if (isInterrupted || interruptAt === undefined || !err.includes(interruptAt)) return;
      isInterrupted = child.kill('SIGINT');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(limit);
      resolve({ code, out, err });
    });
  });
}

/** A folder for the tests of one file; removed by the returned function. */
export function scratchFolder(): { readonly dir: string; readonly remove: () => void } {
  const dir = mkdtempSync(path.join(tmpdir(), 'lockstep-cli-'));
  return {
    dir,
    remove: () => {
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** What `--json` prints, as far as tests look at it. */
export interface JsonReport {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly events: { readonly live: number; readonly replay: number; readonly matched: number };
  readonly byKind: Readonly<Record<string, JsonReport['events']>>;
  readonly failure: {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
    readonly tick: number | null;
    readonly ts: number | null;
    readonly site: JsonSite | null;
  } | null;
  readonly mismatchCount: number;
  readonly mismatches: readonly {
    readonly kind: string;
    readonly tick: number;
    readonly symbol: string;
    readonly message: string;
    readonly fields: readonly { path: string; live: string | null; replay: string | null }[];
    readonly site: JsonSite | null;
    readonly live: { readonly seq: number; readonly line: number } | null;
  }[];
  readonly issues: readonly { readonly code: string; readonly file: string; line: number | null }[];
  readonly findings: readonly { readonly code: string; readonly site: JsonSite }[];
}
interface JsonSite {
  readonly file: string;
  readonly line: number;
}

export const reportOf = ({ out, err }: Finished): JsonReport => {
  if (out === '') throw new Error(`no report; standard error says: ${err}`);
  return JSON.parse(out) as JsonReport;
};
