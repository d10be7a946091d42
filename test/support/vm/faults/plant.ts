// A copy of the engine with a fault in it: sources, build and tests in a folder of their own, so that nothing here is touched.
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../../cli/lockstep.js';
import type { PlantedFault } from './planted.js';

const COPIED = [
  'engine',
  'scripts',
  'test',
  'dist',
  'package.json',
  'tsconfig.base.json',
  '.mocharc.json',
];
const LIMIT_MS = 600_000;
/** Characters of what a script printed before it failed. */
const SAID = 4000;
/** What lanes run is in these; the sandbox stays as it is, so that the reference lane is right. */
const BUILT = 'replay-worker.cjs';

export class FaultyCopy {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'lockstep-faults-'));

  constructor() {
    for (const name of COPIED)
      cpSync(path.join(ROOT, name), path.join(this.folder, name), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.folder, 'node_modules'));
  }

  /** Runs a script in the copy with this fault in it; null: without any. What it prints, or why it ended. */
  run(fault: PlantedFault | null, script: readonly string[]): string {
    const mend = fault === null ? () => undefined : this.plant(fault);
    try {
      const built = this.node(['scripts/build.mjs', '--only', BUILT]);
      if (built.status !== 0)
        throw new Error(`not built with "${String(fault?.name)}": ${built.stderr}`);
      const { status, signal, stdout, stderr } = this.node(script);
      return status === 0
        ? stdout
        : `ended with ${signal ?? String(status)}: ${stdout.slice(-SAID)}${stderr.slice(-SAID)}`;
    } finally {
      mend();
    }
  }

  /** @throws where the source has changed since the fault was written */
  private plant({ name, file, text, instead }: PlantedFault): () => void {
    const place = path.join(this.folder, 'engine', file);
    const source = readFileSync(place, 'utf8');
    const parts = source.split(text);
    if (parts.length !== 2)
      throw new Error(
        `"${name}" cannot be planted: its text occurs ${String(parts.length - 1)} times in engine/${file}. Write it for the source as it is now.`,
      );
    writeFileSync(place, parts.join(instead));
    return () => {
      writeFileSync(place, source);
    };
  }

  private node(args: readonly string[]): SpawnSyncReturns<string> {
    const env = { ...process.env, LOCKSTEP_CACHE: path.join(this.folder, 'cache') };
    return spawnSync(process.execPath, args, {
      cwd: this.folder,
      env,
      encoding: 'utf8',
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
