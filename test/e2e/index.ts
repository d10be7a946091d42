// The entry that VS Code calls inside its extension host. Runs every bundled *.test.ts with mocha
// and reports each result to the runner, which prints and counts them.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { ask, screenshot } from './support/page.js';

const testTimeoutMs = 240_000;

export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, reporter: RunnerReporter });
  const grep = process.env['LOCKSTEP_E2E_GREP'] ?? '';
  if (grep !== '') mocha.fgrep(grep);
  if (process.env['CI'] !== undefined) mocha.forbidOnly();
  mocha.rootHooks({
    async afterEach(this: Mocha.Context) {
      const test = this.currentTest;
      if (test?.state === 'failed') await screenshot(`failed-${test.fullTitle()}`);
    },
  });
  for (const file of readdirSync(__dirname).sort()) {
    if (file.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, file));
  }
  const failures = await new Promise<number>((resolve) => mocha.run(resolve));
  await reported;
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

/** Reports go out one after the other, so that they arrive in the order of the run. */
let reported: Promise<unknown> = Promise.resolve();

function report(event: object): void {
  reported = reported.then(() => ask('report', event));
}

class RunnerReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let depth = -1;
    runner.on('suite', (suite) => {
      depth += 1;
      if (!suite.root) report({ kind: 'suite', title: suite.title, depth: depth - 1 });
    });
    runner.on('suite end', () => {
      depth -= 1;
    });
    runner.on('pass', (test) => {
      report({ kind: 'pass', title: test.title, durationMs: test.duration ?? 0, depth });
    });
    runner.on('pending', (test) => {
      report({ kind: 'skip', title: test.title, depth });
    });
    runner.on('fail', (test, error: Error) => {
      report({ kind: 'fail', title: test.title, error: error.stack ?? error.message, depth });
    });
    runner.on('end', () => {
      report({ kind: 'end', depth: 0 });
    });
  }
}
