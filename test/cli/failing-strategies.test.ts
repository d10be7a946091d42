// Strategy code that does what no strategy may: each ends in bounded time with a code, a place and the right exit code.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { lockstep, reportOf, scratchFolder, TEST_MS, type Finished } from './lockstep.js';
import { FIRST_TS, STEP_MS, STRATEGIES, writeSmall } from './small-capture.js';

const fixture = (name: string): string => path.join(STRATEGIES, `${name}.ts`);

/** Fails while running: file, code and line, all in tick 3. */
const AT_RUN: readonly (readonly [string, string, number | null])[] = [
  ['throws', 'strategy.threw', 11],
  ['throws-nothing', 'strategy.threw', 11],
  ['loops', 'strategy.loop-limit', 12],
  ['recurses', 'strategy.recursion', 13],
  ['orders-nothing', 'strategy.number', 14],
  ['throws-after-order', 'strategy.threw', 15],
  ['wrong-reason', 'strategy.reason.undeclared', 12],
  // Stopped from outside: no statement can be named any more, the tick can.
  ['stuck', 'strategy.time-limit', null],
  ['allocates', 'strategy.memory-limit', null],
];

/** Refused before the first tick: file, code and line. */
const AT_OPEN: readonly (readonly [string, string, number])[] = [
  ['reads-clock', 'nondeterministic.clock', 11],
  ['reads-clock-hidden', 'forbidden.global', 12],
  ['no-strategy', 'strategy.missing', 2],
  ['throws-on-load', 'strategy.threw', 1],
  ['unsavable-state', 'strategy.state', 1],
  ['loops-on-load', 'strategy.loop-limit', 1],
];

const FAILING_TICK = 3;

describe('strategies that break the rules', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  let capture = '';
  before(async () => {
    capture = await writeSmall(scratch.dir, 'small');
  });
  after(scratch.remove);

  const replay = (strategy: string, ...more: readonly string[]): Promise<Finished> => {
    const limits = ['--max-memory', '128', '--max-tick-seconds', '2'];
    return lockstep(['replay', capture, '--strategy', strategy, ...limits, ...more]);
  };

  for (const [name, code, line] of AT_RUN) {
    it(`${name}: ${code}, exit 1`, async () => {
      const run = await replay(fixture(name), '--json');
      assert.equal(run.code, 1, run.err);
      const { verdict, failure } = reportOf(run);
      assert.equal(verdict, 'mismatch');
      assert.equal(failure?.code, code);
      assert.deepEqual(
        [failure.tick, failure.ts],
        [FAILING_TICK, FIRST_TS + FAILING_TICK * STEP_MS],
      );
      assert.equal(failure.site?.line ?? null, line);
      if (line !== null) assert.match(failure.site?.file ?? '', new RegExp(`${name}\\.ts$`));
      assert.ok(failure.message.length > 0 && failure.remedy.length > 0);
    });
  }

  for (const [name, code, line] of AT_OPEN) {
    it(`${name}: ${code}, exit 3`, async () => {
      const run = await replay(fixture(name), '--json');
      assert.equal(run.code, 3, run.err);
      const { verdict, reasons, findings, failure } = reportOf(run);
      assert.equal(verdict, 'bad-input');
      assert.equal(failure, null);
      assert.equal(reasons.length, 1);
      const found = findings.find((finding) => finding.code === code);
      assert.match(found?.site.file ?? '', new RegExp(`${name}\\.ts$`));
      assert.equal(found?.site.line, line);
      assert.match(
        run.err,
        new RegExp(`${name}\\.ts:${String(line)}:\\d+: error ${code}: .* Fix: `),
      );
    });
  }

  it('torn source: the place where it does not parse, exit 3', async () => {
    const strategy = path.join(scratch.dir, 'torn.ts');
    writeFileSync(
      strategy,
      "import { defineStrategy } from 'lockstep/strategy';\nexport default (;\n",
    );
    const run = await replay(strategy);
    assert.equal(run.code, 3, run.out);
    assert.match(run.err, /torn\.ts:2:17: error syntax: /);
    assert.match(run.out, /^BAD INPUT/);
  });

  it('an import that is not there, and one that leads outside: exit 3', async () => {
    const strategy = path.join(scratch.dir, 'imports.ts');
    const imports = ["import './gone.js';", "import { readFileSync } from 'node:fs';"];
    writeFileSync(strategy, `${imports.join('\n')}\nexport default readFileSync;\n`);
    const run = await replay(strategy);
    assert.equal(run.code, 3, run.out);
    assert.match(run.err, /imports\.ts:1:\d+: error /);
    assert.match(run.err, /imports\.ts:2:\d+: error /);
  });

  it('for people: what, where and what would be right', async () => {
    const run = await replay(fixture('throws'));
    assert.equal(run.code, 1, run.err);
    assert.match(run.out, /^STRATEGY FAILED/);
    assert.match(
      run.out,
      /strategy\.threw: Error: no such regime\n {2}at tick 3, .* UTC, .*throws\.ts:11:\d+\n {2}Fix: /,
    );
  });
});
