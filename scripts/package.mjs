// Makes the installable extension, artifacts/lockstep.vsix: `npm run package`. It is copied to a
// folder of its own first: vsce cannot combine its ignore file with package.json's `files`.
// Usage: node scripts/package.mjs [--allow-missing]

import { spawn } from 'node:child_process';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { ensurePackages } from './support/install.mjs';
import { artifacts, root } from './support/paths.mjs';
import { stageExtension } from './support/stage-extension.mjs';
import { ensureInstalled } from './vscode/tools.mjs';

const staging = path.join(artifacts, 'vsix');
const output = path.join(artifacts, 'lockstep.vsix');
// A VSIX beyond this has swallowed something it should not: TypeScript's API is 9 MB of it.
const vsixBytesMax = 20_000_000;

/** Builds and packages; resolves to the path of the VSIX. `tools` comes from ensureInstalled(). */
export async function packageExtension(tools, { allowMissing = false } = {}) {
  if (!(await build({ allowMissing }))) throw new Error('The build failed; nothing was packaged.');
  rmSync(staging, { recursive: true, force: true });
  stageExtension(staging);
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
