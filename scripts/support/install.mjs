// Makes sure that node_modules holds what package-lock.json says, so that `npm start` and
// `npm test` work on a fresh clone. npm keeps its own record of what it installed
// (node_modules/.package-lock.json); the two are compared, and `npm ci` runs only if they differ.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runNpm, secondsSince } from './process.mjs';

/** Installs the packages of `folder` where they are missing or differ from its lock file. */
export async function ensurePackages(folder, why, extraArguments = []) {
  const reason = whyStale(folder);
  if (reason === undefined) return;
  console.log(`Installing ${why} with npm ci: ${reason}.`);
  const startedAt = performance.now();
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', ...extraArguments];
  const code = await runNpm(args, { cwd: folder });
  if (code !== 0) {
    throw new Error(`npm ci failed in ${folder} (exit ${code}); its own message is above.`);
  }
  console.log(`Installed ${why} in ${secondsSince(startedAt)}.`);
}

/** Says why the packages in `folder` cannot be used as they are, or undefined if they can. */
function whyStale(folder) {
  const wanted = readPackages(path.join(folder, 'package-lock.json'));
  if (wanted === undefined) return 'package-lock.json cannot be read';
  const installed = readPackages(path.join(folder, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'node_modules is missing';
  for (const [location, entry] of Object.entries(wanted)) {
    // Optional packages are those of other platforms; the root package is not installed.
    if (location === '' || entry.optional || entry.devOptional) continue;
    const isThere = existsSync(path.join(folder, location, 'package.json'));
    const found = isThere ? installed[location]?.version : undefined;
    if (found !== entry.version) {
      return `${location} is ${found ?? 'missing'}, package-lock.json says ${entry.version}`;
    }
  }
  return undefined;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
