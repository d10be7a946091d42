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
  readonly result: RunReader<T>;
}

/** What a run on the device may do beside: tell how many configurations are done, and end when nobody waits any more. */
export interface GpuContext {
  readonly signal: AbortSignal;
  readonly check: () => void;
  readonly onRuns: (done: number, total: number) => void;
}

/** A device that failed. */
export class GpuRefused<T = unknown> extends Error {
  override readonly name = 'GpuRefused';
  constructor(
    { text, remedy }: GpuFailure,
    /** Outcomes of the configurations it had finished, in order, up to the first that it had not. */
    readonly finished: readonly T[],
  ) {
    super(`${text} ${remedy}`);
  }
}

/**
 * Outcomes in the order of the configurations.
 *
 * @throws GpuRefused, and what the context throws when the request is cancelled
 */
export async function runOnGpu<T>(
  window: CompiledWindow,
  configurations: readonly GpuConfiguration<T>[],
  { gpu, context }: { readonly gpu: GpuChoice; readonly context: GpuContext },
): Promise<readonly T[]> {
  const opening = await sharedGpu(gpu);
  if (opening.state === 'failed') throw new GpuRefused(opening.failure, []);
  const outcomes = new Map<GpuConfiguration<T>, T>();
  for (const group of groups(configurations)) {
    const failure = await runGroup(window, group, { client: opening.client, context, outcomes });
    if (failure === null) continue;
    await forgetGpu(gpu);
    throw new GpuRefused(failure, finishedOf(configurations, outcomes));
  }
  return configurations.flatMap((each) => (outcomes.has(each) ? [outcomes.get(each) as T] : []));
}

function finishedOf<T>(
  configurations: readonly GpuConfiguration<T>[],
  outcomes: ReadonlyMap<GpuConfiguration<T>, T>,
): readonly T[] {
  const first = configurations.findIndex((each) => !outcomes.has(each));
  const done = first < 0 ? configurations : configurations.slice(0, first);
  return done.map((each) => outcomes.get(each) as T);
}

function groups<T>(
  all: readonly GpuConfiguration<T>[],
): readonly (readonly GpuConfiguration<T>[])[] {
  const byTexts = new Map<string, GpuConfiguration<T>[]>();
  for (const each of all) {
    const key = JSON.stringify(each.image.symbols);
    const group = byTexts.get(key) ?? [];
    group.push(each);
    byTexts.set(key, group);
  }
  return [...byTexts.values()];
}

interface Running<T> {
  readonly client: GpuClient;
  readonly context: GpuContext;
  readonly outcomes: Map<GpuConfiguration<T>, T>;
}

async function runGroup<T>(
  window: CompiledWindow,
  group: readonly GpuConfiguration<T>[],
  { client, context, outcomes }: Running<T>,
): Promise<GpuFailure | null> {
  const images = group.map(({ image }) => readImage(image));
  const currentByte = Math.max(...images.map(currentAddress));
  const symbols = group[0]?.image.symbols ?? [];
  const calls = window.callsFor(currentByte, symbols);
  const last = window.tickCount - 1;
  const report = await new GpuLanes(client).run(
    { program: window.program, num: window.num, symbols, ticks: { currentByte, calls }, images },
    {
      signal: context.signal,
      onProgress: ({ runsDone, runs }) => {
        context.onRuns(runsDone, runs);
      },
      sinkOf: (run) => sinkOf(window, (group[run] as GpuConfiguration<T>).result, last),
    },
  );
  context.check();
  report.outcomes.forEach(({ state, ticks, stop }, run) => {
    if (state === 'not-finished') return;
    const each = group[run] as GpuConfiguration<T>;
    outcomes.set(each, each.result.end(Math.min(ticks, last), stop));
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
