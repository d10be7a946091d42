// sha-256 of everything a verdict rests on.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OpenReplay } from './open-replay.js';
import { OVERRIDES } from './overrides.js';

/** File name to hash; the strategy under its own name. Files of the capture were verified when it was read. */
export async function inputHashes(open: OpenReplay): Promise<Readonly<Record<string, string>>> {
  const { capture, opened } = open;
  const stated = Object.entries(capture.manifest.files).map(
    ([name, { sha256 }]) => [name, sha256] as const,
  );
  const read: [string, string][] = [];
  for (const name of ['manifest.json', OVERRIDES]) {
    const bytes = await readFile(join(opened.capture, name)).catch(() => null);
    if (bytes !== null) read.push([name, createHash('sha256').update(bytes).digest('hex')]);
  }
  return Object.fromEntries([...read, ...stated, ['strategy', opened.codeHash]]);
}
