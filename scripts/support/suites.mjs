// The suites of `npm test`, in the order they start: those that fail most often first, then those that take long, each
// beside one that mostly waits. Each has `cores`, how many it keeps busy, and run(options) -> { succeeded, passed?,
// failed?, skipped?, note? }; options are { allowMissing, grep, log }.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { artifacts, root } from './paths.mjs';
import { runProgram } from './process.mjs';

const FILES_AT_ONCE = 2;

export const suites = [
  { name: 'build', about: 'the bundles in dist/', cores: 1, run: buildSuite },
  {
    name: 'typecheck',
    about: 'tsc over every room',
    cores: 1,
    run: (options) => check('node_modules/typescript/bin/tsc', ['-b'], options),
  },
  {
    name: 'lint',
    about: 'eslint, prettier, arrows, unused code',
    cores: 2,
    run: (options) => check('scripts/lint.mjs', [], options),
  },
  mochaSuite('unit', 'functions and modules, from source', { jobs: FILES_AT_ONCE }),
  {
    name: 'vscode',
    about: 'the extension in a real VS Code',
    cores: 1,
    needsBuild: true,
    run: vscodeSuite,
  },
  // It starts a second worker by itself.
  mochaSuite('causes', 'known causes put into recordings, and whether they are found', {
    cores: 2,
  }),
  mochaSuite('lsp', 'the built language server, over its protocol'),
  mochaSuite('cli', 'the built command line', { jobs: FILES_AT_ONCE }),
  mochaSuite(
    'gpu',
    'the arithmetic of the GPU lane on an adapter, software where there is no other',
  ),
  mochaSuite('property', 'round trips and inverses on generated input', { jobs: FILES_AT_ONCE }),
  mochaSuite('dap', 'the built debug adapter, over its protocol'),
  mochaSuite('oracle', 'the engine against independent references', { jobs: FILES_AT_ONCE }),
  mochaSuite('grammar', 'syntax highlighting'),
];

async function check(script, args, { log }) {
  const file = path.join(root, script);
  const code = await runProgram(process.execPath, [file, ...args], { cwd: root, log });
  return { succeeded: code === 0 };
}

function buildSuite(options) {
  return check('scripts/build.mjs', options.allowMissing ? ['--allow-missing'] : [], options);
}

/** `jobs`: files of the suite that run beside each other, for suites in which nothing waits for time. */
function mochaSuite(name, about, { jobs = 1, cores = jobs } = {}) {
  const run = (options) => runMocha({ name, jobs }, options);
  return { name, about, cores, needsBuild: true, run };
}

async function runMocha({ name, jobs }, options) {
  const folder = path.join(root, 'test', name);
  if (!hasTests(folder)) return missing(options);
  const results = resultsFile(name);
  const mocha = path.join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const args = [mocha, '--reporter', './test/support/reporter.cjs', `test/${name}/**/*.test.ts`];
  if (options.grep !== undefined) args.push('--fgrep', options.grep);
  if (jobs > 1) args.push('--parallel', '--jobs', String(jobs));
  if (process.env.CI !== undefined) args.push('--forbid-only');
  const code = await runProgram(process.execPath, args, {
    cwd: root,
    log: options.log,
    env: { ...process.env, LOCKSTEP_RESULTS: results },
  });
  return judge(code, results, options);
}

async function vscodeSuite(options) {
  if (!hasTests(path.join(root, 'test', 'e2e'))) return missing(options);
  const results = resultsFile('vscode');
  const script = path.join(root, 'scripts', 'vscode-test.mjs');
  const args = options.grep === undefined ? [script] : [script, '--grep', options.grep];
  const code = await runProgram(process.execPath, args, {
    cwd: root,
    log: options.log,
    env: { ...process.env, LOCKSTEP_RESULTS: results },
  });
  return judge(code, results, options);
}

/** The counts decide together with the exit code; no counts means that the run died. */
function judge(code, results, options) {
  if (!existsSync(results)) return { succeeded: false, note: `exit ${code} before the end` };
  const counts = JSON.parse(readFileSync(results, 'utf8'));
  const ranNothing = counts.passed + counts.failed === 0;
  if (ranNothing && options.grep === undefined) {
    return { ...counts, succeeded: false, note: 'ran no test' };
  }
  return { ...counts, succeeded: code === 0 && counts.failed === 0 };
}

function missing({ allowMissing }) {
  return { succeeded: allowMissing, note: 'no such suite yet' };
}

function hasTests(folder) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((file) => file.endsWith('.test.ts'));
}

function resultsFile(name) {
  const folder = path.join(artifacts, 'results');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
