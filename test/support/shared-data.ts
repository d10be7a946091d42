// Finds the reference data the oracle tests compare with. It is not part of the repository, so tests skip without it.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Path of a reference file, looked for in LOCKSTEP_DATA, else beside the project; undefined when it is not there. */
export function sharedData(...parts: readonly string[]): string | undefined {
  const root = process.env['LOCKSTEP_DATA'] ?? resolve(PROJECT_ROOT, '..', 'shared', 'data');
  const path = join(root, ...parts);
  return existsSync(path) ? path : undefined;
}

/** Path of a reference file, or a skipped test that says which file is missing. Call it from a test or a before hook. */
export function requireSharedData(context: Mocha.Context, ...parts: readonly string[]): string {
  const path = sharedData(...parts);
  if (path !== undefined) return path;
  console.log(
    `      skipped: ${parts.join('/')} is missing; set LOCKSTEP_DATA to the folder that holds it`,
  );
  return context.skip();
}
