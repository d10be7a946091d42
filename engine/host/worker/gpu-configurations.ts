// Runs of many configurations in the gpu lane, side by side. Configurations whose memory means the same texts run together.
import { KEEP_ALL, TickTrace } from '../../core/kernel/index.js';
import { readImage, type PlainImage } from '../../core/memory/plain-plan.js';
import { currentAddress } from '../../core/memory/run-image.js';
import type { LaneSink } from '../../vm/gpu/lane-output.js';
import type { GpuClient } from '../gpu/gpu-client.js';
import { GpuLanes } from '../gpu/gpu-lanes.js';
import type { GpuChoice, GpuFailure } from '../gpu/gpu-protocol.js';
import { forgetGpu, sharedGpu } from '../gpu/shared-gpu.js';
import { tracing, tracingKept } from '../lanes/tracing.js';
import type { CompiledWindow } from './compiled-window.js';
import type { RunReader } from './run-outcome.js';

export interface GpuConfiguration<T> {
  readonly image: PlainImage;
  /** Reads one run of it; another run needs another reader. */
  readonly reader: () => RunReader<T>;
}

/** What a run on the device may do beside: tell how many configurations are done, and end when nobody waits any more. */
export interface GpuContext {
  readonly signal: AbortSignal;
  readonly check: () => void;
  readonly onRuns: (done: number, total: number) => void;
}

export interface GpuRun<K, T> {
  /** Of each configuration that the device finished, what the reader made of it. */
  readonly outcomes: ReadonlyMap<K, T>;
  /** What the device failed with; null where it did not. */
  readonly failure: GpuFailure | null;
}

/**
 * A run that found no room in the device's lanes has no outcome: the fast lane has more, and says what it comes to.
 *
 * @throws what the context throws when the request is cancelled
 */
export async function runOnGpu<T, K extends GpuConfiguration<T>>(
  window: CompiledWindow,
  configurations: readonly K[],
  { gpu, context }: { readonly gpu: GpuChoice; readonly context: GpuContext },
): Promise<GpuRun<K, T>> {
  const outcomes = new Map<K, T>();
  const opening = await sharedGpu(gpu);
  if (opening.state === 'failed') return { outcomes, failure: opening.failure };
  for (const group of groups(configurations)) {
    const failure = await runGroup(window, group, { client: opening.client, context, outcomes });
    if (failure === null) continue;
    await forgetGpu(gpu);
    return { outcomes, failure };
  }
  return { outcomes, failure: null };
}

function groups<K extends GpuConfiguration<unknown>>(all: readonly K[]): readonly (readonly K[])[] {
  const byTexts = new Map<string, K[]>();
  for (const each of all) {
    const key = JSON.stringify(each.image.symbols);
    const group = byTexts.get(key) ?? [];
    group.push(each);
    byTexts.set(key, group);
  }
  return [...byTexts.values()];
}

interface Running<K, T> {
  readonly client: GpuClient;
  readonly context: GpuContext;
  readonly outcomes: Map<K, T>;
}

async function runGroup<T, K extends GpuConfiguration<T>>(
  window: CompiledWindow,
  group: readonly K[],
  { client, context, outcomes }: Running<K, T>,
): Promise<GpuFailure | null> {
  const images = group.map(({ image }) => readImage(image));
  const currentByte = Math.max(...images.map(currentAddress));
  const symbols = group[0]?.image.symbols ?? [];
  const calls = window.callsFor(currentByte, symbols);
  const last = window.tickCount - 1;
  const readers = group.map((each) => each.reader());
  const readerOf = (run: number): RunReader<T> => readers[run] as RunReader<T>;
  const report = await new GpuLanes(client).run(
    { program: window.program, num: window.num, symbols, ticks: { currentByte, calls }, images },
    {
      signal: context.signal,
      onProgress: ({ runsDone, runs }) => {
        context.onRuns(runsDone, runs);
      },
      sinkOf: (run) => sinkOf(window, readerOf(run), last),
    },
  );
  context.check();
  report.outcomes.forEach(({ state, ticks, stop }, run) => {
    if (state === 'not-finished' || stop?.trap === 'memory') return;
    outcomes.set(group[run] as K, readerOf(run).end(Math.min(ticks, last), stop));
  });
  return report.failure;
}

/** The end-of-run rules belong to the last tick. */
function sinkOf(window: CompiledWindow, result: RunReader<unknown>, last: number): LaneSink {
  const { keep } = window;
  const trace = new TickTrace(window.symbols.length, keep ?? KEEP_ALL);
  const begin = (): void => {
    trace.begin();
  };
  const table = keep === undefined ? tracing(trace, begin) : tracingKept(trace, begin, keep);
  table.tick();
  return {
    ...table,
    tickEnd: (call) => {
      result.take(Math.min(call, last), trace.events);
      table.tick();
    },
  };
}
