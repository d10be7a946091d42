// `lockstep replay`: verdicts, counts, places and exit codes on the example and on a capture worked out by hand.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE, lockstep, reportOf, ROOT, scratchFolder, TEST_MS } from './lockstep.js';
import { LIVE, smallCapture, STRATEGIES, writeSmall } from './small-capture.js';

/** Copies the reference strategy with one edit; gives its entry. The text to replace must be there once. */
function editedStrategy(dir: string, file: string, [from, to]: readonly [string, string]): string {
  const folder = path.join(dir, 'openclaw');
  cpSync(path.join(ROOT, 'examples', 'workspace', 'strategies', 'openclaw'), folder, {
    recursive: true,
  });
  const target = path.join(folder, file);
  const parts = readFileSync(target, 'utf8').split(from);
  assert.equal(parts.length, 2, `${from} in ${file}`);
  writeFileSync(target, parts.join(to));
  return path.join(folder, 'index.ts');
}

describe('lockstep replay', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);

  it('the example: parity, exit 0, every event counted', async () => {
    const run = await lockstep(['replay', EXAMPLE, '--json']);
    assert.equal(run.code, 0, run.err);
    assert.equal(run.err, '');
    const { verdict, events, byKind, mismatches, failure } = reportOf(run);
    assert.equal(verdict, 'parity');
    assert.deepEqual(events, { live: 234, replay: 234, matched: 234 });
    assert.deepEqual(byKind, {
      decision: { live: 78, replay: 78, matched: 78 },
      ledger: { live: 156, replay: 156, matched: 156 },
    });
    assert.deepEqual(mismatches, []);
    assert.equal(failure, null);
  });

  it('for people: verdict first, counts by kind, no colour in a pipe', async () => {
    const run = await lockstep(['replay', await writeSmall(scratch.dir, 'people')]);
    assert.equal(run.code, 0, run.err);
    const [verdict, subject, ...rest] = run.out.split('\n');
    assert.equal(verdict, 'PARITY  4 of 4 live events agree, and the replay has no others');
    assert.match(
      subject ?? '',
      /^small, strategy one-trade \(.*one-trade\.ts\), decimal:20:half-up/,
    );
    assert.ok(rest.includes('ledger       2       2        2'), run.out);
    assert.ok(!run.out.includes('\u001B'));
  });

  it('another numeric policy: runs, exit 1, the differing digits are listed', async () => {
    const run = await lockstep(['replay', EXAMPLE, '--numeric', 'decimal', '--json']);
    assert.equal(run.code, 1, run.err);
    const { verdict, events, mismatches, mismatchCount, failure } = reportOf(run);
    assert.equal(verdict, 'mismatch');
    assert.equal(failure, null);
    assert.deepEqual([events.live, events.replay], [234, 234]);
    assert.equal(mismatches.length, mismatchCount);
    const size = mismatches.find(({ live }) => live?.seq === 2)?.fields[0];
    assert.deepEqual(size, {
      path: 'size',
      live: '0.03358334266203963',
      replay: '0.033583342662039628344',
    });
  });

  it('an edited strategy: exit 1, with the places of the edit and of the live event', async () => {
    const edit = [
      "tick.trigger(symbol, 'exit_above', close, '>'",
      "tick.trigger(symbol, 'exit_above', close, '>='",
    ] as const;
    const text = readFileSync(path.join(STRATEGIES, 'one-trade.ts'), 'utf8');
    assert.equal(text.split(edit[0]).length, 2);
    const strategy = path.join(scratch.dir, 'edited.ts');
    writeFileSync(strategy, text.replace(edit[0], edit[1]));
    const capture = await writeSmall(scratch.dir, 'edited');
    const run = await lockstep(['replay', capture, '--strategy', strategy, '--json']);
    assert.equal(run.code, 1, run.err);
    const { mismatches } = reportOf(run);
    // The exit comes one tick early, at 110 instead of 111: one decision and one ledger row differ.
    assert.deepEqual(
      mismatches.map(({ kind, live, fields }) => [
        kind,
        live?.line,
        fields.map((field) => field.path),
      ]),
      [
        ['field', 3, ['ts']],
        ['field', 4, ['ts', 'price', 'fee', 'pnl', 'balance']],
      ],
    );
    const line = text.slice(0, text.indexOf('tick.close(')).split('\n').length;
    assert.deepEqual(
      [mismatches[0]?.site?.file, mismatches[0]?.site?.line],
      ['../edited.ts', line],
    );
    const shown = await lockstep(['replay', capture, '--strategy', strategy], { cwd: scratch.dir });
    assert.match(shown.out, new RegExp(`strategy {2}edited\\.ts:${String(line)}:\\d+`));
    assert.match(shown.out, /live {6}edited\/events\.jsonl:4\n/);
    assert.match(shown.out, /price +111 +110\n/);
  });

  it('an edit of the reference strategy departs first where its rule first decides', async () => {
    const strategy = editedStrategy(scratch.dir, 'entries.ts', [
      'size: sizing.size,',
      "size: sizing.size.mul('0.5'),",
    ]);
    const args = ['replay', EXAMPLE, '--strategy', strategy, '--json', '--limit', '2'];
    const run = await lockstep(args);
    assert.equal(run.code, 1, run.err);
    const { mismatches, mismatchCount } = reportOf(run);
    assert.equal(mismatches.length, 2);
    assert.ok(mismatchCount > 2);
    // The first decision is the same; its ledger row, the second line, is not.
    const [first] = mismatches;
    assert.deepEqual([first?.tick, first?.symbol, first?.live?.line], [200, 'BTC', 2]);
    const entries = path.join(path.dirname(strategy), 'entries.ts');
    const before = readFileSync(entries, 'utf8').split('tick.open(candidate')[0] ?? '';
    assert.equal(first?.site?.line, before.split('\n').length);
    assert.match(first.site.file, /openclaw\/entries\.ts$/);
  });

  it('parameters are merged over those of the manifest', async () => {
    const capture = await writeSmall(scratch.dir, 'params');
    const params = path.join(scratch.dir, 'params.json');
    writeFileSync(params, '{"exitAbove":"109"}');
    const run = await lockstep(['replay', capture, '--params', params, '--json']);
    assert.equal(run.code, 1, run.err);
    const balance = reportOf(run).mismatches[1]?.fields.find((field) => field.path === 'balance');
    assert.deepEqual(balance, { path: 'balance', live: '1009.788', replay: '1008.789' });
  });

  it('an event live did not record, and one the replay lacks', async () => {
    const parts = smallCapture();
    const dropped = LIVE.filter(({ seq }) => seq < 3);
    parts.events.splice(0, Infinity, ...dropped);
    const runs = [{ fingerprint: 'test', firstSeq: 1, lastSeq: 2 }];
    const short = { ...parts, manifest: { ...parts.manifest, runs } };
    const run = await lockstep([
      'replay',
      await writeSmall(scratch.dir, 'dropped', short),
      '--json',
    ]);
    assert.equal(run.code, 1, run.err);
    assert.deepEqual(
      reportOf(run).mismatches.map(({ kind, tick, live }) => [kind, tick, live]),
      [
        ['missing-in-live', 16, null],
        ['missing-in-live', 16, null],
      ],
    );
    const params = path.join(scratch.dir, 'never.json');
    writeFileSync(params, '{"exitAbove":"1000"}');
    const whole = await writeSmall(scratch.dir, 'whole');
    const never = await lockstep(['replay', whole, '--params', params, '--json']);
    assert.equal(never.code, 1, never.err);
    assert.deepEqual(
      reportOf(never).mismatches.map(({ kind, live }) => [kind, live?.line]),
      [
        ['missing-in-replay', 3],
        ['missing-in-replay', 4],
      ],
    );
  });

  it('the same bytes twice, in another time zone and language, and from another folder', async () => {
    const first = await lockstep(['replay', EXAMPLE, '--numeric', 'decimal:9:floor', '--json']);
    const second = await lockstep(['replay', '.', '--numeric', 'decimal:9:floor', '--json'], {
      cwd: EXAMPLE,
      env: { TZ: 'Asia/Kolkata', LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8' },
    });
    assert.equal(first.code, 1, first.err);
    assert.ok(first.out.length > 10_000);
    assert.ok(first.out === second.out, 'the two reports differ');
    assert.ok(!first.out.includes(ROOT), 'a path of this machine is in the report');
    const text = ['replay', EXAMPLE, '--numeric', 'decimal:9:floor', '--limit', '3'];
    const utc = await lockstep(text, { env: { TZ: 'UTC' } });
    const there = await lockstep(text, { env: { TZ: 'America/St_Johns', LC_ALL: 'ar_EG.UTF-8' } });
    assert.equal(there.out, utc.out);
  });

  it('progress is asked for, and stays off standard output', async () => {
    const run = await lockstep(['replay', EXAMPLE, '--json', '--progress']);
    assert.equal(run.code, 0, run.err);
    assert.match(run.err, /^replay \d+ %$/m);
    assert.equal(reportOf(run).verdict, 'parity');
  });
});
