// `lockstep paper` as a process: it does what a replay does, survives being killed, and says what is wrong with its feed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atDepth } from '../support/depth.js';
import { CAPTURE, paperLife } from '../support/paper-kill.js';
import { recordingRows } from '../support/recording-rows.js';
import { seededRandom } from '../support/seeded-random.js';
import { lockstep, ROOT, scratchFolder, TEST_MS, type RunOptions } from './lockstep.js';
import { BARS, writeSmall } from './small-capture.js';

const KILLS = atDepth(2, 5);

describe('lockstep paper', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const folder = (name: string): string => path.join(scratch.dir, name);
  let small = '';

  before(async () => {
    small = await writeSmall(scratch.dir, 'small');
  });

  it(`killed ${String(KILLS)} times, it ends with the recording of a run that was left alone`, async () => {
    const whole = await paperLife(folder('whole'), null);
    assert.equal(whole.code, 0, whole.err);
    const random = seededRandom(11);
    let kills = 0;
    for (let life = await paperLife(folder('killed'), random); ;) {
      if (!life.wasKilled) {
        assert.equal(life.code, 0, life.err);
        break;
      }
      kills += 1;
      life = await paperLife(folder('killed'), kills < KILLS ? random : null);
    }
    assert.ok(kills > 0);
    assert.deepEqual(recordingRows(folder('killed')), recordingRows(folder('whole')));
    const verified = await lockstep(['capture', 'verify', folder('killed')]);
    assert.equal(verified.code, 0, verified.out);
    const sealed = await lockstep([
      'capture',
      'seal',
      folder('killed'),
      '--out',
      folder('capture'),
    ]);
    assert.equal(sealed.code, 0, sealed.err);
    const replayed = await lockstep(['replay', folder('capture')]);
    assert.equal(replayed.code, 0, replayed.out);
    // Live and paper of the same market agree in every event that live recorded.
    const both = await lockstep(['verify', '--live', CAPTURE, '--paper', folder('capture')]);
    assert.match(both.out, /strategy.codeHash differs|live-paper +\d+/, both.err);
  });

  it('follows what lockstep serve plays', async () => {
    const server = spawn(process.execPath, [
      path.join(ROOT, 'dist', 'cli.cjs'),
      ...['serve', small, '--speed', 'max'],
    ]);
    try {
      const url = await new Promise<string>((resolve) => {
        server.stdout.once('data', (text: Buffer) => {
          resolve(text.toString().trim());
        });
      });
      const run = await paper('served', ['--feed', url, '--json']);
      assert.equal(run.code, 0, run.err);
      const { counts, end } = JSON.parse(run.out) as {
        readonly counts: { readonly ticks: number };
        readonly end: { readonly kind: string };
      };
      assert.equal(end.kind, 'feed-ended');
      assert.equal(counts.ticks, BARS.length);
    } finally {
      server.kill('SIGTERM');
    }
  });

  const paper = (
    name: string,
    args: readonly string[],
    options: RunOptions = {},
  ): ReturnType<typeof lockstep> => {
    const command = ['paper', '--snapshot', path.join(small, 'snapshot.json')];
    return lockstep([...command, '--out', folder(name), ...args], options);
  };

  const feed = (name: string, lines: readonly (object | string)[]): string => {
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    writeFileSync(folder(name), `${texts.join('\n')}\n`);
    return folder(name);
  };

  const FEEDS: readonly (readonly [string, readonly (object | string)[], number, RegExp])[] = [
    [
      'a gap',
      [...BARS.slice(0, 3), ...BARS.slice(5)],
      1,
      /stopped: no bar of BTC from .*accept goes on/,
    ],
    ['an empty feed', [], 0, /0 ticks and 0 events/],
  ];
  for (const [name, lines, code, says] of FEEDS)
    it(`${name}: exit ${String(code)}`, async () => {
      const file = feed(`${name}.jsonl`, lines);
      const run = await paper(name, ['--feed', file, '--no-follow']);
      assert.equal(run.code, code, run.err);
      assert.match(run.out, says);
    });

  it('goes on without bars that nobody has, where that is wished', async () => {
    const file = feed('gap-accepted.jsonl', [...BARS.slice(0, 3), ...BARS.slice(5)]);
    const run = await paper('accepted', ['--feed', file, '--no-follow', '--on-gap', 'accept']);
    assert.equal(run.code, 0, run.err);
    assert.match(run.err, /no bar of BTC .*; going on without/);
    assert.match(run.out, new RegExp(`${String(BARS.length - 2)} ticks`));
  });

  it('reports nonsense and goes on, or stops where that is wished', async () => {
    const [first, second] = BARS;
    const worse = { ...first, low: '1000' };
    const file = feed('nonsense.jsonl', ['{', worse, first ?? '', second ?? '', first ?? '']);
    const on = await paper('nonsense', ['--feed', file, '--no-follow']);
    assert.equal(on.code, 0, on.err);
    assert.match(on.err, /line 1 of .*json.syntax/);
    assert.match(on.err, /line 2 of .*above|line 2 of .*low/);
    assert.match(on.out, /2 ticks/);
    const stopped = await paper('strict', ['--feed', file, '--no-follow', '--on-fault', 'stop']);
    assert.equal(stopped.code, 1);
    assert.match(stopped.out, /stopped: line 1 of .*--on-fault go-on ignores it/);
    assert.equal(
      readFileSync(path.join(folder('strict'), 'recording.json'), 'utf8').length > 0,
      true,
    );
  });

  it('stops where the disk is full, and goes on once there is room', async function () {
    if (process.platform === 'win32') this.skip();
    const args = ['--feed', feed('all.jsonl', BARS), '--no-follow'];
    const whole = await paper('roomy', args);
    assert.equal(whole.code, 0, whole.err);
    const full = await paper('full', args, { blocksMax: 4, env: { LOCKSTEP_CACHE: '' } });
    assert.equal(full.code, 3, full.err);
    assert.match(full.err, /The recording cannot be written: .*(market|events)-000001\.jsonl/);
    assert.match(
      full.err,
      /cannot be written \(EFBIG\)\. .*make room on the disk.*it goes on from/s,
    );
    const verified = await lockstep(['capture', 'verify', folder('full')]);
    assert.equal(verified.code, 0, verified.err);
    const again = await paper('full', args);
    assert.equal(again.code, 0, again.err);
    assert.deepEqual(recordingRows(folder('full')), recordingRows(folder('roomy')));
  });

  const BAD: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a feed that is not there', ['--feed', '/nowhere/bars.jsonl'], /cannot be read: ENOENT/],
    [
      'a feed that refuses',
      ['--feed', 'ws://127.0.0.1:9', '--attempts', '1'],
      /could not be reached/,
    ],
    [
      'settings that are not there',
      ['--feed', '-', '--settings', '/nowhere'],
      /There is no \/nowhere/,
    ],
    ['a strategy that is not there', ['--feed', '-', '--strategy', '/nowhere.ts'], /is not there/],
  ];
  for (const [name, args, says] of BAD)
    it(`${name}: exit 3`, async () => {
      const run = await paper(`bad-${name}`, args);
      assert.equal(run.code, 3, run.out + run.err);
      assert.match(run.out + run.err, says);
    });

  it('refuses the recording of another run', async () => {
    const file = feed('bars.jsonl', BARS);
    assert.equal((await paper('one', ['--feed', file, '--no-follow'])).code, 0);
    const other = await paper('one', ['--feed', file, '--no-follow', '--numeric', 'binary64']);
    assert.equal(other.code, 3);
    assert.match(other.err, /another header: "numeric/);
  });
});
