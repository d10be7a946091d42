// Where this package lies on disk: the same for sources, bundles and an installed extension.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of Lockstep's package.json, searched upwards from this module. */
export function packageRoot(): string {
  for (let folder = path.dirname(fileURLToPath(import.meta.url)); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'package.json');
    if (
      existsSync(manifest) &&
      (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'lockstep'
    )
      return folder;
    if (folder === path.dirname(folder))
      throw new Error('the folder of the lockstep package was not found');
  }
}

/** A file the build makes. */
export const builtFile = (name: string): string => path.join(packageRoot(), 'dist', name);
