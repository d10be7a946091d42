// Seven real fills as a capture: with the venue's rule they replay to parity, with any other that comes to mind they do
// not, and the search for causes names the rule.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { RoundingStep } from '../../../engine/core/numeric/index.js';
import type { Json } from '../../../engine/core/schema/index.js';
import { writeCapture } from '../../../engine/host/capture/index.js';
import type { Explanation } from '../../../engine/host/replay/explanation.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { runCapture, type CaptureRun } from '../../../engine/host/replay/run-capture.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { withTempDir } from '../../support/captures.js';
import { CUT_AT_6, feeCapture, readFills, type Fill } from '../../support/hyperliquid-fees.js';
import { requireSharedData } from '../../support/shared-data.js';

const SEARCH_MS = 60_000;

describe('hyperliquid: the fee rule in a capture', function () {
  this.timeout(SEARCH_MS);
  let client: ReplayClient;
  let fills: readonly Fill[];
  before(function () {
    client = startReplayClient();
    fills = readFills(requireSharedData(this, 'hyperliquid', 'fills_2024_2026.json'));
  });
  after(() => client.dispose());

  const within = <T>(rounding: RoundingStep, use: (capture: string) => Promise<T>): Promise<T> =>
    withTempDir(async (dir) => {
      const capture = join(dir, 'capture');
      await writeCapture(capture, feeCapture(fills, rounding));
      return use(capture);
    });
  const run = (rounding: RoundingStep): Promise<CaptureRun> =>
    within(rounding, (capture) => runCapture(client, { capture }));

  it('is reproduced in every fill and row when parts are cut at 6', async () => {
    const report = await run(CUT_AT_6);
    assert.deepEqual(
      report.issues.filter(({ severity }) => severity === 'error'),
      [],
    );
    assert.equal(report.verdict, 'parity', report.mismatches[0]?.message);
    assert.equal(report.events.matched, 14);
  });

  const BOTH = ['fee.extra', 'rounding.fee'];
  const NAIVE: readonly (readonly [string, RoundingStep, readonly string[]])[] = [
    ['half-up at 6', { method: 'exact', scale: 6, rounding: 'half-up' }, BOTH],
    ['half-up at 8', { method: 'exact', scale: 8, rounding: 'half-up' }, BOTH],
    // The builder's two parts come out the same either way, one of them a tie: only the venue's part tells.
    ['half-even at 6', { method: 'exact', scale: 6, rounding: 'half-even' }, ['rounding.fee']],
    ['no rounding', { method: 'none' }, BOTH],
  ];
  for (const [name, rounding, paths] of NAIVE) {
    it(`stated with ${name}: one root, the rule by name`, async () => {
      const explanation: Explanation = await within(rounding, async (capture) => {
        const report = await runCapture(client, { capture });
        assert.equal(report.verdict, 'mismatch');
        return client.request('explain', {});
      });
      assert.equal(explanation.stopped, null);
      assert.deepEqual(explanation.unexplained, []);
      const [root, ...others] = explanation.roots;
      assert.ok(root !== undefined);
      assert.deepEqual(others, []);
      assert.equal(root.class, 'numeric-policy-divergence');
      assert.equal(root.mismatches.length, explanation.report.mismatches.length);
      const changes = root.interventions.map((change) => {
        assert.ok(change.kind === 'venue-policy', root.title);
        return [change.path, roundingIn(change.value)];
      });
      assert.deepEqual(
        changes,
        paths.map((path) => [path, CUT_AT_6]),
      );
    });
  }
});

/** A step, or the step of the one extra part. */
function roundingIn(value: Json): Json {
  if (!Array.isArray(value)) return value;
  const parts = value as readonly { readonly name: string; readonly rounding: Json }[];
  assert.deepEqual(
    parts.map(({ name }) => name),
    ['builder'],
  );
  return parts[0]?.rounding ?? null;
}
