// What a strategy entry in a manifest or on a command line means on disk.
import path from 'node:path';
import { packageRoot } from '../package-root.js';

/** Strategies that ship with Lockstep are named `lockstep:NAME` in a manifest. */
const SHIPPED = 'lockstep:';

/** The file a manifest's or a user's strategy entry means. */
export function resolveEntry(entry: string, folder: string): string {
  if (!entry.startsWith(SHIPPED)) return path.resolve(folder, entry);
  return path.join(
    packageRoot(),
    'examples',
    'workspace',
    'strategies',
    entry.slice(SHIPPED.length),
    'index.ts',
  );
}
