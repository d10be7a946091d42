// A sweep in the gpu lane gives the fast lane's rows: configurations side by side on a device, one after the other on a CPU.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json } from '../../engine/core/schema/index.js';
import type { ConfigurationReport } from '../../engine/host/lanes/configuration-report.js';
import type { OpenOptions } from '../../engine/host/replay/protocol.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { smallCapture, writeSmall } from '../cli/small-capture.js';
import { requireGpu } from '../support/gpu/adapter.js';

const PARAMS: readonly Json[] = [
  {},
  { enterAbove: '98' },
  { enterAbove: '103.5', exitAbove: '109' },
  { enterAbove: 'high' },
  { exitAbove: '100.00000000000000000001' },
  { enterAbove: '1000' },
];

describe('configurations in the gpu lane', function () {
  this.timeout(240_000);
  let folder = '';
  // One for all: a new one loads the compiler anew, which takes longer than a run.
  const client = startReplayClient();
  before(async function () {
    await requireGpu(this);
    folder = await mkdtemp(path.join(tmpdir(), 'lockstep-gpu-'));
  });
  after(async () => {
    await client.dispose();
    if (folder !== '') await rm(folder, { recursive: true, force: true });
  });

  async function run(options: OpenOptions, lane: 'fast' | 'gpu'): Promise<ConfigurationReport> {
    await client.request('open', options);
    return client.request('configurations', { params: PARAMS, lane });
  }

  for (const end of ['cut', 'finish'] as const) {
    for (const numeric of [
      { kind: 'decimal', precision: 20, rounding: 'half-up' },
      { kind: 'binary64' },
    ] as const) {
      it(`${numeric.kind}, window ${end}: the rows of the fast lane`, async () => {
        const parts = smallCapture();
        const { manifest } = parts;
        const window = { ...manifest.window, end };
        const name = `${numeric.kind}-${end}`;
        const changed = { ...parts, manifest: { ...manifest, window } };
        const capture = await writeSmall(folder, name, changed);
        const gpu = await run({ capture, numeric }, 'gpu');
        assert.deepEqual(gpu, await run({ capture, numeric }, 'fast'));
        assert.equal(gpu.runs.length, PARAMS.length);
        const [first] = gpu.runs;
        assert.ok(first !== undefined && 'outcome' in first && first.outcome.mismatches === 0);
      });
    }
  }
});
