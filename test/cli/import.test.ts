// `lockstep import openclaw`: recordings of the reference engine become captures that replay to parity.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseManifest } from '../../engine/core/schema/index.js';
import { requireSharedData } from '../support/shared-data.js';
import { EXAMPLE, lockstep, reportOf, ROOT, scratchFolder, TEST_MS } from './lockstep.js';

interface Recording {
  readonly id: string;
  readonly config: string;
  readonly ledger: number;
  /** As many as the report has diagnostics. */
  readonly decisions: number;
}

const RECORDINGS: readonly Recording[] = [
  { id: 'x01', config: 'x01_strategy.yaml', ledger: 128, decisions: 65 },
  { id: 'x02', config: 'x02_strategy.yaml', ledger: 71, decisions: 42 },
];

function importArgs(context: Mocha.Context, id: string, config: string): readonly string[] {
  const data = (name: string): string => requireSharedData(context, 'openclaw', name);
  return [
    ...['import', 'openclaw', '--report', data(`${id}_report.json`)],
    ...['--candles', data('candles_1h.json'), '--config', data(config)],
  ];
}

const seededArgs = (context: Mocha.Context): readonly string[] => [
  ...importArgs(context, 'example', 'example_strategy.yaml'),
  ...['--init-state', requireSharedData(context, 'openclaw', 'example_init_state.json')],
];

const manifestOf = (folder: string) =>
  parseManifest(readFileSync(path.join(folder, 'manifest.json'), 'utf8'), 'manifest.json').value;

describe('lockstep import openclaw', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);

  for (const { id, config, ledger, decisions } of RECORDINGS) {
    it(`${id}: imported and replayed: parity in every ledger row and decision`, async function () {
      const out = path.join(scratch.dir, id);
      const done = await lockstep([...importArgs(this, id, config), '--out', out]);
      assert.equal(done.code, 0, done.err);
      assert.match(done.out, /^openclaw-[0-9a-f]{16} \(BTC, ETH, SOL\) is in /);
      assert.equal(manifestOf(out)?.strategy.entry, 'lockstep:openclaw');
      const run = await lockstep(['replay', out, '--json']);
      assert.equal(run.code, 0, run.err);
      const { verdict, byKind } = reportOf(run);
      assert.equal(verdict, 'parity');
      assert.deepEqual(byKind, {
        decision: { live: decisions, replay: decisions, matched: decisions },
        ledger: { live: ledger, replay: ledger, matched: ledger },
      });
      assert.match(run.out, /"file": "lockstep:openclaw\/index\.ts"/);
    });
  }

  it('a run that began from an init state: parity in every row, its end included', async function () {
    const out = path.join(scratch.dir, 'seeded');
    const done = await lockstep([...seededArgs(this), '--out', out]);
    assert.equal(done.code, 0, done.err);
    const assumed = done.err.match(/warning openclaw\.init-state\.assumed at \S+: /g) ?? [];
    assert.equal(assumed.length, 9, done.err);
    const run = await lockstep(['replay', out, '--json']);
    assert.equal(run.code, 0, run.err);
    const { verdict, byKind } = reportOf(run);
    assert.equal(verdict, 'parity');
    assert.deepEqual(byKind, {
      decision: { live: 54, replay: 54, matched: 54 },
      ledger: { live: 105, replay: 105, matched: 105 },
    });
    const checked = await lockstep(['snapshot', 'check', out]);
    assert.equal(checked.code, 0, checked.err);
  });

  it('the same run, taken to have gone on: its forced closes are live-only, and nothing else is', async function () {
    const out = path.join(scratch.dir, 'cut');
    const done = await lockstep([...seededArgs(this), '--out', out, '--end', 'cut']);
    assert.equal(done.code, 0, done.err);
    const run = await lockstep(['replay', out, '--json']);
    assert.equal(run.code, 1, run.err);
    const { mismatches } = reportOf(run);
    assert.equal(mismatches.length, 2);
    for (const { kind, message } of mismatches) {
      assert.equal(kind, 'missing-in-replay');
      assert.match(message, /^live did CLOSE short (BTC|ETH) \(exit_end_of_backtest\)/);
    }
  });

  it('an init state that does not fit, a start that is no time: exit 3, nothing is written', async function () {
    const out = path.join(scratch.dir, 'unfit');
    const args = importArgs(this, 'example', 'example_strategy.yaml');
    const flat = await lockstep([...args, '--out', out]);
    assert.equal(flat.code, 2, flat.err);
    assert.match(flat.err, /error openclaw\.report\.seeded .*--init-state/);
    const other = ['--init-state', path.join(scratch.dir, 'other.json')];
    const text = readFileSync(
      requireSharedData(this, 'openclaw', 'example_init_state.json'),
      'utf8',
    );
    writeFileSync(other[1] ?? '', text.replace(/"version":\s*2/, '"version": 1'));
    const version = await lockstep([...args, ...other, '--out', out]);
    assert.equal(version.code, 3);
    assert.match(version.err, /other\.json:\d+:\d+: error schema\.choice at version/);
    const seconds = await lockstep([...seededArgs(this), '--out', out, '--from', '1769400000']);
    assert.equal(seconds.code, 3);
    assert.match(seconds.err, /--from "1769400000" is no time in milliseconds/);
    const end = await lockstep([...seededArgs(this), '--out', out, '--end', 'never']);
    assert.equal(end.code, 3);
    assert.ok(!readdirSync(scratch.dir).includes('unfit'));
  });

  it('the base run: the same bytes as the example in the repository', async function () {
    const out = path.join(scratch.dir, 'base');
    const strategy = path.join(ROOT, 'examples/workspace/strategies/openclaw/index.ts');
    const args = importArgs(this, 'base', 'strategy.yaml');
    const done = await lockstep([...args, '--out', out, '--strategy', strategy]);
    assert.equal(done.code, 0, done.err);
    for (const file of ['market.jsonl', 'events.jsonl', 'snapshot.json']) {
      const read = (folder: string) => readFileSync(path.join(folder, file));
      assert.ok(read(out).equals(read(EXAMPLE)), file);
    }
    const entry = manifestOf(out)?.strategy.entry ?? '';
    assert.ok(!path.isAbsolute(entry));
    assert.equal(path.resolve(out, entry), strategy);
  });

  it('nothing is written over: a folder with something in it, a file', async function () {
    const args = importArgs(this, 'x02', 'x02_strategy.yaml');
    const full = path.join(scratch.dir, 'full');
    mkdirSync(full);
    writeFileSync(path.join(full, 'thesis.txt'), 'years of work');
    for (const force of [[], ['--force']]) {
      const refused = await lockstep([...args, '--out', full, ...force]);
      assert.equal(refused.code, 3);
      assert.match(refused.err, /full is not empty\. Fix: give another folder/);
    }
    assert.deepEqual(readdirSync(full), ['thesis.txt']);
    const onFile = await lockstep([...args, '--out', path.join(full, 'thesis.txt')]);
    assert.equal(onFile.code, 3);
    assert.match(onFile.err, /is a file/);
  });

  it('--force replaces a capture, and an empty folder needs none', async function () {
    const out = path.join(scratch.dir, 'twice');
    mkdirSync(out);
    const first = await lockstep([...importArgs(this, 'x01', 'x01_strategy.yaml'), '--out', out]);
    assert.equal(first.code, 0, first.err);
    const again = [...importArgs(this, 'x02', 'x02_strategy.yaml'), '--out', out];
    const refused = await lockstep(again);
    assert.equal(refused.code, 3);
    assert.match(refused.err, /--force/);
    const forced = await lockstep([...again, '--force']);
    assert.equal(forced.code, 0, forced.err);
    assert.equal(`${manifestOf(out)?.captureId ?? ''} (BTC, ETH, SOL) is in ${out}\n`, forced.out);
    assert.deepEqual(readdirSync(out).sort(), [
      'events.jsonl',
      'manifest.json',
      'market.jsonl',
      'snapshot.json',
    ]);
  });

  it("another run's configuration: exit 3, nothing is written", async function () {
    const out = path.join(scratch.dir, 'mixed');
    const run = await lockstep([...importArgs(this, 'x01', 'x02_strategy.yaml'), '--out', out]);
    assert.equal(run.code, 3, run.out);
    assert.match(
      run.err,
      /x01_report\.json:\d+:\d+: error openclaw\.fingerprint\.mismatch .* Fix: /,
    );
    assert.ok(!readdirSync(scratch.dir).includes('mixed'));
  });

  it('a file that is not there, a strategy that is not there, a missing option: exit 3', async function () {
    const args = importArgs(this, 'x01', 'x01_strategy.yaml');
    const out = ['--out', path.join(scratch.dir, 'never')];
    const noReport = await lockstep([...args, ...out, '--report', 'nowhere.json']);
    assert.equal(noReport.code, 3);
    assert.match(noReport.err, /nowhere\.json: error foreign\.unreadable/);
    const noStrategy = await lockstep([...args, ...out, '--strategy', 'nowhere.ts']);
    assert.equal(noStrategy.code, 3);
    assert.match(noStrategy.err, /--strategy nowhere\.ts is not there/);
    const noOut = await lockstep(args);
    assert.equal(noOut.code, 3);
    assert.match(noOut.err, /required option '--out <folder>' not specified/);
    assert.ok(!readdirSync(scratch.dir).includes('never'));
  });
});
