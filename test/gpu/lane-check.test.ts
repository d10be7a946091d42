// The check of lanes with the gpu lane in it: what its report says, and how it names the first tick that differs.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { LaneTick } from '../../engine/core/memory/reference-lane.js';
import { gpuChoice } from '../../engine/host/gpu/gpu-choice.js';
import { checkGpuLane, type GpuCheck } from '../../engine/host/lanes/check-gpu-lane.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { requireGpu } from '../support/gpu/adapter.js';
import { type OpenedLane, openSmall } from '../support/gpu/lane-runs.js';
import { COUNTING, MISSING, SUMMING } from '../support/gpu/lane-strategies.js';

const CAPTURE = fileURLToPath(
  new URL('../../examples/workspace/captures/openclaw-base', import.meta.url),
);
/** Enough to see that all lanes ran. */
const TICKS = 5;

/** A lane checked against the answers of another, so that they differ. */
function check(
  lane: OpenedLane,
  answers: Pick<OpenedLane, 'ticks' | 'stateAfter'>,
): Promise<GpuCheck> {
  return checkGpuLane({
    program: lane.program,
    numeric: lane.runs.num.policy,
    symbolCount: lane.symbolCount,
    start: lane.start,
    ticks: answers.ticks,
    stateAfter: answers.stateAfter,
    rangeOf: () => null,
    gpu: gpuChoice({}),
    onTicks: () => undefined,
    signal: new AbortController().signal,
  });
}

describe('the check of lanes with a GPU', function () {
  this.timeout(240_000);

  before(async function () {
    await requireGpu(this);
  });

  it('runs the lanes that are asked for, and says on what', async () => {
    const client = startReplayClient();
    const numeric = { kind: 'decimal', precision: 20, rounding: 'half-up' } as const;
    await client.request('open', { capture: CAPTURE, numeric });
    const lanes = ['reference', 'fast', 'gpu'] as const;
    const report = await client.request('lanes', { lanes, ticks: TICKS });
    assert.equal(report.divergence, null);
    assert.deepEqual(
      report.lanes.map(({ lane, ticks }) => [lane, ticks]),
      lanes.map((lane) => [lane, TICKS]),
    );
    assert.equal(report.gpu?.failure, null);
    assert.notEqual(report.gpu.adapter, null);
    assert.ok(report.gpu.instructions > 0 && report.gpu.wordsPerLane > 0);
    const again = await client.request('lanes', { lanes: ['gpu'], ticks: TICKS });
    assert.deepEqual(
      again.lanes.map(({ lane }) => lane),
      ['reference', 'gpu'],
    );
    assert.equal(again.gpu?.pipelineMs, report.gpu.pipelineMs, 'compiled once');
    const without = await client.request('lanes', { lanes: ['reference', 'fast'], ticks: TICKS });
    assert.equal(without.gpu, null);
    await client.dispose();
  });

  it('agrees where the reference broke off in the same tick', async () => {
    const lane = await openSmall(MISSING);
    assert.notEqual(lane.ticks.at(-1)?.failure, null);
    const { divergence, ticks } = await check(lane, lane);
    assert.deepEqual([divergence, ticks], [null, lane.ticks.length]);
  });

  it('names the first tick and field of an event that differs', async () => {
    const lane = await openSmall(SUMMING);
    const other = await openSmall(SUMMING, { params: { factor: '2' } });
    const ticks = lane.ticks.map((tick, i) => (i < 2 ? tick : (other.ticks[i] as LaneTick)));
    const { divergence } = await check(lane, { ...lane, ticks });
    assert.deepEqual(
      [divergence?.lane, divergence?.tick, divergence?.kind, divergence?.field],
      ['gpu', 2, 'event', 'indicators[0].value'],
    );
  });

  it('names the first tick and path of a state that differs', async () => {
    const lane = await openSmall(COUNTING, { params: { last: 3 } });
    const other = await openSmall(COUNTING, { params: { last: 4 } });
    const { divergence } = await check(lane, other);
    assert.ok(divergence !== null);
    const { kind, tick, field, reference, found } = divergence;
    assert.deepEqual(
      [kind, tick, field, reference, found],
      ['state', 2, 'strategy.seen', '14', '12'],
    );
  });

  it('says that the reference stopped where it went on, and gives up where it stopped itself', async () => {
    const lane = await openSmall(SUMMING);
    const broken = { code: 'strategy.threw', message: 'broke off' };
    const ticks = lane.ticks.map((tick, i) => (i === 3 ? { ...tick, failure: broken } : tick));
    const wentOn = await check(lane, { ...lane, ticks });
    assert.deepEqual([wentOn.divergence?.kind, wentOn.divergence?.tick], ['stop', 3]);
    const missing = await openSmall(MISSING);
    const kept = missing.ticks.map((tick) => ({ ...tick, failure: null }));
    const stopped = await check(missing, { ...missing, ticks: kept });
    assert.deepEqual(
      [stopped.divergence, stopped.limit?.lane, stopped.limit?.tick],
      [null, 'gpu', 2],
    );
    assert.match(stopped.limit?.message ?? '', /a value is missing/);
  });
});
