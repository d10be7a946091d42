// Serves the sweeps of a search for causes: configurations of an open replay in a compiled lane, each up to where it departs
// from live. Which lane runs them is a matter of time: the answer is the same.
import { startObstacle } from '../../core/memory/configured-starts.js';
import type { PlainImage } from '../../core/memory/plain-plan.js';
import type { SweepAnswer, SweepRequest, SweepRun } from '../../core/causes/sweep.js';
import type { EventRecord } from '../../core/schema/index.js';
import type { AdapterChoice } from '../gpu/gpu-protocol.js';
import type { SweepLane } from '../lanes/configuration-report.js';
import { compiledWindow, type CompiledWindow } from './compiled-window.js';
import { isRefused } from './lane-start.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';
import { Departed, RunDeparture, type DepartureRun } from './run-departure.js';
import { comparedEvents } from './run-outcome.js';

/** Configurations that have their memory made before they run: the GPU's share at a time, and what is kept of it. */
const CHUNK = 256;
/** Ticks from which a sweep is worth waking a GPU for: the fast lane takes some seconds for them. */
const GPU_TICKS_MIN = 400_000;
/** Most configurations depart early, and the rest of the window need not run. */
const STRETCH = 32;
/** Decides nothing a person sees: not portable is said with its places by `lockstep inspect`. */
const NOT_PORTABLE = 'the strategy is not portable; `lockstep inspect` names the places';

const REFUSED: SweepRun = { matched: -1, isClean: false, ticks: 0 };

interface Started {
  readonly image: PlainImage;
  readonly result: RunDeparture;
}

export class SweepRuns {
  /** A device that failed once is not asked again. */
  private isWithoutGpu = false;
  private live: readonly EventRecord[] | null = null;

  constructor(
    private readonly open: OpenReplay,
    private readonly how: {
      readonly context: RequestContext;
      /** Asked for by name; absent: a GPU of the machine's own, where a sweep is long. */
      readonly adapter?: AdapterChoice;
    },
  ) {}

  async run(request: SweepRequest): Promise<SweepAnswer> {
    const { configurations } = request;
    const obstacle = startObstacle(request.interventions);
    if (obstacle !== null) return { obstacle };
    const window = await compiledWindow(this.open);
    if (isRefused(window)) return { obstacle: window.obstacle ?? NOT_PORTABLE };
    const lane = this.laneFor(configurations.length * window.tickCount);
    const runs: SweepRun[] = [];
    for (let from = 0; from < configurations.length; from += CHUNK) {
      const chunk = { ...request, configurations: configurations.slice(from, from + CHUNK) };
      const done = { from, total: configurations.length };
      runs.push(...(await this.runChunk(window, chunk, { lane, done })));
    }
    return { runs };
  }

  private laneFor(ticks: number): SweepLane {
    if (this.isWithoutGpu) return 'fast';
    return this.how.adapter !== undefined || ticks >= GPU_TICKS_MIN ? 'gpu' : 'fast';
  }

  private async runChunk(
    window: CompiledWindow,
    request: SweepRequest,
    at: { readonly lane: SweepLane; readonly done: Done },
  ): Promise<readonly SweepRun[]> {
    const started: (Started | null)[] = [];
    for (const configuration of request.configurations) {
      started.push(this.start(window, [...request.interventions, ...configuration]));
      await this.tell(at.lane, at.done);
    }
    const running = started.filter((each) => each !== null);
    const found = at.lane === 'gpu' ? await this.runGpu(window, running, at.done) : null;
    const outcomes = new Map<Started, SweepRun>();
    for (const [index, each] of running.entries()) {
      const known = found?.[index];
      // A device may have less room than the fast lane, and then says nothing about the configuration.
      const outcome =
        known === undefined || known.isStopped ? await this.runFast(window, each) : known;
      const { matched, isClean, ticks } = outcome;
      outcomes.set(each, { matched, isClean, ticks });
      await this.tell('fast', { ...at.done, from: at.done.from + index });
    }
    return started.map((each) => (each === null ? REFUSED : (outcomes.get(each) ?? REFUSED)));
  }

  private start(
    window: CompiledWindow,
    interventions: SweepRequest['interventions'],
  ): Started | null {
    const { open } = this;
    const start = window.start(open.params, interventions);
    if (!('image' in start)) return null;
    this.live ??= comparedEvents(open);
    return { image: start.image, result: new RunDeparture(open, window, this.live) };
  }

  private async runFast(window: CompiledWindow, { image }: Started): Promise<DepartureRun> {
    const result = new RunDeparture(this.open, window, this.live ?? []);
    try {
      const { ticks, stop } = await window.runFrom(image, {
        stretch: STRETCH,
        onTick: (tick, events) => {
          result.take(tick, events);
          result.check();
        },
      });
      return result.end(ticks, stop);
    } catch (error) {
      if (!(error instanceof Departed)) throw error;
      return result.end(0, null);
    }
  }

  /** Null: there is no GPU, or it failed; the fast lane gives the same. */
  private async runGpu(
    window: CompiledWindow,
    running: readonly Started[],
    { from, total }: Done,
  ): Promise<readonly DepartureRun[] | null> {
    const { context, adapter = 'hardware' } = this.how;
    // Only who asks for the GPU loads what speaks to it.
    const { GpuRefused, runOnGpu } = await import('./gpu-configurations.js');
    try {
      return await runOnGpu(window, running, {
        adapter,
        context: {
          signal: context.signal,
          check: () => {
            context.check();
          },
          onRuns: (done) => {
            context.report({ phase: 'sweep', lane: 'gpu', done: from + done, total });
          },
        },
      });
    } catch (error) {
      if (!(error instanceof GpuRefused)) throw error;
      this.isWithoutGpu = true;
      return null;
    }
  }

  private tell(lane: SweepLane, { from, total }: Done): Promise<void> {
    return this.how.context.breathe({ phase: 'sweep', lane, done: from, total });
  }
}

interface Done {
  readonly from: number;
  readonly total: number;
}
