// A copy of the example strategy in a folder of its own, to be edited by a test as a person would.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STRATEGY } from './dap-session.js';

export interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** The stagnation exit fires a little earlier: a handful of trades end on another bar than live's did. */
export const EARLIER_STAGNATION: Edit = {
  file: 'smart-exits.ts',
  from: "view.entryAtr.mul('0.70')",
  to: "view.entryAtr.mul('0.80')",
};

export class StrategyCopy {
  private constructor(readonly folder: string) {}

  static async make(...edits: readonly Edit[]): Promise<StrategyCopy> {
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-strategy-'));
    await cp(STRATEGY, folder, { recursive: true });
    const copy = new StrategyCopy(folder);
    for (const edit of edits) await copy.edit(edit);
    return copy;
  }

  get entry(): string {
    return join(this.folder, 'index.ts');
  }

  path(file: string): string {
    return join(this.folder, file);
  }

  /** Fails when the text to change is not there, so that a renamed constant cannot make a test empty. */
  async edit({ file, from, to }: Edit): Promise<void> {
    const path = this.path(file);
    const text = await readFile(path, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} does not contain ${from}`);
    await writeFile(path, text.replace(from, to));
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The line, from 1, of the first line of a strategy file that contains a text. */
export async function lineOf(path: string, text: string): Promise<number> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const index = lines.findIndex((line) => line.includes(text));
  if (index < 0) throw new Error(`${path} does not contain ${text}`);
  return index + 1;
}
