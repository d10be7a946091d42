// The GPU lane against the reference lane: every event and the state behind every tick, bit for bit, and what happens when
// it cannot go on. Windows are short here, since a software adapter runs tens of ticks a second.
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { NumericPolicy, RoundingStep } from '../../engine/core/numeric/index.js';
import type { GpuClient } from '../../engine/host/gpu/gpu-client.js';
import { openGpu } from '../../engine/host/gpu/gpu-client.js';
import { interpreterPipeline } from '../../engine/host/gpu/interpreter-pipeline.js';
import { requireGpu } from '../support/gpu/adapter.js';
import { openLane, type OpenedLane, openSmall, runOnGpu } from '../support/gpu/lane-runs.js';
import {
  ENDLESS,
  HUGE,
  HUGE_AT,
  MISSING,
  MISSING_AT,
  MIXED,
  MULTIPLYING,
  SUMMING,
  TRADING,
  WHOLES,
  WHOLES_AT,
} from '../support/gpu/lane-strategies.js';

const OPENCLAW = fileURLToPath(
  new URL('../../examples/workspace/captures/openclaw-base', import.meta.url),
);
/** Of the 600 in the capture; with positions opened and closed among them. */
const OPENCLAW_TICKS = Number(process.env['LOCKSTEP_GPU_TICKS'] ?? 30);

const POLICIES: readonly (readonly [string, NumericPolicy])[] = [
  ['binary64', { kind: 'binary64' }],
  ['20 digits', { kind: 'decimal', precision: 20, rounding: 'half-up' }],
  ['34 digits, half-even', { kind: 'decimal', precision: 34, rounding: 'half-even' }],
];

/** And the ends of what cells hold, where windows are short enough for it. */
const ALL_POLICIES: typeof POLICIES = [
  ...POLICIES,
  ['5 digits, floor', { kind: 'decimal', precision: 5, rounding: 'floor' }],
  ['57 digits, half-ceil', { kind: 'decimal', precision: 57, rounding: 'half-ceil' }],
];

const referenceEvents = ({ ticks }: OpenedLane): readonly (readonly string[])[] =>
  ticks.map(({ events }) => events);

const digestsOf = ({ ticks }: OpenedLane): readonly string[] => ticks.map(({ digest }) => digest);

describe('the gpu lane', function () {
  this.timeout(240_000);
  let client: GpuClient;

  before(async function () {
    ({ client } = await requireGpu(this));
  });

  for (const [name, numeric] of POLICIES) {
    it(`equals the reference lane over ${OPENCLAW_TICKS} ticks of the example: ${name}`, async () => {
      const lane = await openLane({ capture: OPENCLAW, numeric, ticks: OPENCLAW_TICKS });
      const { report, events, digests, images } = await runOnGpu(client, lane);
      assert.equal(report.failure, null);
      assert.equal(report.outcomes[0]?.state, 'finished');
      assert.deepEqual(events[0], referenceEvents(lane));
      assert.deepEqual(digests[0], digestsOf(lane));
      const from = lane.start.stateStart / 4;
      assert.deepEqual(images[0]?.slice(from), lane.state.slice(from));
    });
  }

  it('loses nothing when its output holds no more than a few words', async () => {
    const lane = await openSmall(SUMMING);
    const { report, events, digests } = await runOnGpu(client, lane, { outputWords: 11 });
    assert.deepEqual(events[0], referenceEvents(lane));
    assert.deepEqual(digests[0], digestsOf(lane));
    assert.ok(report.dispatches > 20, 'it was emptied many times');
  });

  it('runs the rules of a window’s end', async () => {
    const lane = await openSmall(SUMMING, { end: 'finish' });
    assert.deepEqual(
      lane.runs.ticks.calls.map(({ entry }) => entry),
      ['step', 'step', 'step', 'step', 'finish'],
    );
    const { events, digests } = await runOnGpu(client, lane);
    assert.deepEqual(events[0], referenceEvents(lane));
    assert.deepEqual(digests[0], digestsOf(lane));
  });

  for (const [name, numeric] of ALL_POLICIES) {
    it(`runs many configurations at once as it runs each alone: ${name}`, async () => {
      const factors = ['1', '-0.5', '7.25', '1e-9', '0', '123456.789'];
      const lanes = await Promise.all(
        factors.map((factor) => openSmall(MULTIPLYING, { params: { factor }, numeric })),
      );
      const [first] = lanes;
      assert.ok(first !== undefined);
      const images = lanes.map(({ image }) => image);
      const { report, events, digests } = await runOnGpu(client, first, { images });
      assert.equal(report.failure, null);
      assert.deepEqual(events, lanes.map(referenceEvents));
      assert.deepEqual(digests, lanes.map(digestsOf));
      assert.ok(new Set(digests.map(String)).size > 4, 'the configurations differ');
    });
  }

  for (const [name, numeric] of ALL_POLICIES) {
    it(`does every operation as the reference lane does: ${name}`, async () => {
      const lane = await openSmall(MIXED, { numeric, params: { factor: '-3.75' } });
      assert.ok(lane.ticks.every(({ failure }) => failure === null));
      const { events, digests } = await runOnGpu(client, lane);
      assert.deepEqual(events[0], referenceEvents(lane));
      assert.deepEqual(digests[0], digestsOf(lane));
    });
  }

  const STEPS: readonly RoundingStep[] = [
    { method: 'scaled', scale: 3, rounding: 'half-even' },
    { method: 'exact', scale: 2, rounding: 'ceil' },
    { method: 'exact', scale: 0, rounding: 'half-down' },
    { method: 'scaled', scale: 8, rounding: 'floor' },
  ];
  for (const step of STEPS) {
    const { method } = step;
    const about = method === 'none' ? method : `${method} ${step.scale} ${step.rounding}`;
    it(`rounds by the steps of the venue: ${about}`, async () => {
      for (const [, numeric] of POLICIES) {
        const lane = await openSmall(TRADING, { numeric, step });
        assert.ok(lane.ticks.every(({ events }) => events.some((event) => /ledger/.test(event))));
        const { events, digests } = await runOnGpu(client, lane);
        assert.deepEqual(events[0], referenceEvents(lane));
        assert.deepEqual(digests[0], digestsOf(lane));
      }
    });
  }

  it('splits what a device does not take at once', async () => {
    const lane = await openSmall(SUMMING);
    const images = [lane.image, lane.image, lane.image, lane.image, lane.image];
    const { wordsPerLane } = (await runOnGpu(client, lane)).report;
    const limits = { ...client.adapter.limits, maxStorageBufferBindingSize: wordsPerLane * 4 * 2 };
    const { report, events } = await runOnGpu(client, lane, { images, limits });
    assert.equal(report.lanesPerBatch, 2);
    assert.deepEqual(
      events,
      images.map(() => referenceEvents(lane)),
    );
  });

  it('takes an edited strategy without compiling a shader', async () => {
    const before = await interpreterPipeline(client, 'decimal');
    for (const text of [SUMMING, MULTIPLYING]) {
      const lane = await openSmall(text);
      const { events } = await runOnGpu(client, lane);
      assert.deepEqual(events[0], referenceEvents(lane));
    }
    assert.equal((await interpreterPipeline(client, 'decimal')).id, before.id);
  });

  const TRAPS = [
    ['missing', MISSING, MISSING_AT],
    ['endless', ENDLESS, 'while (state.seen > 4) state.total = state.total.add(1);'],
    ['number-range', HUGE, HUGE_AT],
    ['int-range', WHOLES, WHOLES_AT],
  ] as const;
  for (const [trap, text, source] of TRAPS) {
    it(`says where it stopped: ${trap}`, async () => {
      const lane = await openSmall(text);
      const { report, events } = await runOnGpu(client, lane, { fuel: 1000 });
      const [outcome] = report.outcomes;
      assert.deepEqual([outcome?.state, outcome?.ticks], ['trapped', 2]);
      assert.equal(outcome?.stop?.trap, trap);
      const { start = 0, end = 0 } = lane.program.places[outcome.stop.place] ?? {};
      const found = text.slice(start, end);
      assert.ok(source.includes(found) && found !== '', found);
      assert.deepEqual(events[0], referenceEvents(lane).slice(0, 2));
    });
  }

  it('says that a tick made more than there is room for', async () => {
    const lane = await openSmall(MIXED);
    const { report } = await runOnGpu(client, lane, { arenaBytes: 256 });
    const [outcome] = report.outcomes;
    assert.deepEqual([outcome?.stop?.trap, outcome?.ticks], ['memory', 0]);
  });

  it('names the limit that a program, a window or a run is over', async () => {
    const lane = await openSmall(SUMMING);
    const sizes = [
      [64, /the program is too large: \d+ bytes, and maxStorageBufferBindingSize is 64/],
      [65_536, /the memory of one run is too large/],
    ] as const;
    for (const [bytes, text] of sizes) {
      const limits = { ...client.adapter.limits, maxStorageBufferBindingSize: bytes };
      const { report } = await runOnGpu(client, lane, { limits });
      assert.equal(report.failure?.state, 'too-large');
      assert.match(report.failure.text, text);
      assert.notEqual(report.failure.remedy, '');
    }
  });

  it('stops between two dispatches when it is cancelled, and keeps what was done', async () => {
    const lane = await openSmall(SUMMING);
    const abort = new AbortController();
    const limits = { ...client.adapter.limits, maxComputeWorkgroupsPerDimension: 0 };
    const images = [lane.image, lane.image];
    const { report, events } = await runOnGpu(client, lane, {
      images,
      limits,
      signal: abort.signal,
      onProgress: ({ runsDone }) => {
        if (runsDone === 1) abort.abort();
      },
    });
    assert.ok(report.isCancelled);
    const states = report.outcomes.map(({ state }) => state);
    assert.deepEqual(states, ['finished', 'not-finished']);
    assert.deepEqual(events, [referenceEvents(lane), []]);
  });

  it('says that the device is gone, and keeps what was done', async () => {
    const opening = await openGpu({ adapter: 'any' });
    assert.ok(opening.state === 'ready');
    const lane = await openSmall(SUMMING);
    const limits = { ...opening.client.adapter.limits, maxComputeWorkgroupsPerDimension: 0 };
    const { report } = await runOnGpu(opening.client, lane, {
      images: [lane.image, lane.image],
      limits,
      onProgress: ({ runsDone }) => {
        if (runsDone === 1) process.kill(opening.client.processId ?? 0, 'SIGKILL');
      },
    });
    assert.equal(report.failure?.state, 'process-ended');
    const states = report.outcomes.map(({ state }) => state);
    assert.deepEqual(states, ['finished', 'not-finished']);
    await opening.client.close();
  });
});
