// A recorded run that began from positions and was closed by force at the end of its window: replayed to its end there
// is nothing to explain, taken to have gone on its forced closes are one cause, by name.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { importOpenclaw } from '../../../engine/host/importers/openclaw/index.js';
import type { Explanation } from '../../../engine/host/replay/explanation.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { withTempDir } from '../../support/captures.js';
import { requireSharedData } from '../../support/shared-data.js';

const SEARCH_MS = 60_000;

function explain(context: Mocha.Context, end: 'cut' | 'finish'): Promise<Explanation> {
  const file = (name: string): string => requireSharedData(context, 'openclaw', name);
  const files = {
    report: file('example_report.json'),
    candles: file('candles_1h.json'),
    config: file('example_strategy.yaml'),
    initState: file('example_init_state.json'),
  };
  return withTempDir(async (dir) => {
    const capture = join(dir, 'capture');
    const { value, issues } = await importOpenclaw({ ...files, out: capture, end });
    assert.ok(value, JSON.stringify(issues));
    const client = startReplayClient();
    try {
      const { replay } = await client.request('open', { capture });
      assert.ok(replay);
      return await client.request('explain', {});
    } finally {
      await client.dispose();
    }
  });
}

describe('openclaw: the run from an init state, explained', function () {
  this.timeout(SEARCH_MS);

  it('replayed to its end: nothing to explain', async function () {
    const { roots, report, unexplained } = await explain(this, 'finish');
    assert.equal(report.verdict, 'parity');
    assert.equal(report.byKind['ledger']?.matched, 105);
    assert.deepEqual([roots, unexplained], [[], []]);
  });

  it('taken to have gone on: the forced closes are one root, and nothing is left over', async function () {
    const { roots, report, unexplained, stopped } = await explain(this, 'cut');
    assert.equal(report.verdict, 'mismatch');
    assert.equal(stopped, null);
    assert.deepEqual(unexplained, []);
    const [root, ...others] = roots;
    assert.ok(root !== undefined);
    assert.deepEqual(others, []);
    assert.equal(root.class, 'state-initialisation-gap');
    assert.deepEqual(root.interventions, [{ kind: 'state-window-end', end: 'finish' }]);
    assert.deepEqual(
      root.mismatches,
      report.mismatches.map((_, index) => index),
    );
    assert.equal(root.place.tick, report.ticks - 1);
  });
});
