// The gpu lane and sweeps: how fast a device replays one lane and many, beside two workers of the fast lane. On a software
// adapter windows and numbers are small, and the figures say nothing about a GPU; the report names what ran.
import { lanesPerBatch } from '../../engine/host/gpu/batch-size.js';
import { openGpu } from '../../engine/host/gpu/gpu-client.js';
import type { GpuAdapterDescription } from '../../engine/host/gpu/gpu-protocol.js';
import type { LaneReport } from '../../engine/host/lanes/lane-report.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import type { Json, NumericPolicy } from '../../engine/index.js';
import { rounded } from '../quantile.js';

export interface GpuLaneTimes {
  readonly numeric: NumericPolicy;
  readonly capture: 'example' | 'long series';
  /** Ticks of one lane, and the wall time of the whole check beside the reference lane. */
  readonly ticks: number;
  readonly checkMs: number;
  readonly pipelineMs: number;
  readonly bytesPerLane: number;
  /** Lanes a batch holds on this device. */
  readonly largestBatch: number;
}

export interface SweepTimes {
  readonly lane: 'fast' | 'gpu';
  readonly workers: number;
  readonly configurations: number;
  readonly ticks: number;
  readonly ms: number;
  readonly configurationsPerSecond: number;
}

export interface GpuTimes {
  readonly adapter: { readonly name: string; readonly isSoftware: boolean };
  readonly lanes: readonly GpuLaneTimes[];
  /** Two workers of the fast lane, then the gpu lane, over the example with every event compared with live. */
  readonly sweeps: readonly SweepTimes[];
  /** Of configurations a second; on a software adapter it says nothing about a GPU. */
  readonly gpuToFast: number;
}

const POLICIES: readonly NumericPolicy[] = [
  { kind: 'binary64' },
  { kind: 'decimal', precision: 20, rounding: 'half-up' },
];
/** A software adapter runs tens of ticks a second. */
const SOFTWARE = { ticks: 60, configurations: 8 } as const;
const HARDWARE = { ticks: 600, configurations: 10_000 } as const;
const FAST_CONFIGURATIONS = 64;
const WORKERS = 2;
/** As `GpuLanes` has it. */
const OUTPUT_WORDS = 1 << 14;

/** Rejects with text that says why there is no GPU. */
export async function measureGpu(captures: {
  readonly example: string;
  readonly long: string | null;
}): Promise<GpuTimes> {
  const opening = await openGpu({ adapter: 'any' });
  if (opening.state === 'failed') throw new Error(opening.failure.text);
  const { adapter } = opening.client;
  await opening.client.close();
  const size = adapter.isSoftware ? SOFTWARE : HARDWARE;
  const lanes: GpuLaneTimes[] = [];
  for (const numeric of POLICIES) {
    const subjects = [
      ['example', captures.example],
      ['long series', captures.long],
    ] as const;
    for (const [name, capture] of subjects)
      if (capture !== null)
        lanes.push(await laneTimes({ name, capture, numeric, ticks: size.ticks, adapter }));
  }
  const fast = await sweepTimes(captures.example, 'fast', FAST_CONFIGURATIONS);
  const gpu = await sweepTimes(captures.example, 'gpu', size.configurations);
  return {
    adapter: { name: adapter.name, isSoftware: adapter.isSoftware },
    lanes,
    sweeps: [fast, gpu],
    gpuToFast: rounded(gpu.configurationsPerSecond / fast.configurationsPerSecond),
  };
}

async function laneTimes(subject: {
  readonly name: GpuLaneTimes['capture'];
  readonly capture: string;
  readonly numeric: NumericPolicy;
  readonly ticks: number;
  readonly adapter: GpuAdapterDescription;
}): Promise<GpuLaneTimes> {
  const { name, capture, numeric, ticks, adapter } = subject;
  const client = startReplayClient();
  try {
    await client.request('open', { capture, numeric });
    const before = performance.now();
    const report: LaneReport = await client.request('lanes', { lanes: ['gpu'], ticks });
    const checkMs = performance.now() - before;
    const { gpu, divergence } = report;
    if (gpu === null || gpu.failure !== null || divergence !== null)
      throw new Error(`the gpu lane did not run: ${JSON.stringify({ gpu, divergence })}`);
    const words = gpu.wordsPerLane;
    const memory = { currentByte: 0, arenaByte: 0, arenaEndByte: words * 4, words };
    const sizes = { memory, outputWords: OUTPUT_WORDS, programBytes: 0, ticksBytes: 0 };
    const largest = lanesPerBatch(sizes, adapter.limits);
    return {
      numeric,
      capture: name,
      ticks: report.lanes.find(({ lane }) => lane === 'gpu')?.ticks ?? 0,
      checkMs: rounded(checkMs),
      pipelineMs: rounded(gpu.pipelineMs),
      bytesPerLane: words * 4,
      largestBatch: typeof largest === 'number' ? largest : 0,
    };
  } finally {
    await client.dispose();
  }
}

/** Stops between 1 and 11 times the volatility: every configuration is another run. */
const paramsOf = (count: number): readonly Json[] =>
  Array.from({ length: count }, (_, index) => ({
    trade: { sl_atr_mult: (1 + index / 1000).toFixed(3) },
  }));

async function sweepTimes(
  capture: string,
  lane: 'fast' | 'gpu',
  configurations: number,
): Promise<SweepTimes> {
  const workers = lane === 'gpu' ? 1 : WORKERS;
  const clients = Array.from({ length: workers }, () => startReplayClient());
  try {
    let ticks = 0;
    for (const client of clients) {
      const { replay } = await client.request('open', { capture });
      ticks = replay?.tickTs.length ?? 0;
      // Compiled, and on the device: what is measured is the sweep itself.
      await client.request('configurations', { params: paramsOf(1), lane });
    }
    const share = configurations / workers;
    const before = performance.now();
    const reports = await Promise.all(
      clients.map((client, index) =>
        client.request('configurations', {
          params: paramsOf(configurations).slice(index * share, (index + 1) * share),
          lane,
        }),
      ),
    );
    const ms = performance.now() - before;
    const done = reports.reduce((sum, { runs }) => sum + runs.length, 0);
    if (done !== configurations) throw new Error(`${String(done)} configurations were run`);
    return {
      lane,
      workers,
      configurations,
      ticks,
      ms: rounded(ms),
      configurationsPerSecond: rounded((configurations / ms) * 1000),
    };
  } finally {
    await Promise.all(clients.map((client) => client.dispose()));
  }
}
