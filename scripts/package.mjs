// Makes the installable extension, artifacts/lockstep.vsix: `npm run package`. What goes in is the
// list below and nothing else, copied to a folder of its own first: the working tree holds much
// that is of no use to a user, and vsce cannot combine its ignore file with package.json's `files`.
// Usage: node scripts/package.mjs [--allow-missing]

import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensurePackages } from './support/install.mjs';
import { artifacts, root } from './support/paths.mjs';
import { ensureInstalled } from './vscode/tools.mjs';

const staging = path.join(artifacts, 'vsix');
const output = path.join(artifacts, 'lockstep.vsix');
// A VSIX beyond this has swallowed something it should not: TypeScript's API is 9 MB of it.
const vsixBytesMax = 20_000_000;

const included = [
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'media',
  'syntaxes',
  'dist',
  // What `lockstep:openclaw` in a manifest means.
  'examples/workspace/strategies',
];
const excluded = /^dist[\\/](types|e2e|node_modules)([\\/]|$)|\.map$|\.tsbuildinfo$/;

/** The loader needs TypeScript's API at run time: bundles look beside themselves first. */
const runtimeFiles = ['package.json', 'LICENSE.txt', 'lib/typescript.js'];

/** Of package.json, what only a developer of Lockstep or npm needs. */
const developerKeys = ['scripts', 'devDependencies', 'dependencies', 'files', 'bin', 'exports'];

/** Builds and packages; resolves to the path of the VSIX. `tools` comes from ensureInstalled(). */
export async function packageExtension(tools, { allowMissing = false } = {}) {
  if (!(await build({ allowMissing }))) throw new Error('The build failed; nothing was packaged.');
  stage();
  rmSync(output, { force: true });
  const log = [];
  const args = [tools.vsce, 'package', '--no-dependencies', '--out', output];
  args.push('--allow-missing-repository', '--no-rewrite-relative-links');
  const code = await runQuietly(tools.node, args, log);
  if (code !== 0) throw new Error(`vsce failed (exit ${code}).\n${log.join('')}`);
  const bytes = statSync(output).size;
  if (bytes > vsixBytesMax) {
    throw new Error(`The VSIX has ${bytes} bytes; the limit is ${vsixBytesMax}.\n${log.join('')}`);
  }
  console.log(`packaged artifacts/lockstep.vsix, ${(bytes / 1e6).toFixed(1)} MB`);
  return output;
}

function stage() {
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  for (const name of included) {
    const source = path.join(root, name);
    if (!existsSync(source)) continue;
    const isWanted = (file) => !excluded.test(path.relative(root, file));
    cpSync(source, path.join(staging, name), { recursive: true, filter: isWanted });
  }
  const typescript = path.join('node_modules', 'typescript');
  for (const file of runtimeFiles) {
    cpSync(path.join(root, typescript, file), path.join(staging, 'dist', typescript, file));
  }
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const key of developerKeys) delete manifest[key];
  writeFileSync(path.join(staging, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** vsce prints a page of advice; it is shown only when something fails. */
function runQuietly(file, args, log) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd: staging, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => log.push(String(chunk)));
    child.stderr.on('data', (chunk) => log.push(String(chunk)));
    child.on('error', reject);
    child.on('close', resolve);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await ensurePackages(root, 'the development packages');
  const allowMissing = process.argv.includes('--allow-missing');
  await packageExtension(await ensureInstalled(), { allowMissing });
}
