// The bench bot does everything, replays its own recordings to parity, and each of its logic variants does not.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeCapture } from '../../../engine/host/capture/index.js';
import type { OpenOptions, ReplayReport } from '../../../engine/host/replay/protocol.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { runCapture } from '../../../engine/host/replay/run-capture.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { atDepth } from '../../support/depth.js';
import { botParts } from '../../support/bench-bot.js';
import { linesOf, LOGIC_VARIANTS, overlaysOf } from '../../support/bench-bot-variants.js';
import { withTempDir } from '../../support/captures.js';
import { COVERAGES, recordCapture, type RecordedParts } from '../../support/recording.js';

const REPLAY_MS = 60_000;
/** Enough for each variant to show in the ledger. */
const VARIANT_TICKS = 250;
/** Usually every third; a thorough test has all. */
const VARIANTS = LOGIC_VARIANTS.filter((_variant, index) => index % atDepth(3, 1) === 0);

describe('bench bot', function () {
  this.timeout(REPLAY_MS);
  let client: ReplayClient;
  let recorded: RecordedParts;
  let part: RecordedParts;
  before(async () => {
    client = startReplayClient();
    const window = { first: 0, ticks: VARIANT_TICKS };
    part = await recordCapture({ client, base: botParts(), coverage: COVERAGES.decisions, window });
    recorded = await recordCapture({ client, base: botParts(), coverage: COVERAGES.everything });
  });
  after(() => client.dispose());

  const replay = (
    parts: RecordedParts,
    options: Omit<OpenOptions, 'capture'> = {},
  ): Promise<ReplayReport> =>
    withTempDir(async (dir) => {
      const capture = join(dir, 'capture');
      await writeCapture(capture, parts);
      return runCapture(client, { capture, ...options });
    });

  it('trades often, in every way, and concludes for every symbol on every tick', () => {
    const count = (kind: string, action: string): number =>
      recorded.events.filter(
        (event) => event.kind === kind && 'action' in event && event.action === action,
      ).length;
    for (const action of ['OPEN', 'ADD', 'REDUCE', 'CLOSE']) {
      assert.ok(count('ledger', action) >= 40, action);
    }
    assert.ok(count('decision', 'blocked') >= 100);
    const concluded = recorded.events.filter(({ kind }) => kind === 'decision');
    const pairs = new Set(
      concluded.map((event) => `${String(event.ts)} ${'symbol' in event ? event.symbol : ''}`),
    );
    assert.equal(pairs.size, recorded.bars.length);
    assert.equal(concluded.length, recorded.bars.length);
  });

  it('replays its own recording to parity', async () => {
    const report = await replay(recorded);
    assert.equal(report.verdict, 'parity', report.mismatches[0]?.message);
    assert.equal(report.events.matched, recorded.events.length);
  });

  it('goes on from a saved state as if it had never stopped', async () => {
    await replay(recorded);
    for (const ticks of atDepth([97, 599], [1, 97, 250, 431, 599])) {
      const { equal, difference } = await client.request('check', { ticks });
      assert.ok(equal, `${String(ticks)}: ${difference ?? ''}`);
    }
  });

  it('has a logic bug for every cause that is one', () => {
    const causes = new Set(LOGIC_VARIANTS.map(({ cause }) => cause));
    // Rows of the table of causes that are a strategy's logic, or its state as the strategy keeps it.
    for (const cause of [3, 4, 5, 9, 14, 15, 16, 18, 19, 24])
      assert.ok(causes.has(cause), String(cause));
    assert.equal(new Set(LOGIC_VARIANTS.map(({ name }) => name)).size, LOGIC_VARIANTS.length);
  });

  for (const variant of VARIANTS) {
    it(`with "${variant.name}" it does something else`, async () => {
      const { first, last } = linesOf(variant);
      assert.ok(first >= 1 && last >= first);
      const report = await replay(part, { overlays: overlaysOf(variant) });
      assert.equal(report.verdict, 'mismatch', report.failure?.message);
      assert.equal(report.failure, null, report.failure?.message);
      const ledger = report.byKind['ledger'];
      assert.ok(ledger !== undefined && ledger.matched < ledger.live, 'no ledger row differs');
    });
  }
});
