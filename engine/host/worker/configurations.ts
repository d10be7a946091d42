// Runs an open replay with other parameters in a compiled lane, and says of each how closely it reproduces live.
import type { PlainImage } from '../../core/memory/plain-plan.js';
import { gpuChoice } from '../gpu/gpu-choice.js';
import type {
  ConfigurationOutcome,
  ConfigurationReport,
  ConfigurationRun,
  LaneIncident,
} from '../lanes/configuration-report.js';
import type { GpuChoice, GpuFailureCode } from '../gpu/gpu-protocol.js';
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
  readonly reader: () => RunOutcome;
}

type Prepared = Configuration | Exclude<ConfigurationRun, { readonly outcome: unknown }>;

export async function runConfigurations(
  open: OpenReplay,
  request: ConfigurationsRequest,
  context: RequestContext,
): Promise<ConfigurationReport> {
  const window = await compiledWindow(open);
  if (isRefused(window)) return { runs: [], incidents: [], ...window };
  const live = comparedEvents(open);
  const prepared = request.params.map((override): Prepared => {
    const start = window.start(mergeParams(open.params, override));
    if ('image' in start)
      return { image: start.image, reader: () => new RunOutcome(open, window, live) };
    return 'issues' in start ? { issues: start.issues } : { failure: start.failure };
  });
  const running = prepared.filter((each): each is Configuration => 'image' in each);
  const outcomes = new Map<Configuration, ConfigurationOutcome>();
  const run = { window, running, outcomes, context };
  const { obstacle, incidents } =
    request.lane === 'gpu' ? await runOnDevice(run, gpuChoice(request)) : NO_TROUBLE;
  if (obstacle === null) await runFast(run);
  return { ...reported(prepared, outcomes), obstacle, incidents };
}

interface Run {
  readonly window: CompiledWindow;
  readonly running: readonly Configuration[];
  /** Filled by whichever lane runs a configuration. */
  readonly outcomes: Map<Configuration, ConfigurationOutcome>;
  readonly context: RequestContext;
}

const leftOf = ({ running, outcomes }: Run): readonly Configuration[] =>
  running.filter((each) => !outcomes.has(each));

type Trouble = Pick<ConfigurationReport, 'obstacle' | 'incidents'>;
const NO_TROUBLE: Trouble = { obstacle: null, incidents: [] };

/** Failures of a device that ran; with any other there is none that could. */
const LOSSES: readonly GpuFailureCode[] = ['device-lost', 'process-ended', 'out-of-memory'];
/** Losses in a row with nothing finished between them, behind which a device would only be lost again. */
const LOSSES_MAX = 2;
const lossesInRow = new WeakMap<CompiledWindow, number>();
const isGivenUp = (window: CompiledWindow): boolean => (lossesInRow.get(window) ?? 0) >= LOSSES_MAX;

/** A device that is lost is started again as long as it gets on; what it leaves is for the fast lane. */
async function runOnDevice(run: Run, gpu: GpuChoice): Promise<Trouble> {
  const { window, outcomes, context } = run;
  // Only who asks for the GPU loads what speaks to it.
  const { runOnGpu } = await import('./gpu-configurations.js');
  const incidents: LaneIncident[] = [];
  for (let left = leftOf(run); left.length > 0 && !isGivenUp(window);) {
    const how = { gpu, context: gpuContext(context) };
    const done = await runOnGpu<ConfigurationOutcome, Configuration>(window, left, how);
    for (const [each, outcome] of done.outcomes) outcomes.set(each, outcome);
    const kept = done.outcomes.size;
    if (kept > 0) lossesInRow.delete(window);
    if (done.failure === null) break;
    const { state, text, remedy } = done.failure;
    const isLoss = LOSSES.includes(state);
    if (!isLoss && incidents.length === 0) return { obstacle: `${text} ${remedy}`, incidents };
    lossesInRow.set(window, isLoss ? (lossesInRow.get(window) ?? 0) + 1 : LOSSES_MAX);
    left = leftOf(run);
    const next = isGivenUp(window) ? 'fast' : 'gpu';
    incidents.push({ text, remedy, kept, left: left.length, next });
  }
  return { obstacle: null, incidents };
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

/** What is left, one after the other: the lane's memory is used again. */
async function runFast(run: Run): Promise<void> {
  const { window, running, outcomes, context } = run;
  for (const each of leftOf(run)) {
    await context.breathe({ phase: 'replay', done: outcomes.size, total: running.length });
    const reader = each.reader();
    const { ticks, stop } = await window.runFrom(each.image, {
      onTick: (tick, events) => {
        reader.take(tick, events);
      },
    });
    outcomes.set(each, reader.end(ticks, stop));
  }
}

/** Up to the first configuration without an outcome: rows are read in order. */
function reported(
  prepared: readonly Prepared[],
  outcomes: ReadonlyMap<Configuration, ConfigurationOutcome>,
): Pick<ConfigurationReport, 'runs' | 'notPortable'> {
  const runs: ConfigurationRun[] = [];
  for (const each of prepared) {
    if (!('image' in each)) runs.push(each);
    else {
      const outcome = outcomes.get(each);
      if (outcome === undefined) break;
      runs.push({ outcome });
    }
  }
  return { runs, notPortable: [] };
}
