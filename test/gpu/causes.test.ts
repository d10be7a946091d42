// The search for causes gives the same answer whether its sweeps run in the fast lane or on a GPU.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Explanation } from '../../engine/host/replay/explanation.js';
import type { ExplainOptions } from '../../engine/host/replay/protocol.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { BARS, smallCapture, writeSmall } from '../cli/small-capture.js';
import { requireGpu } from '../support/gpu/adapter.js';
import { recordCapture } from '../support/recording.js';

type Answer = Pick<Explanation, 'roots' | 'unexplained' | 'stopped' | 'ticksSpent' | 'trials'>;

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
      base: { ...parts, bars: BARS },
      coverage: parts.manifest.coverage,
      interventions: [{ kind: 'params-value', path: 'exitAbove', value: '112.5' }],
    });
    const capture = await writeSmall(folder, 'drifted', live);
    const lanes = new Set<string | undefined>();
    const explained = async (options: ExplainOptions): Promise<Answer> => {
      const client = startReplayClient();
      try {
        await client.request('open', { capture });
        const onProgress = ({ lane }: { readonly lane?: string }): void => {
          lanes.add(lane);
        };
        const request = { helpers: 0, ...options };
        const answer = await client.request('explain', request, { onProgress });
        const { roots, unexplained, stopped, ticksSpent, trials } = answer;
        return { roots, unexplained, stopped, ticksSpent, trials };
      } finally {
        await client.dispose();
      }
    };
    const fast = await explained({});
    assert.match(JSON.stringify(fast.roots), /configurations of 2 parameters were swept/);
    assert.ok(!lanes.has('gpu'));
    assert.deepEqual(await explained({ adapter: 'any' }), fast);
    assert.ok(lanes.has('gpu'));
  });
});
