// `lockstep verify`, `explain`, `gate` and `replay --apply`, on the example and on captures worked out by hand.
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE, lockstep, ROOT, scratchFolder, TEST_MS, type Finished } from './lockstep.js';
import { smallCapture, writeSmall } from './small-capture.js';

const TODAY = ['--today', '2026-11-26'];

interface Report {
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly today: string;
  readonly substitutions: readonly object[];
  readonly preconditions: readonly { readonly name: string; readonly status: string }[];
  readonly roots: readonly {
    readonly id: string;
    readonly class: string;
    readonly title: string;
    readonly evidenceFile: string | null;
    readonly place: { readonly symbol: string; readonly field: string | null; tick: number };
    readonly judgement: { readonly status: string; readonly reason: string };
    readonly effect: { readonly count: number; readonly amount?: string };
  }[];
  readonly registry: { readonly file: string } | null;
  readonly registryNotes: readonly { readonly kind: string }[];
  readonly inputs: Readonly<Record<string, string>>;
  readonly issues: readonly { readonly code: string; readonly line: number | null; path: string }[];
}

function reportOf({ out, err }: Finished): Report {
  assert.notEqual(out, '', err);
  return JSON.parse(out) as Report;
}

/** The small capture with another fee rate in its manifest than live was charged. */
async function wrongFee(dir: string, name: string): Promise<string> {
  const parts = smallCapture();
  const { venue } = parts.manifest;
  const fee = { ...venue.fee, rateBps: '12' };
  return writeSmall(dir, name, {
    ...parts,
    manifest: { ...parts.manifest, venue: { ...venue, fee } },
  });
}

const verify = (capture: string, ...more: readonly string[]): Promise<Finished> =>
  lockstep(['verify', capture, ...TODAY, ...more]);

describe('lockstep verify', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const at = (...names: readonly string[]): string => path.join(scratch.dir, ...names);

  it('the example: a pass, exit 0, every input hashed', async () => {
    const run = await verify(EXAMPLE, '--json');
    assert.equal(run.code, 0, run.err);
    const report = reportOf(run);
    assert.equal(report.verdict, 'pass');
    assert.equal(report.today, '2026-11-26');
    assert.deepEqual(report.roots, []);
    assert.deepEqual(report.substitutions, []);
    assert.equal(report.registry, null);
    assert.deepEqual(Object.keys(report.inputs).sort(), [
      'events.jsonl',
      'manifest.json',
      'market.jsonl',
      'snapshot.json',
      'strategy',
    ]);
    assert.ok(!run.out.includes(ROOT), 'a path of this machine is in the report');
  });

  it('a wrong fee rate in the manifest: one numeric root, exit 1, and its proof runs again', async () => {
    const capture = await wrongFee(scratch.dir, 'fee');
    const evidence = at('fee-evidence');
    const run = await verify(capture, '--json', '--evidence', evidence);
    assert.equal(run.code, 1, run.err);
    const { verdict, roots, reasons } = reportOf(run);
    assert.equal(verdict, 'fail');
    assert.equal(roots.length, 1);
    const [root] = roots;
    assert.equal(root?.class, 'numeric-policy-divergence');
    assert.deepEqual([root.place.tick, root.place.symbol, root.place.field], [6, 'BTC', 'fee']);
    assert.match(reasons[0] ?? '', /not in the registry/);
    assert.deepEqual(readdirSync(evidence), [root.evidenceFile]);

    const plain = await lockstep(['replay', capture, '--json']);
    assert.equal(plain.code, 1, plain.err);
    const healed = await lockstep([
      'replay',
      capture,
      '--apply',
      path.join(evidence, root.evidenceFile ?? ''),
    ]);
    assert.equal(healed.code, 0, healed.err);
    assert.match(healed.out, /^PARITY/);
    assert.match(healed.out, /with 1 substitution in force:\n {2}venue-policy: fee\.rateBps is 10/);
  });

  it('for people: verdict, class, place, proof and the command that runs it again', async () => {
    const capture = await wrongFee(scratch.dir, 'people');
    const run = await verify(capture);
    assert.equal(run.code, 1, run.err);
    assert.match(run.out, /^FAIL {2}\d of 4 live events agree, 1 root cause\n/);
    assert.match(run.out, /root 1 {2}NUMERIC POLICY {2}/);
    assert.match(run.out, /tick 6, BTC ledger fee\n/);
    assert.match(run.out, /fee +0\.101 +0\.1212\n/);
    assert.match(run.out, /re-run +lockstep verify .* --evidence evidence; lockstep replay /);
    assert.match(run.out, /no registry of accepted residuals; expiries judged by 2026-11-26\n$/);
  });

  it('the registry beside the capture: accepted, expired, exceeded', async () => {
    mkdirSync(at('registry'));
    const capture = await wrongFee(at('registry'), 'fee');
    const [root] = reportOf(await verify(capture, '--json')).roots;
    assert.ok(root);
    const entry = {
      root: root.id,
      class: root.class,
      approver: 'Jane Roe',
      reason: 'agreed with the venue',
      expires: '2026-12-31',
      ceiling: { count: root.effect.count, amount: root.effect.amount },
    };
    const write = (change: object): void => {
      const residuals = [{ ...entry, ...change }];
      const text = JSON.stringify({ schemaVersion: 1, residuals });
      writeFileSync(at('registry', 'lockstep.residuals.json'), text);
    };
    write({});
    const accepted = await verify(capture, '--json');
    assert.equal(accepted.code, 0, accepted.out);
    assert.match(reportOf(accepted).roots[0]?.judgement.reason ?? '', /Jane Roe until 2026-12-31/);
    assert.equal(reportOf(accepted).registry?.file, '../lockstep.residuals.json');
    const late = await lockstep(['verify', capture, '--today', '2027-01-01', '--json']);
    assert.equal(late.code, 1);
    assert.deepEqual(
      reportOf(late).registryNotes.map(({ kind }) => kind),
      ['expired'],
    );
    write({ ceiling: { count: 1 } });
    const exceeded = await verify(capture, '--json');
    assert.equal(exceeded.code, 1);
    assert.deepEqual(
      reportOf(exceeded).registryNotes.map(({ kind }) => kind),
      ['exceeded'],
    );
    const none = at('none.json');
    writeFileSync(none, '{"schemaVersion":1,"residuals":[]}');
    assert.equal((await verify(capture, '--registry', none)).code, 1);
  });

  it('a registry with a slip in it: exit 3 before anything runs, with its line and path', async () => {
    const file = at('bad.json');
    const entry = { class: 'numeric', symbol: 'BTC', approver: '', reason: 'x', ceiling: {} };
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, residuals: [entry] }, null, 2));
    const run = await verify(EXAMPLE, '--registry', file, '--json', '--progress');
    assert.equal(run.code, 3);
    assert.match(run.err, /bad\.json:5:\d+: error schema\.choice at residuals\[0\]\.class/);
    assert.doesNotMatch(run.err, /^replay /m);
    assert.equal(reportOf(run).verdict, 'bad-input');
    const missing = await verify(EXAMPLE, '--registry', at('absent.json'));
    assert.equal(missing.code, 3);
    assert.match(missing.err, /absent\.json: error .*There is no such file/);
  });

  it('what the options replace on purpose is waived, and said', async () => {
    const capture = await writeSmall(scratch.dir, 'waived');
    const run = await verify(capture, '--numeric', 'decimal:19:half-up', '--json');
    assert.equal(run.code, 0, run.err);
    const statuses = reportOf(run).preconditions.map(({ name, status }) => `${name} ${status}`);
    assert.ok(statuses.includes('numeric waived'), statuses.join(', '));
  });

  it('both sides empty: an invalid comparison, exit 2', async () => {
    const parts = smallCapture();
    parts.events.splice(0);
    const manifest = { ...parts.manifest, runs: [] };
    const run = await verify(await writeSmall(scratch.dir, 'empty', { ...parts, manifest }));
    assert.equal(run.code, 2, run.err);
    assert.match(run.out, /^INVALID COMPARISON {2}nothing was judged\n/);
  });

  it('a strategy that throws fails, and is not explained away', async () => {
    const capture = await writeSmall(scratch.dir, 'throws', smallCapture('throws'));
    const run = await verify(capture, '--json');
    assert.equal(run.code, 1, run.err);
    assert.match(reportOf(run).reasons.join('\n'), /The strategy failed in tick \d+/);
  });

  it('the same bytes twice, in another time zone, from another folder and with more threads', async () => {
    const capture = await wrongFee(scratch.dir, 'bytes');
    const first = await verify(capture, '--json');
    const second = await lockstep(['verify', '.', ...TODAY, '--json', '--threads', '1'], {
      cwd: capture,
      env: { TZ: 'Asia/Kolkata', LC_ALL: 'de_DE.UTF-8' },
    });
    assert.equal(first.code, 1);
    assert.ok(first.out.length > 1_000);
    assert.ok(first.out === second.out, 'the two reports differ');
    assert.ok(!first.out.includes(scratch.dir), 'a path of this machine is in the report');
  });

  it('a date that is none: exit 3', async () => {
    const run = await lockstep(['verify', EXAMPLE, '--today', 'tomorrow']);
    assert.equal(run.code, 3);
    assert.match(run.err, /--today "tomorrow" is not a date/);
  });
});

describe('reports of lockstep verify', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);
  const at = (...names: readonly string[]): string => path.join(scratch.dir, ...names);

  it('all of them in one run, replaced by the next', async () => {
    const capture = await wrongFee(scratch.dir, 'all');
    const files = { sarif: at('o', 'r.sarif'), junit: at('o', 'r.xml'), html: at('o', 'r.html') };
    const options = Object.entries(files).flatMap(([name, file]) => [`--${name}`, file]);
    const args = [...options, '--blocker', at('o', 'b.json'), '--sarif-base', scratch.dir];
    assert.equal((await verify(capture, ...args)).code, 1);
    const before = Object.values(files).map((file) => readFileSync(file, 'utf8'));
    assert.equal((await verify(capture, ...args)).code, 1);
    assert.deepEqual(
      Object.values(files).map((file) => readFileSync(file, 'utf8')),
      before,
    );
    assert.match(before[0] ?? '', /"uri": "all\/events\.jsonl"/);
    assert.match(before[1] ?? '', /<testsuites name="lockstep verify"/);
    assert.match(before[2] ?? '', /<strong>Fail<\/strong>/);
    assert.deepEqual(readdirSync(at('o')).sort(), ['b.json', 'r.html', 'r.sarif', 'r.xml']);
  });

  it('an unwritable place: exit 3 before anything runs, and nothing is written', async () => {
    writeFileSync(at('file'), 'mine');
    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [['--html', at('file', 'r.html')], /--html .* cannot be written \(E\w+\)/],
      [['--junit', scratch.dir], /--junit .* is a folder/],
      [['--sarif', at('file')], /--sarif .* is there already and is no report/],
      [['--html', at('x'), '--junit', at('x')], /name the same file/],
      [['--evidence', ROOT], /--evidence .* holds something else/],
      [['--evidence', at('file')], /--evidence .* is a file/],
    ];
    for (const [options, words] of refused) {
      const run = await verify(EXAMPLE, ...options, '--progress');
      assert.equal(run.code, 3, run.err);
      assert.match(run.err, words);
      assert.doesNotMatch(run.err, /^replay /m);
    }
    const inside = await verify(EXAMPLE, '--html', path.join(EXAMPLE, 'r.html'));
    assert.equal(inside.code, 3);
    assert.match(inside.err, /inside the capture/);
    assert.deepEqual(readdirSync(scratch.dir).sort(), ['all', 'file', 'o']);
    assert.equal(readFileSync(at('file'), 'utf8'), 'mine');
  });

  it('evidence of an earlier run is replaced', async () => {
    const folder = at('evidence');
    mkdirSync(folder);
    const old = path.join(folder, 'root-9-0123456789ab.json');
    writeFileSync(old, '{}');
    const run = await verify(await wrongFee(scratch.dir, 'again'), '--evidence', folder);
    assert.equal(run.code, 1, run.err);
    assert.ok(!existsSync(old));
    assert.equal(readdirSync(folder).length, 1);
  });

  it('--apply: a file that is none, and one that does not fit, are refused', async () => {
    const file = at('overrides.json');
    writeFileSync(file, '{"schemaVersion":1,"interventions":[{"kind":"magic"}]}');
    const bad = await lockstep(['replay', EXAMPLE, '--apply', file]);
    assert.equal(bad.code, 3);
    assert.match(bad.err, /--apply .*overrides\.json.*\n.*interventions\[0\]\.kind/);
    const interventions = [{ kind: 'state-warm-up', symbols: ['DOGE'], skipBars: 1 }];
    writeFileSync(file, JSON.stringify({ schemaVersion: 1, interventions }));
    const unfit = await lockstep(['replay', EXAMPLE, '--apply', file]);
    assert.equal(unfit.code, 3);
    assert.match(unfit.err, /DOGE is not among the manifest's symbols/);
    assert.equal((await lockstep(['replay', EXAMPLE, '--apply', at('no.json')])).code, 3);
  });
});

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

describe('lockstep explain', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);

  it('a faithful capture: nothing to explain, exit 0', async () => {
    const copy = path.join(scratch.dir, 'faithful');
    cpSync(await writeSmall(scratch.dir, 'source'), copy, { recursive: true });
    const run = await lockstep(['explain', copy]);
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /^PARITY/);
  });

  it('a root in depth, with its whole cascade; a number that is not there', async () => {
    const capture = await wrongFee(scratch.dir, 'fee');
    const run = await lockstep(['explain', capture, '--root', '1']);
    assert.equal(run.code, 1, run.err);
    assert.match(run.out, /root 1 {2}NUMERIC POLICY/);
    assert.match(run.out, /trials +\d+ substitutions were tried/);
    assert.match(run.out, /follows +1 more difference hangs under it\n +2023-\S+ \S+ UTC, tick 16/);
    assert.doesNotMatch(run.out, /judgement/);
    const none = await lockstep(['explain', capture, '--root', '7']);
    assert.equal(none.code, 3);
    assert.match(none.err, /There is no root 7\. Fix: give 1 to 1/);
  });
});
