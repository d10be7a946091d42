// sha-256 of everything a verdict rests on.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../capture/capture-files.js';
import type { OpenReplay } from './open-replay.js';
import { OVERRIDES } from './overrides.js';

/** File name to hash; the strategy under its own name. Files of the capture were verified when it was read. */
export async function inputHashes(open: OpenReplay): Promise<Readonly<Record<string, string>>> {
  const { capture, opened } = open;
  const stated = Object.entries(capture.manifest.files).map(
    ([name, { sha256: hash }]) => [name, hash] as const,
  );
  const read: [string, string][] = [];
  for (const name of ['manifest.json', OVERRIDES]) {
    const bytes = await readFile(join(opened.capture, name)).catch(() => null);
    if (bytes !== null) read.push([name, sha256(bytes)]);
  }
  return Object.fromEntries([...read, ...stated, ['strategy', opened.codeHash]]);
}
