// The small capture with a strategy given as text, on disk, as a replay worker opens it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCapture } from '../../engine/host/capture/index.js';
import { smallParts, withTempDir } from './captures.js';
import { strategyText } from './sandbox.js';

export interface OnDisk {
  readonly capture: string;
  readonly strategy: string;
  /** Writes another body into the strategy file. */
  readonly rewrite: (body: string) => Promise<void>;
}

export async function withStrategy<T>(
  body: string,
  use: (files: OnDisk) => Promise<T>,
): Promise<T> {
  return withTempDir(async (dir) => {
    const capture = join(dir, 'capture');
    const strategy = join(dir, 'strategy.ts');
    await writeCapture(capture, smallParts());
    const rewrite = (text: string): Promise<void> => writeFile(strategy, strategyText(text));
    await rewrite(body);
    return use({ capture, strategy, rewrite });
  });
}
