// A copy of the example workspace that a test may spoil.
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const EXAMPLE = fileURLToPath(new URL('../../../examples/workspace/', import.meta.url));

export interface ExampleCopy {
  readonly folder: string;
  readonly strategy: string;
  readonly capture: string;
  readonly events: string;
  /** Path of a file beside the strategy's entry. */
  readonly beside: (name: string) => string;
  readonly change: (file: string, change: (text: string) => string) => Promise<void>;
  readonly remove: () => Promise<void>;
}

export async function copyExample(): Promise<ExampleCopy> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'lockstep-lsp-')));
  await cp(EXAMPLE, folder, { recursive: true });
  const capture = path.join(folder, 'captures', 'openclaw-base');
  const strategies = path.join(folder, 'strategies', 'openclaw');
  return {
    folder,
    capture,
    strategy: path.join(strategies, 'index.ts'),
    events: path.join(capture, 'events.jsonl'),
    beside: (name) => path.join(strategies, name),
    change: async (file, change) => {
      await writeFile(file, change(await readFile(file, 'utf8')));
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
