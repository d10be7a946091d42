// `lockstep verify --lanes`: lanes that agree, lanes that cannot run, and a lane that computes something else.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE, lockstep, ROOT, scratchFolder, TEST_MS, type Finished } from './lockstep.js';
import { STRATEGIES, writeSmall } from './small-capture.js';

interface Report {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly lanes: {
    readonly ran: readonly { readonly lane: string; readonly ticks: number }[];
    readonly divergence: Readonly<Record<string, unknown>> | null;
    readonly notPortable: readonly { readonly site: { readonly file: string; line: number } }[];
  } | null;
}

const verify = (capture: string, ...more: readonly string[]): Promise<Finished> =>
  lockstep(['verify', capture, '--today', '2026-11-26', '--json', ...more]);

function reportOf({ out, err }: Finished): Report {
  assert.notEqual(out, '', err);
  return JSON.parse(out) as Report;
}

/** A copy of what is built, whose compiled lane is made from another engine than the reference lane runs. */
function withOtherEngine(folder: string, from: string, to: string): string {
  mkdirSync(folder);
  for (const name of ['dist', 'examples', 'package.json'])
    cpSync(path.join(ROOT, name), path.join(folder, name), { recursive: true });
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  const file = path.join(folder, 'dist', 'engine-sources.json');
  const sources = readFileSync(file, 'utf8');
  assert.equal(sources.split(from).length, 2, 'the engine has the line once');
  writeFileSync(file, sources.replace(from, to));
  return path.join(folder, 'dist', 'cli.cjs');
}

describe('lockstep verify --lanes', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);

  it('lanes that agree: a pass that says which lanes ran', async () => {
    const run = await verify(EXAMPLE, '--lanes', 'fast,reference');
    assert.equal(run.code, 0, run.err);
    const { verdict, lanes } = reportOf(run);
    assert.equal(verdict, 'pass');
    assert.deepEqual(lanes?.ran, [
      { lane: 'reference', ticks: 600 },
      { lane: 'fast', ticks: 600 },
    ]);
    assert.equal(lanes.divergence, null);
  });

  it('an engine that is compiled from other sources: exit 4, with tick, field and both values', async () => {
    const cli = withOtherEngine(
      path.join(scratch.dir, 'other'),
      'account.balance.sub(deal.fee.total)',
      'account.balance.add(deal.fee.total)',
    );
    const run = await lockstep(
      ['verify', EXAMPLE, '--today', '2026-11-26', '--json', '--lanes', 'reference,fast'],
      { cli },
    );
    assert.equal(run.code, 4, run.err);
    const { verdict, reasons, lanes } = reportOf(run);
    assert.equal(verdict, 'lane-divergence');
    assert.match(
      reasons[0] ?? '',
      /^The fast lane differs from the reference lane in tick \d+: event balance: reference 9\d+\.\d+, fast 1\d+\.\d+/,
    );
    assert.equal(lanes?.divergence?.['field'], 'balance');
  });

  it('a small strategy under decimals', async () => {
    const capture = await writeSmall(scratch.dir, 'small');
    const run = await verify(capture, '--lanes', 'reference,fast');
    assert.equal(run.code, 0, run.out + run.err);
    assert.equal(reportOf(run).lanes?.ran.length, 2);
  });

  it('a strategy outside the subset: no pass, and what is in the way at its place', async () => {
    const strategy = path.join(scratch.dir, 'closure.ts');
    const portable = readFileSync(path.join(STRATEGIES, 'one-trade.ts'), 'utf8');
    const from = 'const { close } = tick.bar(symbol);';
    const line = portable.slice(0, portable.indexOf(from)).split('\n').length;
    const to = 'const close = [tick.bar(symbol)].map((bar) => bar.close)[0] ?? num(0);';
    writeFileSync(strategy, portable.replace(from, to));
    const capture = await writeSmall(scratch.dir, 'closure');
    const run = await verify(capture, '--strategy', strategy, '--lanes', 'reference,fast');
    assert.equal(run.code, 1, run.out + run.err);
    const { reasons, lanes } = reportOf(run);
    assert.ok(reasons.some((reason) => reason.startsWith('The fast lane did not run: ')));
    assert.deepEqual(lanes?.ran, []);
    assert.equal(lanes.notPortable[0]?.site.line, line);
  });

  for (const more of [[], ['--lanes', 'reference,fast']]) {
    it(`--adapter without the gpu lane is refused: ${more.join(' ') || 'no --lanes'}`, async () => {
      const run = await verify(EXAMPLE, '--adapter', 'software', ...more);
      assert.equal(run.code, 3);
      assert.equal(run.out, '');
      assert.match(
        run.err,
        /--adapter software is for the gpu lane, which is not asked for\..*add --lanes reference,fast,gpu/s,
      );
    });
  }

  for (const [given, said] of [
    ['fast,quick', /no lane "quick".*lanes are reference, fast/],
    ['reference', /no lane beside the reference/],
    ['', /no lane ""/],
  ] as const) {
    it(`--lanes "${given}" is refused`, async () => {
      const run = await verify(EXAMPLE, '--lanes', given);
      assert.equal(run.code, 3);
      assert.match(run.err, said);
    });
  }
});
