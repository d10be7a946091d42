// The search for causes gives the same answer whether its sweeps run in the fast lane or on a GPU.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Explanation } from '../../engine/host/replay/explanation.js';
import type { ExplainOptions } from '../../engine/host/replay/protocol.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { smallCapture, writeSmall } from '../cli/small-capture.js';
import { requireGpu } from '../support/gpu/adapter.js';
import { recordCapture } from '../support/recording.js';

describe('sweeps of the search for causes in the gpu lane', function () {
  this.timeout(240_000);
  let folder = '';
  before(async function () {
    await requireGpu(this);
    folder = await mkdtemp(path.join(tmpdir(), 'lockstep-gpu-'));
  });
  after(async () => {
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  it('the same roots, facts and costs', async () => {
    const parts = smallCapture();
    const live = await recordCapture({
      base: { ...parts, bars: [...parts.bars] },
      coverage: parts.manifest.coverage,
      interventions: [{ kind: 'params-value', path: 'exitAbove', value: '112.5' }],
    });
    const capture = await writeSmall(folder, 'drifted', live);
    const lanes = new Set<string | undefined>();
    const answer = async (options: ExplainOptions): Promise<Omit<Explanation, 'report'>> => {
      const client = startReplayClient();
      try {
        await client.request('open', { capture });
        const onProgress = ({ lane }: { readonly lane?: string }): void => {
          lanes.add(lane);
        };
        const { report: _report, ...rest } = await client.request(
          'explain',
          { helpers: 0, ...options },
          { onProgress },
        );
        return rest;
      } finally {
        await client.dispose();
      }
    };
    const fast = await answer({});
    assert.match(JSON.stringify(fast.roots), /configurations of 2 parameters were swept/);
    assert.ok(!lanes.has('gpu'));
    assert.deepEqual(await answer({ adapter: 'any' }), fast);
    assert.ok(lanes.has('gpu'));
  });
});
