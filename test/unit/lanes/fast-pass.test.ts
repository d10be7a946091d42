// A run that the fast lane answered is the reference lane's in everything it says: events, mismatches, their places.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { OpenOptions, ReplayReport } from '../../../engine/host/replay/protocol.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { BARS, smallCapture, STEP_MS, writeSmall } from '../../cli/small-capture.js';

const EXAMPLE = fileURLToPath(
  new URL('../../../examples/workspace/captures/openclaw-base', import.meta.url),
);
const DECIMAL = { kind: 'decimal', precision: 20, rounding: 'half-up' } as const;

describe('a run that the fast lane answers', function () {
  this.timeout(120_000);
  let folder = '';
  // One for all: a new one loads the compiler anew, which takes longer than a run.
  const client = startReplayClient();
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lockstep-fast-'));
  });
  after(async () => {
    await client.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  async function run(options: OpenOptions, lane?: 'fast'): Promise<ReplayReport> {
    const { replay, issues } = await client.request('open', options);
    assert.ok(replay !== null, JSON.stringify(issues));
    return client.request('run', lane === undefined ? {} : { lane });
  }

  /** Both runs; the fast one was that lane's, or not, and nothing else differs but the time. */
  async function compare(options: OpenOptions, lane: ReplayReport['lane']): Promise<ReplayReport> {
    const reference = await run(options);
    const fast = await run(options, 'fast');
    assert.equal(reference.lane, 'reference');
    assert.equal(fast.lane, lane);
    const { elapsedMs, lane: asked } = reference;
    assert.deepEqual({ ...fast, elapsedMs, lane: asked }, reference);
    return reference;
  }

  it('the example under other numbers than live: every event departs, at the same places', async () => {
    const { mismatches } = await compare({ capture: EXAMPLE, numeric: DECIMAL }, 'fast');
    assert.equal(mismatches.length, 234);
    assert.ok(mismatches.every(({ site }) => site !== null));
  });

  it('other parameters: events one side lacks, with the decision made instead', async () => {
    const params = { trade: { sl_atr_mult: '1.5' } };
    const { mismatches } = await compare({ capture: EXAMPLE, numeric: DECIMAL, params }, 'fast');
    const kinds = new Set(mismatches.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ['field', 'missing-in-live', 'missing-in-replay']);
  });

  it('a short window of doubles: not worth compiling for', async () => {
    await compare({ capture: EXAMPLE }, 'reference');
  });

  it('a strategy that breaks: the reference lane says why', async () => {
    const parts = smallCapture('throws-after-order');
    const { fromTs } = parts.manifest.window;
    const [first] = BARS;
    assert.ok(first !== undefined);
    const bars = Array.from({ length: 1600 }, (_, tick) => ({
      ...(BARS[tick] ?? first),
      openTs: fromTs + tick * STEP_MS,
      closeTs: fromTs + (tick + 1) * STEP_MS - 1,
    }));
    const { window } = parts.manifest;
    const manifest = {
      ...parts.manifest,
      window: { ...window, toTs: bars.at(-1)?.openTs ?? window.toTs },
    };
    const capture = await writeSmall(folder, 'throws', { ...parts, manifest, bars });
    const { failure } = await compare({ capture }, 'reference');
    assert.notEqual(failure, null);
  });
});
