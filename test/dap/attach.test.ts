// Attaching to a paper run: the debugger stands behind the last tick that was recorded, steps back through what happened,
// and goes on with the run, stopping where a breakpoint hits in what is recorded meanwhile.
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync, appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CAPTURE, DapSession, ROOT } from './support/dap-session.js';

const SYMBOLS = 3;
const FIRST_TICKS = 210;

describe('a debugger attached to a paper run', function () {
  this.timeout(240_000);
  const lines = readFileSync(join(CAPTURE, 'market.jsonl'), 'utf8').trimEnd().split('\n');
  const linesOf = (from: number, to: number): string =>
    lines
      .slice(from * SYMBOLS, to * SYMBOLS)
      .map((line) => `${line}\n`)
      .join('');
  let dir = '';
  let paper: ChildProcess | null = null;

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'lockstep-attach-'));
    writeFileSync(join(dir, 'feed.jsonl'), linesOf(0, FIRST_TICKS));
    paper = spawn(process.execPath, [
      join(ROOT, 'dist/cli.cjs'),
      ...['paper', '--snapshot', join(CAPTURE, 'snapshot.json')],
      ...['--feed', join(dir, 'feed.jsonl'), '--out', join(dir, 'recording'), '--events'],
    ]);
    await said(paper, (text) => text.includes(tsOf(FIRST_TICKS - 1)));
  });
  after(() => {
    paper?.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  });

  const tsOf = (tick: number): string =>
    `"ts":${String((JSON.parse(lines[tick * SYMBOLS] ?? '') as { openTs: number }).openTs)}`;

  it('stands where it is, steps back, and goes on with it', async () => {
    const dap = await DapSession.start();
    try {
      await dap.ask('attach', { recording: join(dir, 'recording') });
      await dap.event('initialized');
      const { first } = await dap.begin();
      assert.equal(first.view.tick, FIRST_TICKS - 1);
      const back = await dap.move('lockstep/previousTick');
      assert.ok(back.view.tick < FIRST_TICKS, String(back.view.tick));
      await dap.ask('setFunctionBreakpoints', { breakpoints: [{ name: 'exit_stop_loss' }] });
      // Nothing of the kind was recorded yet: it waits, and the run goes on meanwhile.
      await dap.ask('continue', { threadId: 1 });
      appendFileSync(join(dir, 'feed.jsonl'), linesOf(FIRST_TICKS, 420));
      const hit = await dap.stopped();
      assert.equal(hit.body.reason, 'function breakpoint');
      assert.ok(hit.view.tick >= FIRST_TICKS, String(hit.view.tick));
    } finally {
      await dap.close();
    }
  });

  it('refuses a folder that is no recording', async () => {
    const dap = await DapSession.start();
    try {
      assert.match(await dap.refusal('attach', { recording: CAPTURE }), /no recording/);
      assert.match(await dap.refusal('attach', {}), /recording: expected the folder/);
    } finally {
      await dap.close();
    }
  });
});

function said(child: ChildProcess, isEnough: (text: string) => boolean): Promise<void> {
  return new Promise((resolve) => {
    let text = '';
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (isEnough(text)) resolve();
    });
  });
}
