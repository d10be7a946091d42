// What must hold before a row is judged, one row a way in which it does or does not: through captures on disk as a
// recorder writes them, with what a replay was opened with.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { canonicalJson, type Intervention } from '../../../engine/core/schema/index.js';
import {
  openCapture,
  sha256,
  writeCapture,
  type CaptureParts,
  type EventDraft,
  type ManifestDraft,
} from '../../../engine/host/capture/index.js';
import type { Precondition, PreconditionName } from '../../../engine/host/replay/explanation.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import {
  checkPreconditions,
  type PreconditionInput,
  type Preconditions,
} from '../../../engine/host/worker/preconditions.js';
import { smallParts, tickTs, withTempDir } from '../../support/captures.js';
import { withStrategy } from '../../support/strategy-capture.js';

const CODE = sha256('the code live ran');
const NAMES: readonly PreconditionName[] = [
  'strategy',
  'config',
  'numeric',
  'venue',
  'engine-flags',
  'market',
  'snapshot',
  'events',
  'run',
  'restart',
];

type ManifestChange = (manifest: ManifestDraft) => ManifestDraft;
interface Situation {
  readonly manifest?: ManifestChange;
  readonly parts?: (parts: CaptureParts) => CaptureParts;
  /** The replay's side of it. */
  readonly input?: Partial<Omit<PreconditionInput, 'capture' | 'opened'>> & {
    readonly opened?: Partial<PreconditionInput['opened']>;
  };
}

/** A capture as it is written and read again, beside a replay that runs what it says unless told otherwise. */
const checked = ({ manifest, parts, input }: Situation): Promise<Preconditions> =>
  withTempDir(async (temp) => {
    const dir = join(temp, 'capture');
    const small = smallParts();
    const written = { ...small, manifest: manifest?.(small.manifest) ?? small.manifest };
    await writeCapture(dir, parts?.(written) ?? written);
    const { value: capture } = await openCapture(dir);
    assert.ok(capture);
    const opened = { codeHash: CODE, numeric: capture.manifest.numeric, interventions: [] };
    const { params } = capture.manifest.strategy;
    return checkPreconditions({
      params,
      events: { live: 4, replay: 4 },
      waive: [],
      ...input,
      capture,
      opened: { ...opened, ...input?.opened },
    });
  });

const strategy =
  (change: Partial<ManifestDraft['strategy']>): ManifestChange =>
  (manifest) => ({ ...manifest, strategy: { ...manifest.strategy, ...change } });
const venue =
  (change: Partial<ManifestDraft['venue']>): ManifestChange =>
  (manifest) => ({ ...manifest, venue: { ...manifest.venue, ...change } });
const flags =
  (change: ManifestDraft['engine']['flags']): ManifestChange =>
  (manifest) => ({ ...manifest, engine: { ...manifest.engine, flags: change } });
const runs =
  (...list: ManifestDraft['runs']): ManifestChange =>
  (manifest) => ({ ...manifest, runs: list });
const put = (...interventions: readonly Intervention[]): NonNullable<Situation['input']> => ({
  opened: { interventions },
});
const snapshotAt =
  (change: Partial<CaptureParts['snapshot']['cursor']>) =>
  (parts: CaptureParts): CaptureParts => {
    const { snapshot } = parts;
    return { ...parts, snapshot: { ...snapshot, cursor: { ...snapshot.cursor, ...change } } };
  };

const PARAMS = { a: 1, b: ['x'] };
const configHash = sha256(canonicalJson(PARAMS));
const run = (fingerprint: string, firstSeq: number, lastSeq: number) => ({
  fingerprint,
  firstSeq,
  lastSeq,
});
const bar: Intervention = {
  kind: 'market-bar',
  symbol: 'BTC',
  openTs: tickTs(1),
  bar: { close: '1' },
};
const instrument = { tickSize: '0', lotSize: '0', minNotional: '0' };
const part = { name: 'builder', rateBps: '1', rounding: { method: 'none' } } as const;

type Row = readonly [PreconditionName, Precondition['status'], RegExp, Situation];

const ROWS: readonly Row[] = [
  ['strategy', 'not-recorded', /does not say which code/, {}],
  ['strategy', 'ok', /is the code that live ran/, { manifest: strategy({ codeHash: CODE }) }],
  ['strategy', 'failed', /its hash is another/, { manifest: strategy({ codeHash: sha256('x') }) }],
  [
    'strategy',
    'waived',
    /its hash is another/,
    { manifest: strategy({ codeHash: sha256('x') }), input: { waive: ['strategy'] } },
  ],
  [
    'strategy',
    'waived',
    /overridden by gate-verdict/,
    {
      input: put({
        kind: 'gate-verdict',
        tickTs: tickTs(1),
        symbol: 'BTC',
        gate: 'adx_min',
        passed: true,
      }),
    },
  ],
  ['config', 'not-recorded', /no hash of its params/, {}],
  [
    'config',
    'ok',
    /those that live ran with/,
    { manifest: strategy({ params: PARAMS, configHash }) },
  ],
  [
    'config',
    'ok',
    /those that live ran with/,
    // In another order of keys the params are the same.
    { manifest: strategy({ params: { b: ['x'], a: 1 }, configHash }) },
  ],
  [
    'config',
    'failed',
    /their hash is another/,
    { manifest: strategy({ params: { ...PARAMS, a: 2 }, configHash }) },
  ],
  [
    'config',
    'waived',
    /their hash is another/,
    {
      manifest: strategy({ params: { ...PARAMS, a: 2 }, configHash }),
      input: { waive: ['config'] },
    },
  ],
  [
    'config',
    'waived',
    /overridden by the caller/,
    {
      manifest: strategy({ params: PARAMS, configHash }),
      input: { params: { ...PARAMS, a: 2 } },
    },
  ],
  [
    'config',
    'waived',
    /overridden by params-value/,
    {
      manifest: strategy({ params: PARAMS, configHash }),
      input: put({ kind: 'params-value', path: 'a', value: 2 }),
    },
  ],
  ['numeric', 'ok', /is the recorded one/, {}],
  [
    'numeric',
    'waived',
    /overridden by the caller/,
    { input: { opened: { numeric: { kind: 'binary64' } } } },
  ],
  [
    'numeric',
    'waived',
    /overridden by numeric-policy/,
    { input: put({ kind: 'numeric-policy', policy: { kind: 'binary64' } }) },
  ],
  ['venue', 'ok', /is the recorded one/, {}],
  ['venue', 'ok', /is the recorded one/, { manifest: venue({ instruments: { BTC: instrument } }) }],
  [
    'venue',
    'failed',
    /names DOGE, which is no symbol/,
    { manifest: venue({ instruments: { DOGE: instrument } }) },
  ],
  [
    'venue',
    'failed',
    /BTC has a negative lotSize/,
    { manifest: venue({ instruments: { BTC: { ...instrument, lotSize: '-1' } } }) },
  ],
  [
    'venue',
    'failed',
    /two fee parts are called builder/,
    {
      manifest: (manifest) =>
        venue({ fee: { ...manifest.venue.fee, extra: [part, part] } })(manifest),
    },
  ],
  [
    'venue',
    'waived',
    /overridden by venue-policy/,
    { input: put({ kind: 'venue-policy', path: 'fee.rateBps', value: '1' }) },
  ],
  ['engine-flags', 'ok', /is known/, {}],
  ['engine-flags', 'ok', /is known/, { manifest: flags({ 'market.gaps': 'expected' }) }],
  ['engine-flags', 'failed', /market\.gaps="shut"/, { manifest: flags({ 'market.gaps': 'shut' }) }],
  ['engine-flags', 'failed', /new\.rule=true/, { manifest: flags({ 'new.rule': true }) }],
  ['engine-flags', 'failed', /toString="x"/, { manifest: flags({ toString: 'x' }) }],
  ['market', 'ok', /is the recorded file/, {}],
  ['market', 'waived', /overridden by market-bar/, { input: put(bar, bar) }],
  ['snapshot', 'ok', /right before the window/, {}],
  ['snapshot', 'failed', /contains the tick at/, { parts: snapshotAt({ lastTickTs: tickTs(1) }) }],
  ['snapshot', 'failed', /contains events up to 2/, { parts: snapshotAt({ seq: 2 }) }],
  [
    'snapshot',
    'failed',
    /contains the bar of BTC/,
    { parts: snapshotAt({ lastBarTs: { BTC: tickTs(0) } }) },
  ],
  [
    'snapshot',
    'waived',
    /overridden by state-field/,
    { input: put({ kind: 'state-field', fields: [{ path: 'account.balance', value: '1' }] }) },
  ],
  ['events', 'ok', /live contradicts itself nowhere/, {}],
  ['events', 'ok', /contradicts itself nowhere/, { input: { events: { live: 4, replay: null } } }],
  [
    'events',
    'failed',
    /Live recorded no event in this window/,
    { input: { events: { live: 0, replay: 4 } } },
  ],
  ['events', 'failed', /replay produced no event/, { input: { events: { live: 4, replay: 0 } } }],
  [
    'events',
    'failed',
    /no event in the file/,
    { manifest: runs(), parts: (parts) => ({ ...parts, events: [] }) },
  ],
  [
    'events',
    'failed',
    /^events\.jsonl:4: CLOSE of a short position in BTC, which is long since line 2/,
    {
      parts: (parts) => ({
        ...parts,
        events: (parts.events as EventDraft[]).map((event) =>
          event.kind === 'ledger' && event.action === 'CLOSE'
            ? { ...event, side: 'short' as const }
            : event,
        ),
      }),
    },
  ],
  ['run', 'ok', /of one run/, {}],
  ['run', 'failed', /names no run/, { manifest: runs() }],
  [
    'run',
    'failed',
    /2 runs: one from 1 to 2, two from 3 to 4/,
    { manifest: runs(run('one', 1, 2), run('two', 3, 4)) },
  ],
  ['restart', 'ok', /did not restart/, {}],
  ['restart', 'not-recorded', /does not say whether live restarted/, { manifest: runs() }],
  [
    'restart',
    'failed',
    /at event 3 on line 3/,
    { manifest: runs(run('one', 1, 2), run('two', 3, 4)) },
  ],
  [
    'restart',
    'failed',
    /at event 5 on line 5/,
    {
      manifest: (manifest) => ({
        ...manifest,
        runs: [run('one', 1, 5)],
        coverage: { ...manifest.coverage, kinds: [...manifest.coverage.kinds, 'restart'] },
      }),
      parts: (parts) => ({
        ...parts,
        events: [
          ...(parts.events as EventDraft[]),
          { seq: 5, ts: tickTs(3), kind: 'restart', fingerprint: 'one' },
        ],
      }),
    },
  ],
];

describe('preconditions', () => {
  for (const [name, status, message, situation] of ROWS)
    it(`${name} ${status}: ${message.source}`, async () => {
      const { list, reasons } = await checked(situation);
      assert.deepEqual(
        list.map((entry) => entry.name),
        NAMES,
      );
      const found = list.find((entry) => entry.name === name);
      assert.equal(found?.status, status, found?.message);
      assert.match(found.message, message);
      const isFailed = status === 'failed';
      assert.equal(found.remedy !== null, isFailed);
      assert.equal(
        reasons.some((reason) => reason.includes(found.message)),
        isFailed,
      );
      // Nothing else fails with it, but for what is another view of the same.
      const others = list.filter((entry) => entry.status === 'failed' && entry.name !== name);
      const related: readonly string[] = ['run', 'restart', 'snapshot'];
      assert.deepEqual(
        others.filter((entry) => !related.includes(entry.name)).map((entry) => entry.message),
        [],
      );
    });

  it('outcomes of the venue set nothing aside', async () => {
    const records = [
      {
        seq: 1,
        ts: tickTs(1),
        prev: null,
        kind: 'funding',
        symbol: 'BTC',
        rate: '0',
        amount: '1',
      } as const,
    ];
    const { list } = await checked({
      input: put({ kind: 'venue-event', tickTs: tickTs(1), at: 'after', records }),
    });
    assert.deepEqual(
      list.filter(({ status }) => status === 'waived'),
      [],
    );
  });
});

describe('preconditions of a replay in the worker', () => {
  it('the hash of the code that runs is the one a recorder can state; changed code is no comparison', async () => {
    const client = startReplayClient();
    try {
      await withStrategy('', async ({ capture, strategy: file, rewrite }) => {
        const opened = await client.request('open', { capture, strategy: file });
        const hash = opened.replay?.codeHash;
        assert.match(hash ?? '', /^[0-9a-f]{64}$/);
        const parts = smallParts();
        const manifest = strategy({ codeHash: hash ?? null })(parts.manifest);
        await writeCapture(capture, { ...parts, manifest }, { overwrite: true });
        const statusNow = async () => {
          await client.request('open', { capture, strategy: file });
          const { preconditions, report, roots } = await client.request('explain', {});
          const { status } = preconditions.find(({ name }) => name === 'strategy') ?? {};
          return { status, verdict: report.verdict, roots: roots.length };
        };
        assert.equal((await statusNow()).status, 'ok');
        await rewrite('see("x", true);');
        assert.deepEqual(await statusNow(), {
          status: 'failed',
          verdict: 'invalid-comparison',
          roots: 0,
        });
      });
    } finally {
      await client.dispose();
    }
  }).timeout(60_000);
});
