// `lockstep sweep`: the parameters live ran with are found; results are the same however they are made; what is wrong is
// said before anything runs.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet/src/node.js';
import { atDepth } from '../support/depth.js';
import { lockstep, scratchFolder, TEST_MS, EXAMPLE } from './lockstep.js';
import { FIRST_TS, smallCapture, STRATEGIES, writeSmall } from './small-capture.js';

/** Each worker compiles the strategy for itself, which takes longer than these runs: one, but where they are what is tested. */
const ONE_WORKER = ['--threads', '1'];
const SPACE = ['--param', 'enterAbove=98:104:1', '--param', 'exitAbove=109,110'];
const PARAMS = [...SPACE, ...ONE_WORKER];

interface Ranked {
  readonly configurations: number;
  readonly liveEvents: number;
  readonly ranked: readonly {
    readonly index: number;
    readonly params: Readonly<Record<string, string>>;
    readonly mismatches: number | null;
    readonly firstDivergence: number | null;
    readonly balance: string | null;
  }[];
}

describe('lockstep sweep', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const at = (name: string): string => path.join(scratch.dir, name);
  let capture = '';
  before(async () => {
    capture = await writeSmall(scratch.dir, 'small');
  });

  it('finds the parameters live ran with', async () => {
    const run = await lockstep(['sweep', capture, ...PARAMS, '--json']);
    assert.equal(run.code, 0, run.err);
    const { configurations, liveEvents, ranked } = JSON.parse(run.out) as Ranked;
    assert.deepEqual([configurations, liveEvents, ranked.length], [14, 4, 14]);
    const [best, second] = ranked;
    assert.deepEqual(best, {
      ...best,
      params: { enterAbove: '100', exitAbove: '110' },
      mismatches: 0,
      firstDivergence: null,
      balance: '1009.788',
    });
    assert.ok((second?.mismatches ?? 0) > 0);
    assert.ok(!run.out.includes(scratch.dir), 'a path of this machine is in the report');
  });

  it('for people: the answer first, then the table', async () => {
    const run = await lockstep(['sweep', capture, ...PARAMS, '--top', '2']);
    assert.equal(run.code, 0, run.err);
    assert.match(
      run.out,
      /^FOUND {2}live's 4 events are those of enterAbove=100 exitAbove=110\n\n/,
    );
    assert.match(
      run.out,
      /rank +enterAbove +exitAbove +differing events +departs in tick +balance\n/,
    );
    assert.match(run.out, /\n +1 +100 +110 +0 +- +1009\.788\n/);
  });

  it('each configuration is what a replay with these parameters is', async () => {
    const { out } = await lockstep([
      'sweep',
      EXAMPLE,
      '--param',
      'trade.sl_atr_mult=1.5,2',
      '--json',
    ]);
    const { ranked } = JSON.parse(out) as Ranked;
    const file = at('params.json');
    for (const { params, mismatches, firstDivergence } of ranked) {
      writeFileSync(file, JSON.stringify({ trade: { sl_atr_mult: params['trade.sl_atr_mult'] } }));
      const single = await lockstep(['replay', EXAMPLE, '--params', file, '--json']);
      const report = JSON.parse(single.out) as {
        readonly mismatchCount: number;
        readonly mismatches: readonly { readonly tick: number }[];
      };
      assert.equal(report.mismatchCount, mismatches);
      assert.equal(report.mismatches[0]?.tick ?? null, firstDivergence);
    }
  });

  it('the same bytes with one worker or three, and after an interruption', async () => {
    const sweep = (name: string, ...more: readonly string[]): Promise<unknown> =>
      lockstep(['sweep', capture, ...SPACE, '--out', at(name), ...more]);
    await sweep('one.jsonl', ...ONE_WORKER);
    await sweep('three.jsonl', '--threads', '3');
    const whole = readFileSync(at('one.jsonl'), 'utf8');
    assert.equal(whole.split('\n').length, 16, 'a header, 14 rows, and the end of the last line');
    assert.equal(readFileSync(at('three.jsonl'), 'utf8'), whole);
    const places = [whole.indexOf('{"index":5') + 20, 40, whole.indexOf('{"index":9'), 0];
    for (const kept of places.slice(0, atDepth(2, 4))) {
      truncateSync(at('three.jsonl'), kept);
      await sweep('three.jsonl', ...ONE_WORKER);
      assert.equal(readFileSync(at('three.jsonl'), 'utf8'), whole, `cut at byte ${String(kept)}`);
    }
    const again = await lockstep(['sweep', capture, ...PARAMS, '--out', at('one.jsonl'), '--json']);
    assert.equal((JSON.parse(again.out) as Ranked).ranked[0]?.index, 5);
    assert.equal(readFileSync(at('one.jsonl'), 'utf8'), whole);
  });

  it('results of another sweep, or of none, are not gone on with', async () => {
    await lockstep(['sweep', capture, ...PARAMS, '--out', at('mine.jsonl')]);
    const other = ['sweep', capture, '--param', 'enterAbove=1,2', ...ONE_WORKER, '--out'];
    const run = await lockstep([...other, at('mine.jsonl')]);
    assert.equal(run.code, 3);
    assert.match(run.err, /mine\.jsonl: the file holds another sweep.* Fix: .*--force/);
    writeFileSync(at('text.jsonl'), 'dear diary\n');
    const text = await lockstep([...other, at('text.jsonl')]);
    assert.match(text.err, /text\.jsonl: the file holds something else/);
    assert.equal(readFileSync(at('text.jsonl'), 'utf8'), 'dear diary\n');
    const forced = await lockstep([...other, at('mine.jsonl'), '--force']);
    assert.equal(forced.code, 0, forced.err);
  });

  it('Parquet: the same rows, read by a reader of its own', async () => {
    const file = at('sweep.parquet');
    await lockstep(['sweep', capture, ...PARAMS, '--parquet', file, '--out', at('p.jsonl')]);
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(file) });
    const lines = readFileSync(at('p.jsonl'), 'utf8').trim().split('\n').slice(1);
    const expected = lines.map((line) => {
      const { index, params, mismatches, firstDivergence, balance, windows } = JSON.parse(line) as {
        readonly index: number;
        readonly params: Readonly<Record<string, string>>;
        readonly mismatches: number;
        readonly firstDivergence: number | null;
        readonly balance: string;
        readonly windows: object;
      };
      return {
        index,
        ...params,
        mismatches,
        first_divergence: firstDivergence,
        balance,
        windows: JSON.stringify(windows),
      };
    });
    assert.deepEqual(rows, expected);
  });

  it('a place that cannot be written is refused before anything runs', async () => {
    const missing = path.join(scratch.dir, 'missing', 'sweep');
    const out = await lockstep(['sweep', capture, ...PARAMS, '--out', `${missing}.jsonl`]);
    assert.equal(out.code, 3, out.err);
    assert.match(out.err, /sweep\.jsonl cannot be written \(ENOENT\)/);
    const folder = await lockstep(['sweep', capture, ...PARAMS, '--out', scratch.dir]);
    assert.match(folder.err, /is no file/);
    const parquet = await lockstep([
      'sweep',
      capture,
      ...PARAMS,
      '--parquet',
      `${missing}.parquet`,
    ]);
    assert.equal(parquet.code, 3, parquet.err);
    assert.match(parquet.err, /cannot be written \(ENOENT\)/);
    writeFileSync(at('diary.parquet'), 'dear diary\n');
    const other = await lockstep(['sweep', capture, ...PARAMS, '--parquet', at('diary.parquet')]);
    assert.match(other.err, /holds something else\. Fix: .*--force/);
    assert.equal(readFileSync(at('diary.parquet'), 'utf8'), 'dear diary\n');
  });

  it('several windows: differing events of all of them together', async () => {
    const parts = smallCapture();
    const second = await writeSmall(scratch.dir, 'second', {
      ...parts,
      manifest: { ...parts.manifest, captureId: 'second' },
    });
    const run = await lockstep(['sweep', capture, second, ...PARAMS, '--json']);
    assert.equal(run.code, 0, run.err);
    const { liveEvents, ranked } = JSON.parse(run.out) as Ranked;
    assert.equal(liveEvents, 8);
    assert.deepEqual([ranked[0]?.mismatches, ranked[0]?.balance], [0, '2019.576']);
  });

  const REFUSED: readonly (readonly [title: string, args: readonly string[], said: RegExp])[] = [
    ['no parameter', [], /--param/],
    [
      'an unknown one',
      ['--param', 'enterAbov=1'],
      /no parameter enterAbov\..*did you mean enterAbove/,
    ],
    ['an ill-typed value', ['--param', 'enterAbove=high'], /enterAbove cannot be "high"/],
    ['another lane', [...PARAMS, '--lane', 'warp'], /no lane "warp"/],
    [
      'an adapter for the fast lane',
      [...PARAMS, '--adapter', 'hardware'],
      /--adapter hardware is for the gpu lane, which is not asked for\..*add --lane gpu/s,
    ],
    ['another order', [...PARAMS, '--by', 'luck'], /ranked by "luck"/],
  ];
  for (const [title, args, said] of REFUSED) {
    it(`${title} is refused before anything runs`, async () => {
      const out = at('refused.jsonl');
      const run = await lockstep(['sweep', capture, ...args, '--out', out]);
      assert.equal(run.code, 3, run.out);
      assert.match(run.err, said);
      assert.ok(!existsSync(out), 'nothing is written');
    });
  }

  it('a strategy outside the subset: the places, and exit 3', async () => {
    const strategy = at('closure.ts');
    const portable = readFileSync(path.join(STRATEGIES, 'one-trade.ts'), 'utf8');
    const from = 'const { close } = tick.bar(symbol);';
    const to = 'const close = [tick.bar(symbol)].map((bar) => bar.close)[0] ?? num(0);';
    writeFileSync(strategy, portable.replace(from, to));
    const run = await lockstep(['sweep', capture, ...PARAMS, '--strategy', strategy]);
    assert.equal(run.code, 3);
    assert.match(run.err, /closure\.ts:\d+:\d+: not portable: .*\. Fix: /);
    assert.match(run.err, /The fast lane does not run this: the strategy is not portable/);
  });

  it('substitutions that change the market are refused, and those of the start are in force', async () => {
    const of = async (name: string, interventions: readonly object[]): Promise<string> => {
      const folder = await writeSmall(scratch.dir, name);
      const overrides = JSON.stringify({ schemaVersion: 1, interventions });
      writeFileSync(path.join(folder, 'overrides.json'), overrides);
      return folder;
    };
    const bar = { kind: 'market-bar', symbol: 'BTC', openTs: FIRST_TS, bar: { close: '200' } };
    const shifted = await lockstep(['sweep', await of('shifted', [bar]), ...PARAMS]);
    assert.equal(shifted.code, 3, shifted.out);
    assert.match(shifted.err, /a substitution in force \(market-bar\) acts on more than the start/);
    const fee = { kind: 'venue-policy', path: 'fee.rateBps', value: '20' };
    const dearer = await lockstep(['sweep', await of('dearer', [fee]), ...PARAMS, '--json']);
    assert.equal(dearer.code, 0, dearer.err);
    const { ranked } = JSON.parse(dearer.out) as Ranked;
    const same = ranked.find(({ params }) => params['enterAbove'] === '100');
    assert.equal(same?.balance, '1009.576');
  });

  it('Ctrl-C: what is done stays, and the command says how to go on', async () => {
    const out = at('long.jsonl');
    const long = ['sweep', EXAMPLE, '--param', 'trade.sl_atr_mult=1:3:0.01', '--out', out];
    const run = await lockstep([...long, '--progress', '--threads', '1'], {
      interruptAt: 'sweep 10 %',
    });
    assert.equal(run.code, 130, run.err);
    assert.match(run.err, /interrupted; the same command goes on from what .*long\.jsonl holds/);
    assert.ok(readFileSync(out, 'utf8').split('\n').length > 20);
  });
});
