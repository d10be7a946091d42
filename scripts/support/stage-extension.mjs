// What of the working tree is the extension: the list below and nothing else, copied to a folder of its own. The tests
// inside VS Code run the same copy that a user installs.

import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './paths.mjs';

const included = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'media',
  'syntaxes',
  'dist',
  // What the links of `portability` and `lane-divergence` open.
  'docs/portable.md',
  'docs/lanes.md',
  // What `lockstep:openclaw` in a manifest means.
  'examples/workspace/strategies',
];
const excluded = /^dist[\\/](types|node_modules)([\\/]|$)|\.map$|\.tsbuildinfo$/;

/** The loader needs TypeScript's API at run time: bundles look beside themselves first. */
const runtimeFiles = ['package.json', 'LICENSE.txt', 'lib/typescript.js'];

/** Of package.json, what only a developer of Lockstep or npm needs. */
const developerKeys = ['scripts', 'devDependencies', 'dependencies', 'files', 'bin', 'exports'];

/** Copies what is built to a folder that is empty or new. */
export function stageExtension(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of included) {
    const source = path.join(root, name);
    if (!existsSync(source)) continue;
    const isWanted = (file) => !excluded.test(path.relative(root, file));
    cpSync(source, path.join(folder, name), { recursive: true, filter: isWanted });
  }
  const typescript = path.join('node_modules', 'typescript');
  for (const file of runtimeFiles) {
    cpSync(path.join(root, typescript, file), path.join(folder, 'dist', typescript, file));
  }
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const key of developerKeys) delete manifest[key];
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
