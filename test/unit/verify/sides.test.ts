// What a comparison of several recordings says where their inputs differ, and where that cannot be tried.
import assert from 'node:assert/strict';
import type { CaptureParts } from '../../../engine/host/capture/index.js';
import { makeIssue, type Snapshot } from '../../../engine/core/schema/index.js';
import type { OpenOptions, OpenResult } from '../../../engine/host/replay/protocol.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { compareSides } from '../../../engine/host/verify/sides/compare-sides.js';
import type { SidesReport } from '../../../engine/host/verify/sides/side-report.js';
import { FIRST_TS, smallCapture, STEP_MS, writeSmall } from '../../cli/small-capture.js';
import { withTempDir } from '../../support/captures.js';

/** Live as it is, and what the engine does from another state as paper. */
async function fromOtherState(
  changes: Partial<Snapshot>,
  clientOf: (client: ReplayClient) => ReplayClient = (client) => client,
): Promise<SidesReport> {
  const client = startReplayClient();
  try {
    return await withTempDir(async (dir) => {
      const live = await writeSmall(dir, 'live');
      const parts = smallCapture();
      const snapshot = { ...parts.snapshot, ...changes };
      const draft = await writeSmall(dir, 'draft', { ...parts, snapshot });
      assert.ok((await client.request('open', { capture: draft })).replay);
      await client.request('run', {});
      const made = await client.request('events', { from: 0, count: 1_000 });
      const events = made.map(({ prev: _prev, ...event }, index) => ({ ...event, seq: index + 1 }));
      const runs = [{ fingerprint: 'test', firstSeq: 1, lastSeq: events.length }];
      const manifest = { ...parts.manifest, runs };
      const paperParts: CaptureParts = { ...parts, manifest, snapshot, events };
      const paper = await writeSmall(dir, 'paper', paperParts);
      const { report } = await compareSides(clientOf(client), {
        sides: [
          { name: 'live', capture: live },
          { name: 'paper', capture: paper },
        ],
        open: {},
        today: '2026-01-01',
      });
      return report;
    });
  } finally {
    await client.dispose();
  }
}

const isOpen = (argument: unknown): argument is OpenOptions =>
  typeof argument === 'object' && argument !== null && 'capture' in argument;

const rootsOf = ({ roots }: SidesReport): readonly string[] =>
  roots.map(({ class: kind, title }) => `${kind}: ${title}`);

describe('recordings that began from other state', function () {
  this.timeout(120_000);

  const POSITION = {
    side: 'long',
    size: '2',
    entryPrice: '90',
    leverage: '1',
    margin: '180',
    adds: 0,
    openTs: FIRST_TS - STEP_MS,
    lastAddTs: FIRST_TS - STEP_MS,
  } as const;
  const ORDER: Snapshot['orders'][number] = {
    orderId: 1,
    symbol: 'BTC',
    action: 'open',
    side: 'long',
    size: '1',
    fraction: null,
    notional: null,
    price: null,
    margin: '1',
    leverage: '1',
    reason: 'go',
    values: [],
  };
  const STATES: readonly (readonly [string, Partial<Snapshot>, RegExp])[] = [
    ['a balance', { account: { balance: '2000' } }, /account\.balance$/],
    ['a position that live had not', { positions: { BTC: POSITION } }, /positions\.BTC$/],
    [
      'an order that live had not',
      { orders: [ORDER], counters: { nextOrderId: 2, ticks: 0 } },
      /orders\[0\] and 1 more$/,
    ],
  ];
  for (const [name, changes, title] of STATES)
    it(`${name} is the root of what differs`, async () => {
      const report = await fromOtherState(changes);
      assert.equal(report.verdict, 'fail');
      assert.ok((report.pairs[0]?.mismatches ?? 0) > 0);
      assert.deepEqual(report.pairs[0]?.roots, [1], JSON.stringify(report.reasons));
      const [root, ...rest] = rootsOf(report);
      assert.deepEqual(rest, []);
      assert.match(root ?? '', /^state-initialisation-gap: they began from other state: /);
      assert.match(root ?? '', title);
      assert.deepEqual(
        report.reasons.map((reason) => reason.replace(/: they began.*/, '')),
        ['Root 1, state-initialisation-gap'],
      );
    });

  it('what does not fit the replay is named with its reason, and explains nothing', async () => {
    // The worker refuses whatever is substituted, as it does with what the recording cannot have.
    const refusal = makeIssue(
      'overrides.unfit',
      { file: 'interventions' },
      { message: 'There is no such place.', remedy: 'Name another.' },
    );
    const refused: OpenResult = { replay: null, issues: [refusal], findings: [], watch: [] };
    const refusing = (client: ReplayClient): ReplayClient => ({
      ...client,
      dispose: () => client.dispose(),
      request: (name, argument, options) =>
        isOpen(argument) && argument.interventions !== undefined
          ? Promise.resolve(refused)
          : client.request(name, argument, options),
    });
    const report = await fromOtherState({ account: { balance: '2000' } }, refusing);
    assert.equal(report.verdict, 'fail');
    assert.deepEqual(report.roots, []);
    const { mismatches } = report.pairs[0] ?? { mismatches: 0 };
    assert.ok(mismatches > 0);
    assert.deepEqual(report.reasons, [
      `live and paper differ in ${String(mismatches)} events under no root.`,
      'live and paper have other inputs (they began from other state: account.balance), but what live had does not fit the replay of paper, so nobody knows what comes of it: There is no such place. Fix: Name another.',
    ]);
  });
});
