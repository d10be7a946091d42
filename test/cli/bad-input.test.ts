// Captures that are damaged (3), captures that do not fit together (2), and wrong arguments (3): nothing passes.
import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CaptureParts } from '../../engine/host/capture/index.js';
import { lockstep, reportOf, scratchFolder, TEST_MS } from './lockstep.js';
import { FIRST_TS, LIVE, smallCapture, STEP_MS, TICKS, writeSmall } from './small-capture.js';

type Parts = ReturnType<typeof smallCapture>;

interface Unfit {
  readonly title: string;
  readonly code: string;
  readonly change: (parts: Parts) => CaptureParts;
}

/** Every file is in order; together they mean nothing. */
const UNFIT: readonly Unfit[] = [
  {
    title: 'no live event at all',
    code: 'events.empty',
    change: (parts) => ({ ...parts, manifest: { ...parts.manifest, runs: [] }, events: [] }),
  },
  {
    title: 'a ledger that is said to be recorded and is empty',
    code: 'events.ledger.empty',
    change: (parts) => {
      const decisions = LIVE.filter(({ kind }) => kind === 'decision');
      const runs = [{ fingerprint: 'test', firstSeq: 1, lastSeq: decisions.length }];
      const events = decisions.map((event, index) => ({ ...event, seq: index + 1 }));
      return { ...parts, manifest: { ...parts.manifest, runs }, events };
    },
  },
  {
    title: 'live events after the window',
    code: 'events.window',
    change: (parts) => ({
      ...parts,
      events: LIVE.map((event) =>
        event.seq < LIVE.length ? event : { ...event, ts: FIRST_TS + (TICKS + 60) * STEP_MS },
      ),
    }),
  },
  {
    title: 'a snapshot from the middle of the window',
    code: 'snapshot.cursor.late',
    change: (parts) => withCursor(parts, { lastTickTs: FIRST_TS + 3 * STEP_MS }),
  },
  {
    title: 'a snapshot that contains events of the recording',
    code: 'snapshot.cursor.sequence',
    change: (parts) => withCursor(parts, { seq: 2 }),
  },
];

const withCursor = (
  parts: Parts,
  cursor: Partial<CaptureParts['snapshot']['cursor']>,
): CaptureParts => ({
  ...parts,
  snapshot: { ...parts.snapshot, cursor: { ...parts.snapshot.cursor, ...cursor } },
});

interface Damage {
  readonly title: string;
  readonly code: string;
  readonly file: string;
  readonly change: (file: string) => void;
}

const edit =
  (from: string, to: string) =>
  (file: string): void => {
    const text = readFileSync(file, 'utf8');
    assert.ok(text.includes(from), `${from} in ${file}`);
    writeFileSync(file, text.replace(from, to));
  };

const DAMAGES: readonly Damage[] = [
  {
    title: 'events cut off in the middle of a line',
    code: 'lines.truncated',
    file: 'events.jsonl',
    change: (file) => {
      truncateSync(file, readFileSync(file).length - 40);
    },
  },
  {
    title: 'an event whose number was changed by hand',
    code: 'capture.hash.mismatch',
    file: 'events.jsonl',
    change: edit('"balance":"999.899"', '"balance":"999.898"'),
  },
  {
    title: 'a JSON number where decimal text belongs',
    code: 'schema.number-not-text',
    file: 'market.jsonl',
    change: edit('"close":"95"', '"close":95'),
  },
  {
    title: 'a bar that is there twice',
    code: 'market.duplicate',
    file: 'market.jsonl',
    change: (file) => {
      const [first = ''] = readFileSync(file, 'utf8').split('\n');
      writeFileSync(file, `${first}\n${readFileSync(file, 'utf8')}`);
    },
  },
  {
    title: 'a file that is gone',
    code: 'capture.file.missing',
    file: 'market.jsonl',
    change: (file) => {
      rmSync(file);
    },
  },
  {
    title: 'a manifest that is no JSON',
    code: 'json.syntax',
    file: 'manifest.json',
    change: (file) => {
      appendFileSync(file, ']');
    },
  },
  {
    title: 'a manifest of a newer Lockstep',
    code: 'schema.version.unsupported',
    file: 'manifest.json',
    change: edit('"schemaVersion": 1', '"schemaVersion": 99'),
  },
  {
    title: 'a strategy that is not there',
    code: 'manifest.strategy.missing',
    file: 'manifest.json',
    change: edit('one-trade.ts', 'no-trade.ts'),
  },
  {
    title: 'a parameter the strategy does not declare',
    code: 'manifest.strategy.params',
    file: 'manifest.json',
    change: edit('"params": {}', '"params": { "exitAbov": "110" }'),
  },
];

const ARGUMENTS: readonly (readonly [string, readonly string[], RegExp])[] = [
  ['an unknown option', ['--jsn'], /unknown option '--jsn'\n\(Did you mean --json\?\)/],
  ['a limit that is no number', ['--limit', 'all'], /--limit "all" is not a whole number.* Fix: /],
  ['an unknown policy', ['--numeric', 'float'], /--numeric "float" is not .* Fix: write binary64/],
  ['an unknown rounding', ['--numeric', 'decimal:9:up-half'], /"up-half" is not a rounding mode/],
  ['too many digits', ['--numeric', 'decimal:35:up'], /35 significant digits are out of range/],
  ['a strategy that is not there', ['--strategy', 'nowhere.ts'], /"nowhere\.ts" is not there/],
  [
    'a parameter file that is not there',
    ['--params', 'nowhere.json'],
    /nowhere\.json: .*no such file/,
  ],
];

describe('lockstep replay: what must not pass', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);

  for (const [index, { title, code, change }] of UNFIT.entries()) {
    it(`${title}: exit 2`, async () => {
      const capture = await writeSmall(
        scratch.dir,
        `unfit-${String(index)}`,
        change(smallCapture()),
      );
      const run = await lockstep(['replay', capture, '--json']);
      assert.equal(run.code, 2, run.out + run.err);
      const { verdict, reasons, mismatches, issues } = reportOf(run);
      assert.equal(verdict, 'invalid-comparison');
      assert.ok(reasons.length > 0);
      assert.deepEqual(mismatches, []);
      assert.ok(issues.map((issue) => issue.code).includes(code), run.err);
      assert.match(run.err, new RegExp(`error ${code.replaceAll('.', '\\.')}.*: .* Fix: `));
    });
  }

  for (const [index, { title, code, file, change }] of DAMAGES.entries()) {
    it(`${title}: exit 3`, async () => {
      const capture = await writeSmall(scratch.dir, `damaged-${String(index)}`);
      change(path.join(capture, file));
      const run = await lockstep(['replay', capture, '--json']);
      assert.equal(run.code, 3, run.out + run.err);
      const { verdict, reasons, mismatches, issues } = reportOf(run);
      assert.equal(verdict, 'bad-input');
      assert.ok(reasons.length > 0);
      assert.deepEqual(mismatches, []);
      assert.ok(issues.map((issue) => issue.code).includes(code), run.err);
      assert.ok(!run.out.includes(scratch.dir), 'the report says where the capture lies');
    });
  }

  for (const [title, args, said] of ARGUMENTS) {
    it(`${title}: exit 3`, async () => {
      const capture = await writeSmall(scratch.dir, title.replaceAll(' ', '-'));
      const run = await lockstep(['replay', capture, ...args]);
      assert.equal(run.code, 3, run.out);
      assert.match(run.err, said);
    });
  }

  it('no folder, no command, no argument: exit 3', async () => {
    const none = await lockstep(['replay', path.join(scratch.dir, 'nowhere')]);
    assert.equal(none.code, 3);
    assert.match(none.err, /capture\.folder\.missing/);
    assert.match(none.out, /^BAD INPUT/);
    const [bare, unknown, missing] = await Promise.all([
      lockstep([]),
      lockstep(['repaly']),
      lockstep(['replay']),
    ]);
    assert.equal(bare.code, 3);
    assert.match(bare.err, /Usage: lockstep/);
    assert.equal(unknown.code, 3);
    assert.match(unknown.err, /unknown command 'repaly'\n\(Did you mean replay\?\)/);
    assert.equal(missing.code, 3);
    assert.match(missing.err, /missing required argument 'capture'/);
  });
});
