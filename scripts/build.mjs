// Bundles every process of Lockstep into dist/ with esbuild. Types are not checked here: `npm run
// typecheck` does that, so that a build stays below a second.
// Usage: node scripts/build.mjs [--watch] [--allow-missing] [--only FILE]; --only makes one of the bundles, and all that is
// no bundle but the schemas.

import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync, readdirSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAssembly } from './support/assembly.mjs';
import { artifacts, dist, root } from './support/paths.mjs';

// A CommonJS file has no import.meta.url; this gives each cjs bundle its own file's URL instead.
const importMetaUrl = 'const __importMetaUrl = require("node:url").pathToFileURL(__filename).href;';

// TypeScript is loaded at run time only: bundling its 9 MB five times would slow every start.
// The package script puts the same files beside the bundles, so the lookup is the same there.
const runtimeExternal = ['typescript'];

/** What the engine uses of the language's global objects. */
const languageGlobals = [
  'Array',
  'ArrayBuffer',
  'BigInt',
  'DataView',
  'Error',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'RangeError',
  'Set',
  'String',
  'Symbol',
  'Uint32Array',
  'Uint8Array',
];

const cjs = {
  format: 'cjs',
  banner: { js: importMetaUrl },
  define: { 'import.meta.url': '__importMetaUrl' },
  external: runtimeExternal,
};
const esm = { format: 'esm', external: runtimeExternal, packages: 'external' };

/** Every bundle: its source, its file in dist/, and what differs from the common options. */
const bundles = [
  {
    source: 'client/extension.ts',
    output: 'client.cjs',
    options: { ...cjs, external: [...runtimeExternal, 'vscode'] },
  },
  { source: 'server/main.ts', output: 'server.cjs', options: cjs },
  { source: 'debug-adapter/main.ts', output: 'debug-adapter.cjs', options: cjs },
  {
    source: 'cli/main.ts',
    output: 'cli.cjs',
    options: { ...cjs, banner: { js: `#!/usr/bin/env node\n${importMetaUrl}` } },
    executable: true,
  },
  { source: 'engine/host/worker/replay-worker.ts', output: 'replay-worker.cjs', options: cjs },
  // CommonJS, so that a thread of it needs no package beside it.
  { source: 'engine/host/recorder/writer-thread.ts', output: 'recorder-writer.cjs', options: cjs },
  {
    // Dawn is a native addon that looks for its library beside its own file.
    source: 'engine/host/gpu/gpu-process.ts',
    output: 'gpu-process.cjs',
    options: { ...cjs, external: [...runtimeExternal, 'webgpu'] },
  },
  {
    // Its text is evaluated inside a bare vm context, which has no Node and no DOM globals. Looking a global up is slow
    // there (every access asks the context's owner), so the bundle holds the language's own in constants.
    source: 'engine/core/sandbox/realm.ts',
    output: 'sandbox-realm.js',
    options: {
      format: 'iife',
      platform: 'neutral',
      target: 'es2022',
      banner: { js: `{ const { ${languageGlobals.join(', ')} } = globalThis;` },
      footer: { js: '}' },
    },
  },
  { source: 'engine/index.ts', output: 'index.js', options: esm },
  { source: 'engine/core/strategy/index.ts', output: 'strategy.js', options: esm },
  { source: 'engine/host/recorder/index.ts', output: 'recorder.js', options: esm },
];

/** The tests that run inside VS Code: a runner and one bundle for each test file. */
function testBundles() {
  const options = { ...cjs, external: [...runtimeExternal, 'vscode', 'mocha'] };
  const files = readdirSync(path.join(root, 'test', 'e2e'), { recursive: true })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file === 'index.ts' || file.endsWith('.test.ts'));
  return files.map((file) => ({
    source: `test/e2e/${file}`,
    folder: testsFolder,
    output: file.replaceAll('/', '-').replace(/\.ts$/, '.cjs'),
    options,
  }));
}

/** Not in dist/, which the suites that run meanwhile use and copy. */
export const testsFolder = path.join(artifacts, 'e2e');

/** Bundles test/e2e; done only when those tests are about to run. */
export async function buildTests() {
  // A bundle of a test that is gone would still be run.
  await rm(testsFolder, { recursive: true, force: true });
  const results = await Promise.all(testBundles().map((bundle) => buildOne(bundle, {})));
  return results.every(Boolean);
}

/** @param {{ watch?: boolean, allowMissing?: boolean, only?: string }} options */
export async function build(options = {}) {
  await mkdir(dist, { recursive: true });
  const { only } = options;
  const wanted = bundles.filter(({ output }) => only === undefined || output === only);
  if (wanted.length === 0) throw new Error(`no bundle is called ${only}`);
  const present = wanted.filter((bundle) => existsSync(path.join(root, bundle.source)));
  const missing = wanted.filter((bundle) => !present.includes(bundle));
  for (const bundle of missing) console.warn(`missing: ${bundle.source} (dist/${bundle.output})`);
  if (missing.length > 0 && !options.allowMissing) {
    console.error('Not built: a bundle has no source. --allow-missing builds the others.');
    return false;
  }
  const results = await Promise.all(present.map((bundle) => buildOne(bundle, options)));
  await writeEngineSources();
  if (!(await buildAssembly())) return false;
  return results.every(Boolean) && (options.watch || only !== undefined || writeSchemas());
}

/** What is compiled together with a strategy: the engine's own portable sources, as one file. */
async function writeEngineSources() {
  const sources = {};
  for (const room of ['indicators', 'kernel', 'model', 'numeric', 'strategy']) {
    const folder = path.join(root, 'engine', 'core', room);
    for (const file of readdirSync(folder).sort())
      if (file.endsWith('.ts'))
        sources[`core/${room}/${file}`] = await readFile(path.join(folder, file), 'utf8');
  }
  await writeFile(path.join(dist, 'engine-sources.json'), JSON.stringify(sources));
}

/** The JSON Schemas an editor completes and checks lockstep.json with, written by the built command line. */
function writeSchemas() {
  const program = path.join(dist, 'cli.cjs');
  if (!existsSync(program)) return true;
  const args = [program, 'schema', '--all', '--force', '--out', path.join(dist, 'schemas')];
  return spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] }).status === 0;
}

async function buildOne(bundle, options) {
  const { default: esbuild } = await import('esbuild');
  const outfile = path.join(bundle.folder ?? dist, bundle.output);
  const settings = {
    absWorkingDir: root,
    entryPoints: [bundle.source],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // The UMD builds that some packages name as `main` call require() in a way no bundler follows.
    mainFields: ['module', 'main'],
    sourcemap: 'linked',
    sourcesContent: false,
    keepNames: true,
    legalComments: 'none',
    logLevel: 'warning',
    ...bundle.options,
    plugins: [reportAndFinish(bundle, options.watch ?? false)],
  };
  if (options.watch) {
    await (await esbuild.context(settings)).watch();
    return true;
  }
  try {
    await esbuild.build(settings);
    return true;
  } catch {
    // esbuild has printed the errors already. An old bundle left in place would be run as if it
    // were the new one, so it goes.
    await rm(outfile, { force: true });
    console.error(`failed: ${bundle.source}`);
    return false;
  }
}

function reportAndFinish(bundle, isWatching) {
  return {
    name: 'lockstep-finish',
    setup(builder) {
      builder.onEnd(async (result) => {
        if (result.errors.length > 0) return;
        if (bundle.executable) await chmod(path.join(dist, bundle.output), 0o755);
        if (isWatching) console.log(`built dist/${bundle.output}`);
      });
    },
  };
}

async function main() {
  const args = process.argv.slice(2);
  const flags = new Set(args);
  const onlyAt = args.indexOf('--only');
  const startedAt = performance.now();
  const isWatching = flags.has('--watch');
  const succeeded = await build({
    watch: isWatching,
    allowMissing: flags.has('--allow-missing'),
    only: onlyAt < 0 ? undefined : args[onlyAt + 1],
  });
  const elapsedMs = Math.round(performance.now() - startedAt);
  if (succeeded)
    console.log(isWatching ? 'watching for changes' : `built dist/ in ${elapsedMs} ms`);
  else process.exitCode = 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
