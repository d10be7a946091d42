// Runs an open replay with other parameters in a compiled lane, and says of each how closely it reproduces live.
import type { PlainImage } from '../../core/memory/plain-plan.js';
import { gpuChoice } from '../gpu/gpu-choice.js';
import type {
  ConfigurationOutcome,
  ConfigurationReport,
  ConfigurationRun,
} from '../lanes/configuration-report.js';
import type { ConfigurationsRequest } from '../replay/protocol.js';
import type { GpuContext } from './gpu-configurations.js';
import { compiledWindow, type CompiledWindow } from './compiled-window.js';
import { isRefused } from './lane-start.js';
import { mergeParams } from './merge-params.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';
import { comparedEvents, RunOutcome } from './run-outcome.js';

interface Configuration {
  readonly image: PlainImage;
  readonly result: RunOutcome;
}

type Prepared = Configuration | Exclude<ConfigurationRun, { readonly outcome: unknown }>;

export async function runConfigurations(
  open: OpenReplay,
  request: ConfigurationsRequest,
  context: RequestContext,
): Promise<ConfigurationReport> {
  const window = await compiledWindow(open);
  if (isRefused(window)) return { runs: [], ...window };
  const live = comparedEvents(open);
  const prepared = request.params.map((override): Prepared => {
    const start = window.start(mergeParams(open.params, override));
    if ('image' in start) return { image: start.image, result: new RunOutcome(open, window, live) };
    return 'issues' in start ? { issues: start.issues } : { failure: start.failure };
  });
  const running = prepared.filter((each): each is Configuration => 'image' in each);
  const { lane } = request;
  if (lane !== 'gpu') return reported(prepared, await runFast(window, running, context));
  // Only who asks for the GPU loads what speaks to it.
  const { GpuRefused, runOnGpu } = await import('./gpu-configurations.js');
  try {
    return reported(
      prepared,
      await runOnGpu(window, running, { gpu: gpuChoice(request), context: gpuContext(context) }),
    );
  } catch (error) {
    if (!(error instanceof GpuRefused)) throw error;
    const finished = error.finished as readonly ConfigurationOutcome[];
    return { ...reported(prepared, finished), obstacle: error.message };
  }
}

const gpuContext = (context: RequestContext): GpuContext => ({
  signal: context.signal,
  check: () => {
    context.check();
  },
  onRuns: (done, total) => {
    context.report({ phase: 'replay', done, total });
  },
});

/** One after the other: the lane's memory is used again. */
async function runFast(
  window: CompiledWindow,
  running: readonly Configuration[],
  context: RequestContext,
): Promise<readonly ConfigurationOutcome[]> {
  const outcomes: ConfigurationOutcome[] = [];
  for (const { image, result } of running) {
    await context.breathe({ phase: 'replay', done: outcomes.length, total: running.length });
    const { ticks, stop } = await window.runFrom(image, {
      onTick: (tick, events) => {
        result.take(tick, events);
      },
    });
    outcomes.push(result.end(ticks, stop));
  }
  return outcomes;
}

/** Up to the first configuration without an outcome: rows are read in order. */
function reported(
  prepared: readonly Prepared[],
  outcomes: readonly ConfigurationOutcome[],
): ConfigurationReport {
  const left = [...outcomes];
  const runs: ConfigurationRun[] = [];
  for (const each of prepared) {
    const run = 'image' in each ? left.shift() : each;
    if (run === undefined) break;
    runs.push('mismatches' in run ? { outcome: run } : run);
  }
  return { runs, notPortable: [], obstacle: null };
}
