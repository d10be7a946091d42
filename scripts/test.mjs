// Runs the whole check of the project: `npm test`. Works on a fresh clone. Suites run beside each other, as many as
// keep the machine busy, and each is printed whole when it ends. Goes on after a failure, so that one run shows every
// failure, and closes with a line `N passed, M failed`. See --help for running one suite.

import { parseArgs } from 'node:util';
import { ensurePackages } from './support/install.mjs';
import path from 'node:path';
import { artifacts, root } from './support/paths.mjs';
import { secondsSince } from './support/process.mjs';
import { runBeside } from './support/run-beside.mjs';
import { suites } from './support/suites.mjs';

const LINES_OF_ERROR = 15;
const optimiseLater = path.join(root, 'scripts', 'support', 'optimise-later.cjs');

const usage = `npm test -- [--only SUITE[,SUITE]] [--grep TEXT] [--thorough] [--list] [--allow-missing]
  --only           run these suites only
  --grep           run only the tests whose title contains TEXT
  --thorough       more seeds, policies and causes than there is time for before every change
  --list           list the suites
  --allow-missing  a suite or a bundle that does not exist yet is not a failure`;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    grep: { type: 'string' },
    thorough: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    'allow-missing': { type: 'boolean', default: false },
  },
});

// Tests keep what they compile out of the user's own cache folder.
process.env.LOCKSTEP_CACHE ??= path.join(artifacts, 'cache');
if (values.thorough) process.env.LOCKSTEP_THOROUGH = '1';
process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, `--require ${quoted(optimiseLater)}`]
  .filter(Boolean)
  .join(' ');

if (values.help) console.log(usage);
else if (values.list)
  for (const { name, about } of suites) console.log(`${name.padEnd(10)} ${about}`);
else process.exitCode = await runSuites(chooseSuites(values.only));

function chooseSuites(only) {
  if (only === undefined) return suites;
  const names = only.split(',');
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    console.error(`No suite named ${unknown.join(', ')}. --list shows them.`);
    process.exit(2);
  }
  const chosen = suites.filter((suite) => names.includes(suite.name));
  // Tests that start a process or a worker run what is in dist/, so it must be today's.
  const needsBuild = chosen.some((suite) => suite.needsBuild) && !names.includes('build');
  return needsBuild ? [suites.find((suite) => suite.name === 'build'), ...chosen] : chosen;
}

async function runSuites(chosen) {
  if (!(await installPackages())) return 1;
  const startedAt = performance.now();
  const options = { allowMissing: values['allow-missing'], grep: values.grep };
  // What the others run must be there first.
  const [builds, others] = [chosen.filter(isBuild), chosen.filter((suite) => !isBuild(suite))];
  const results = [];
  for (const suite of builds) results.push(await runSuite(suite, options));
  const isAlone = others.length === 1;
  const run = (suite) => runSuite(suite, isAlone ? options : { ...options, log: [] });
  results.push(...(await runBeside(others, run)));
  printSummary(results, startedAt);
  return results.every((result) => result.succeeded) ? 0 : 1;
}

async function installPackages() {
  try {
    await ensurePackages(root, 'the development packages');
    return true;
  } catch (error) {
    console.error(error.message);
    console.log('\n0 passed, 1 failed');
    return false;
  }
}

async function runSuite(suite, options) {
  const { log } = options;
  const title = `\n=== ${suite.name}: ${suite.about}`;
  console.log(log === undefined ? title : `... ${suite.name} has started`);
  const startedAt = performance.now();
  const outcome = await suite.run(options).catch((error) => {
    console.error(error);
    return { succeeded: false };
  });
  if (log !== undefined) process.stdout.write(`${title}\n${Buffer.concat(log).toString()}`);
  const result = {
    name: suite.name,
    passed: 0,
    failed: 0,
    skipped: 0,
    failures: [],
    note: '',
    ...outcome,
  };
  // A check that is no test (or a run that died) still shows in the closing line when it fails.
  if (!result.succeeded && result.failed === 0) result.failed = 1;
  result.line = describe(result, secondsSince(startedAt));
  console.log(`=== ${result.line}`);
  return result;
}

/** As NODE_OPTIONS wants a path that may have spaces. */
function quoted(file) {
  return `"${file.replaceAll('\\', '\\\\')}"`;
}

function isBuild({ name }) {
  return name === 'build';
}

function describe(result, elapsed) {
  const counts = result.passed > 0 ? `, ${result.passed} passed` : '';
  const failures = result.failed > 0 ? `, ${result.failed} failed` : '';
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  const note = result.note === '' ? '' : ` (${result.note})`;
  const verdict = result.succeeded ? 'ok    ' : 'FAILED';
  return `${verdict} ${result.name}: ${elapsed}${counts}${failures}${skipped}${note}`;
}

function printSummary(results, startedAt) {
  console.log(`\n=== all suites: ${secondsSince(startedAt)}`);
  for (const { line } of results) console.log(line);
  printFailures(results);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
}

/** The start of each, again and last, since what is kept of a long run's output is often its end. */
function printFailures(results) {
  for (const { name, failures } of results) {
    for (const { title, error } of failures) {
      const start = error.split('\n').slice(0, LINES_OF_ERROR).join('\n');
      console.log(`\nFAILED ${name}: ${title}\n${start}`);
    }
  }
}
