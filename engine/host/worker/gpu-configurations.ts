// Runs of many configurations in the gpu lane, side by side. Configurations whose memory means the same texts run together.
import { TickTrace } from '../../core/kernel/index.js';
import { readImage, type PlainImage } from '../../core/memory/plain-plan.js';
import { currentAddress } from '../../core/memory/run-image.js';
import type { LaneSink } from '../../vm/gpu/lane-output.js';
import type { GpuClient } from '../gpu/gpu-client.js';
import { GpuLanes } from '../gpu/gpu-lanes.js';
import type { GpuChoice, GpuFailure } from '../gpu/gpu-protocol.js';
import { forgetGpu, sharedGpu } from '../gpu/shared-gpu.js';
import type { ConfigurationOutcome } from '../lanes/configuration-report.js';
import { tracing } from '../lanes/tracing.js';
import type { CompiledWindow } from './compiled-window.js';
import type { RequestContext } from './request-context.js';
import type { RunOutcome } from './run-outcome.js';

export interface GpuConfiguration {
  readonly image: PlainImage;
  readonly result: RunOutcome;
}

/** A device that failed; what it had not finished has no outcome. */
export class GpuRefused extends Error {
  override readonly name = 'GpuRefused';
  constructor({ text, remedy }: GpuFailure) {
    super(`${text} ${remedy}`);
  }
}

/**
 * Outcomes in the order of the configurations.
 *
 * @throws GpuRefused, and what the context throws when the request is cancelled
 */
export async function runOnGpu(
  window: CompiledWindow,
  configurations: readonly GpuConfiguration[],
  { gpu, context }: { readonly gpu: GpuChoice; readonly context: RequestContext },
): Promise<readonly ConfigurationOutcome[]> {
  const opening = await sharedGpu(gpu);
  if (opening.state === 'failed') throw new GpuRefused(opening.failure);
  const outcomes = new Map<GpuConfiguration, ConfigurationOutcome>();
  for (const group of groups(configurations)) {
    const failure = await runGroup(window, group, { client: opening.client, context, outcomes });
    if (failure === null) continue;
    await forgetGpu(gpu);
    throw new GpuRefused(failure);
  }
  return configurations.flatMap((each) => outcomes.get(each) ?? []);
}

function groups(all: readonly GpuConfiguration[]): readonly (readonly GpuConfiguration[])[] {
  const byTexts = new Map<string, GpuConfiguration[]>();
  for (const each of all) {
    const key = JSON.stringify(each.image.symbols);
    const group = byTexts.get(key) ?? [];
    group.push(each);
    byTexts.set(key, group);
  }
  return [...byTexts.values()];
}

interface Running {
  readonly client: GpuClient;
  readonly context: RequestContext;
  readonly outcomes: Map<GpuConfiguration, ConfigurationOutcome>;
}

async function runGroup(
  window: CompiledWindow,
  group: readonly GpuConfiguration[],
  { client, context, outcomes }: Running,
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
        context.report({ phase: 'replay', done: runsDone, total: runs });
      },
      sinkOf: (run) => sinkOf(window, (group[run] as GpuConfiguration).result, last),
    },
  );
  context.check();
  if (report.failure !== null) return report.failure;
  report.outcomes.forEach(({ ticks, stop }, run) => {
    const each = group[run] as GpuConfiguration;
    outcomes.set(each, each.result.end(Math.min(ticks, last), stop));
  });
  return null;
}

/** The end-of-run rules belong to the last tick. */
function sinkOf(window: CompiledWindow, result: RunOutcome, last: number): LaneSink {
  const trace = new TickTrace(window.symbols.length, (action, reason) =>
    window.keeps(action, reason),
  );
  trace.begin();
  return {
    call: tracing(trace, () => undefined).call,
    tickEnd: (call) => {
      result.take(Math.min(call, last), trace.events);
      trace.begin();
    },
  };
}
