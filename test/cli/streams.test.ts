// The command among other commands: Ctrl-C, a reader that goes away, help and version.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE, lockstep, ROOT, scratchFolder, TEST_MS } from './lockstep.js';
import { STRATEGIES, writeSmall } from './small-capture.js';

describe('lockstep as a process', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);

  it('Ctrl-C while replaying: exit 130, nothing is written', async () => {
    const out = path.join(scratch.dir, 'state.json');
    const args = ['snapshot', 'save', EXAMPLE, '--at', '599', '--out', out, '--progress'];
    const run = await lockstep(args, { interruptAt: 'replay 0 %' });
    assert.equal(run.code, 130, run.err);
    assert.match(run.err, /interrupted; nothing was written\n$/);
    assert.deepEqual(readdirSync(scratch.dir), []);
  });

  it('Ctrl-C while the strategy does not return: exit 130 at once', async () => {
    const capture = await writeSmall(scratch.dir, 'stuck');
    const strategy = path.join(STRATEGIES, 'stuck.ts');
    const startedAt = performance.now();
    const args = ['replay', capture, '--strategy', strategy, '--progress'];
    const run = await lockstep(args, { interruptAt: '%' });
    assert.equal(run.code, 130, run.err);
    // The strategy's own limit is 20 s.
    assert.ok(performance.now() - startedAt < 15_000);
  });

  it('a reader that goes away is no error', function () {
    if (process.platform === 'win32') this.skip();
    const cli = path.join(ROOT, 'dist', 'cli.cjs');
    const command = `"${process.execPath}" "${cli}" replay "${EXAMPLE}" --numeric decimal --json | head -c 10; exit \${PIPESTATUS[0]}`;
    const run = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    assert.equal(run.stderr, '');
    assert.equal(run.stdout, '{\n  "schem');
    assert.equal(run.status, 1);
  });

  it('help of every command has examples, version is the package version', async () => {
    const commands = [
      ['replay'],
      ['import', 'openclaw'],
      ['snapshot'],
      ['snapshot', 'save'],
      ['snapshot', 'show'],
      ['snapshot', 'check'],
      ['schema'],
    ];
    for (const command of commands) {
      const run = await lockstep([...command, '--help']);
      assert.equal(run.code, 0, command.join(' '));
      assert.match(run.out, new RegExp(`Examples:\n {2}lockstep ${command.join(' ')}[ \\n]`));
    }
    const version = await lockstep(['--version']);
    assert.equal(version.code, 0);
    assert.match(version.out, /^\d+\.\d+\.\d+\n$/);
  });
});
