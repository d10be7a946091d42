// `lockstep gate`: what opens it, and that everything else keeps it closed.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE, lockstep, scratchFolder, TEST_MS, type Finished } from './lockstep.js';
import { wrongFee } from './small-capture.js';

const verify = (capture: string, ...more: readonly string[]): Promise<Finished> =>
  lockstep(['verify', capture, '--today', '2026-11-26', ...more]);

describe('lockstep gate', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const at = (...names: readonly string[]): string => path.join(scratch.dir, ...names);
  const gate = (file: string, ...more: readonly string[]): Promise<Finished> =>
    lockstep(['gate', file, ...more]);

  it('opens after a pass, and closes when the file or a report is touched', async () => {
    const [file, html] = [at('b.json'), at('r.html')];
    const run = await verify(EXAMPLE, '--blocker', file, '--html', html);
    assert.equal(run.code, 0, run.err);
    const open = await gate(file);
    assert.equal(open.code, 0, open.out);
    assert.match(open.out, /^RELEASED {2}openclaw-/);
    const text = readFileSync(file, 'utf8');
    writeFileSync(html, 'another');
    const report = await gate(file);
    assert.equal(report.code, 1);
    assert.match(report.out, /report r\.html was changed/);
    writeFileSync(file, text.replace('"capture": "openclaw', '"capture": "closedclaw'));
    const tampered = await gate(file);
    assert.equal(tampered.code, 1);
    assert.match(tampered.out, /digest does not fit/);
    writeFileSync(file, text.slice(0, -20));
    assert.equal((await gate(file)).code, 1);
  });

  it('stays closed without a file, on a folder, and after a fail, a refusal and a bad input', async () => {
    const missing = await gate(at('none.json'));
    assert.equal(missing.code, 1);
    assert.match(missing.out, /^BLOCKED\n.*There is no such file/);
    assert.equal((await gate(scratch.dir)).code, 1);
    const cases = [
      [await wrongFee(scratch.dir, 'fee'), [], 1, /not in the registry/],
      [at('nowhere'), [], 3, /There is no folder/],
      [EXAMPLE, ['--params', at('no-params.json')], 3, /ended without a verdict: .*no-params/],
    ] as const;
    for (const [capture, options, code, words] of cases) {
      const file = at('closed.json');
      assert.equal((await verify(capture, '--blocker', file, ...options)).code, code);
      const closed = await gate(file);
      assert.equal(closed.code, 1);
      assert.match(closed.out, words);
    }
  });

  it('a slip in the command line leaves no pass of an earlier run', async () => {
    const file = at('slip.json');
    const slips: readonly (readonly string[])[] = [
      ['--today', 'someday'],
      ['--tody', '2026-11-26'],
      ['--threads', 'many'],
      ['--html', at('slip.json', 'r.html')],
      ['--html', file],
    ];
    assert.equal((await verify(EXAMPLE, `--blocker=${file}`)).code, 0);
    assert.equal((await gate(file)).code, 0);
    const pass = readFileSync(file, 'utf8');
    for (const slip of slips) {
      writeFileSync(file, pass);
      assert.equal((await lockstep(['verify', EXAMPLE, '--blocker', file, ...slip])).code, 3);
      const closed = await gate(file);
      assert.equal(closed.code, 1, slip.join(' '));
      assert.match(closed.out, /verification in progress/);
    }
  });

  it('a report that is there and cannot be read closes it; one that stayed elsewhere does not', async () => {
    const [file, html] = [at('read.json'), at('read.html')];
    assert.equal((await verify(EXAMPLE, '--blocker', file, '--html', html)).code, 0);
    rmSync(html);
    assert.equal((await gate(file)).code, 0);
    mkdirSync(html);
    const closed = await gate(file);
    assert.equal(closed.code, 1);
    assert.match(closed.out, /report read\.html cannot be read \(EISDIR\)/);
  });

  it('is closed from the first moment of a verification, and after an interrupted one', async () => {
    const file = at('interrupted.json');
    assert.equal((await verify(EXAMPLE, '--blocker', file)).code, 0);
    assert.equal((await gate(file)).code, 0);
    const run = await lockstep(['verify', EXAMPLE, '--blocker', file, '--progress'], {
      interruptAt: 'replay',
    });
    assert.equal(run.code, 130, run.err);
    assert.equal((await gate(file)).code, 1);
  });
});
