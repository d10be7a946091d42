// What a recording may hold beside what a replay makes: checkpoints, notes for people, revisions of a bar. The first
// are no mismatch; a revision is used when it is asked for.
import assert from 'node:assert/strict';
import type { BarRecord, Coverage, Intervention } from '../../../engine/core/schema/index.js';
import type { CaptureParts, EventDraft } from '../../../engine/host/capture/index.js';
import type { OpenResult, ReplayReport } from '../../../engine/host/replay/protocol.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { FIRST_TS, smallCapture, STEP_MS, writeSmall } from '../../cli/small-capture.js';
import { withTempDir } from '../../support/captures.js';

const tsOf = (tick: number): number => FIRST_TS + tick * STEP_MS;

type Unnumbered = EventDraft extends infer E ? (E extends unknown ? Omit<E, 'seq'> : never) : never;

/** The small capture with further events, each before the trade's last row, and their kinds in the coverage. */
function withEvents(...more: readonly Unnumbered[]): CaptureParts {
  const small = smallCapture();
  const events = [...small.events.slice(0, 2), ...more, ...small.events.slice(2)].map(
    (event, index) => ({ ...event, seq: index + 1 }),
  );
  const kinds = new Set<Coverage['kinds'][number]>(events.map(({ kind }) => kind));
  const { manifest } = small;
  return {
    ...small,
    events,
    manifest: {
      ...manifest,
      coverage: { ...manifest.coverage, kinds: [...kinds] },
      runs: [{ fingerprint: 'test', firstSeq: 1, lastSeq: events.length }],
    },
  };
}

describe('recordings with more than a replay makes', () => {
  let client: ReplayClient;
  before(() => {
    client = startReplayClient();
  });
  after(() => client.dispose());

  const replayed = (
    parts: CaptureParts,
    interventions: readonly Intervention[] = [],
  ): Promise<{ opened: OpenResult; report: ReplayReport | null }> =>
    withTempDir(async (dir) => {
      const capture = await writeSmall(dir, 'capture', parts);
      const opened = await client.request('open', { capture, interventions });
      const report = opened.replay === null ? null : await client.request('run', {});
      return { opened, report };
    });

  const head = { ts: tsOf(7) };
  const EXTRAS: readonly Unnumbered[] = [
    { ...head, kind: 'checkpoint', state: { account: { balance: '1' } } },
    { ...head, kind: 'risk', name: 'kill_switch', value: false },
    { ...head, kind: 'restart', fingerprint: 'test' },
    { ...head, kind: 'acknowledgement', symbol: 'BTC', orderId: '1', venueOrderId: 'v' },
    { ...head, kind: 'balance', balance: '1' },
  ];
  for (const extra of EXTRAS)
    it(`a ${extra.kind} event is no mismatch`, async () => {
      const { report } = await replayed(withEvents(extra));
      assert.equal(report?.verdict, 'parity', JSON.stringify(report?.mismatches));
      assert.deepEqual(report.events, { live: 4, replay: 4, matched: 4 });
    }).timeout(60_000);

  it('a balance that the venue changed for a reason is one', async () => {
    const deposit: Unnumbered = { ...head, kind: 'balance', balance: '1', reason: 'deposit' };
    const { report } = await replayed(withEvents(deposit));
    assert.equal(report?.verdict, 'mismatch');
    assert.deepEqual(
      report.mismatches.map(({ kind, live }) => [kind, live?.event.kind]),
      [['missing-in-replay', 'balance']],
    );
  }).timeout(60_000);

  it('nothing but a checkpoint is nothing to compare', async () => {
    const { manifest } = smallCapture();
    const checkpoint = { ...EXTRAS[0], seq: 1 } as EventDraft;
    const { report } = await replayed({
      ...smallCapture(),
      events: [checkpoint],
      manifest: {
        ...manifest,
        coverage: { kinds: ['checkpoint'] },
        runs: [{ fingerprint: 'test', firstSeq: 1, lastSeq: 1 }],
      },
    });
    assert.equal(report?.verdict, 'invalid-comparison');
  }).timeout(60_000);

  describe('revisions', () => {
    // Live entered at 101 in tick 6; the bar was corrected to 100.5 afterwards.
    const revised = (): CaptureParts => {
      const small = smallCapture();
      const bars = [...(small.bars as Iterable<BarRecord>)].flatMap((bar) =>
        bar.openTs === tsOf(6)
          ? [
              { ...bar, revision: 1 },
              { ...bar, revision: 2, open: '100.5', high: '100.5', low: '100.5', close: '100.5' },
            ]
          : [bar],
      );
      return { ...small, bars };
    };
    const use = (revision: number): Intervention => ({
      kind: 'market-revision',
      symbol: 'BTC',
      openTs: tsOf(6),
      revision,
    });

    it('the newest is what a replay uses', async () => {
      const { report } = await replayed(revised());
      assert.equal(report?.verdict, 'mismatch');
      assert.equal(report.bars, 24);
    }).timeout(60_000);

    it('an older one is used when asked for', async () => {
      const { report } = await replayed(revised(), [use(1)]);
      assert.equal(report?.verdict, 'parity', JSON.stringify(report?.mismatches));
    }).timeout(60_000);

    it('the search proves which one live saw', async () => {
      await withTempDir(async (dir) => {
        const capture = await writeSmall(dir, 'capture', revised());
        await client.request('open', { capture });
        await client.request('run', {});
        const { roots } = await client.request('explain', {});
        assert.deepEqual(
          roots.map((root) => [root.class, root.interventions]),
          [['market-data-alignment-gap', [use(1)]]],
        );
      });
    }).timeout(60_000);

    it('one that was never recorded is refused, not silently without effect', async () => {
      const { opened } = await replayed(revised(), [use(7)]);
      assert.equal(opened.replay, null);
      assert.deepEqual(
        opened.issues.map(({ code, path }) => [code, path]),
        [['overrides.unfit', '[0].revision']],
      );
    }).timeout(60_000);
  });
});
