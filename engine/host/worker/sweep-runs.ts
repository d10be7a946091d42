// Serves the sweeps of a search for causes: configurations of an open replay in a compiled lane, each up to where it departs
// from live. Which lane runs them is a matter of time: the answer is the same.
import { startObstacle } from '../../core/memory/configured-starts.js';
import type { PlainImage } from '../../core/memory/plain-plan.js';
import type { SweepAnswer, SweepRequest, SweepRun } from '../../core/causes/sweep.js';
import type { EventRecord } from '../../core/schema/index.js';
import { gpuChoice } from '../gpu/gpu-choice.js';
import type { AdapterChoice } from '../gpu/gpu-protocol.js';
import type { GpuConfiguration } from './gpu-configurations.js';
import { compiledWindow, type CompiledWindow } from './compiled-window.js';
import { KnownPrefix } from './known-prefix.js';
import type { FastOutcome } from '../lanes/fast-run.js';
import { isRefused } from './lane-start.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';
import { Departed, RunDeparture, type DepartureRun } from './run-departure.js';
import { comparedEvents } from './run-outcome.js';

/** Configurations that run side by side on the GPU: what each makes is held until all of them are done. */
const CHUNK = 256;
/** Ticks from which a sweep is worth waking a GPU for: the fast lane takes some seconds for them. */
const GPU_TICKS_MIN = 400_000;
/** Most configurations depart early, and the rest of the window need not run. */
const STRETCH = 32;
/** Decides nothing a person sees: not portable is said with its places by `lockstep inspect`. */
const NOT_PORTABLE = 'the strategy is not portable; `lockstep inspect` names the places';

const NONE_RUN: ReadonlyMap<PlainImage, DepartureRun> = new Map();
const REFUSED: SweepRun = { matched: -1, isClean: false, departed: '', ticks: 0 };

export class SweepRuns {
  /** A device that failed once is not asked again. */
  private isWithoutGpu = false;
  private live: readonly EventRecord[] | null = null;
  private prefix: KnownPrefix | null = null;
  /** Interventions the prefix was recorded with, as JSON. */
  private prefixOf = '';

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
    const { length } = configurations;
    const isOnGpu = this.isGpuWanted(length * window.tickCount);
    const key = JSON.stringify(request.interventions);
    if (this.prefixOf !== key) this.prefix = null;
    this.prefixOf = key;
    const runs: SweepRun[] = [];
    while (runs.length < length) {
      const count = isOnGpu && !this.isWithoutGpu ? CHUNK : 1;
      const chunk = configurations.slice(runs.length, runs.length + count);
      const starts = chunk.map((each) => this.start(window, [...request.interventions, ...each]));
      const done = { from: runs.length, total: length };
      runs.push(...(await this.runChunk(window, starts, done)));
    }
    return { runs };
  }

  private isGpuWanted(ticks: number): boolean {
    return !this.isWithoutGpu && (this.how.adapter !== undefined || ticks >= GPU_TICKS_MIN);
  }

  /** Several on the GPU, one in the fast lane, whose memory is used again. */
  private async runChunk(
    window: CompiledWindow,
    starts: readonly (PlainImage | null)[],
    done: Done,
  ): Promise<readonly SweepRun[]> {
    const images = starts.filter((image) => image !== null);
    const found = images.length > 1 ? await this.runGpu(window, images, done) : NONE_RUN;
    const runs: SweepRun[] = [];
    for (const image of starts) {
      if (image === null) {
        runs.push(REFUSED);
        continue;
      }
      const known = found.get(image);
      // A device may have less room than the fast lane, and then says nothing about the configuration.
      const isOpen = known === undefined || known.isStopped;
      runs.push((isOpen ? await this.runFast(window, image) : known).run);
      if (isOpen) await this.tell(done);
    }
    return runs;
  }

  private start(
    window: CompiledWindow,
    interventions: SweepRequest['interventions'],
  ): PlainImage | null {
    const start = window.start(this.open.params, interventions);
    return 'image' in start ? start.image : null;
  }

  private reader(window: CompiledWindow): RunDeparture {
    this.live ??= comparedEvents(this.open);
    return new RunDeparture(this.open, window, this.live);
  }

  /** The first with the same interventions in force is the run the others are held against. */
  private async runFast(window: CompiledWindow, image: PlainImage): Promise<DepartureRun> {
    if (this.prefix !== null) return this.runBeside(this.prefix, window, image);
    const result = this.reader(window);
    const prefix = new KnownPrefix(image.symbols, STRETCH);
    const outcome = await upToDeparture(
      result,
      window.runFrom(image, {
        stretch: STRETCH,
        knows: (recorded) => {
          prefix.keep(recorded);
          return false;
        },
        onTick: (tick, events) => {
          result.take(tick, events);
          result.check();
          prefix.matchedAfter(tick, result.reached);
        },
      }),
    );
    this.prefix = prefix;
    return prefix.end(outcome);
  }

  private async runBeside(
    prefix: KnownPrefix,
    window: CompiledWindow,
    image: PlainImage,
  ): Promise<DepartureRun> {
    const result = this.reader(window);
    const compared = prefix.compared(image.symbols);
    let hasParted = false;
    const ended = await upToDeparture(
      result,
      window.runFrom(image, {
        stretch: STRETCH,
        knows: (recorded) => {
          if (hasParted) return false;
          hasParted = !compared.isSame(recorded);
          if (compared.outcome() !== null) throw new Departed('as the known run did');
          if (hasParted) result.resume(compared.matched());
          return !hasParted;
        },
        onTick: (tick, events) => {
          result.take(tick, events);
          result.check();
        },
      }),
    );
    return compared.outcome() ?? ended;
  }

  /** What the GPU finished, up to where it failed; the fast lane gives the same. */
  private async runGpu(
    window: CompiledWindow,
    images: readonly PlainImage[],
    { from, total }: Done,
  ): Promise<ReadonlyMap<PlainImage, DepartureRun>> {
    const { context, adapter = 'hardware' } = this.how;
    // Only who asks for the GPU loads what speaks to it.
    const { runOnGpu } = await import('./gpu-configurations.js');
    const running = images.map((image) => ({ image, reader: () => this.reader(window) }));
    const { outcomes, failure } = await runOnGpu<DepartureRun, GpuConfiguration<DepartureRun>>(
      window,
      running,
      {
        gpu: gpuChoice({ adapter }),
        context: {
          signal: context.signal,
          check: () => {
            context.check();
          },
          onRuns: (done) => {
            context.report({ phase: 'sweep', lane: 'gpu', done: from + done, total });
          },
        },
      },
    );
    this.isWithoutGpu = failure !== null;
    return new Map([...outcomes].map(([{ image }, outcome]) => [image, outcome]));
  }

  private tell({ from, total }: Done): Promise<void> {
    return this.how.context.breathe({ phase: 'sweep', lane: 'fast', done: from, total });
  }
}

/** @throws whatever is no departure */
async function upToDeparture(
  result: RunDeparture,
  running: Promise<FastOutcome>,
): Promise<DepartureRun> {
  try {
    const { ticks, stop } = await running;
    return result.end(ticks, stop);
  } catch (error) {
    if (!(error instanceof Departed)) throw error;
    return result.end(0, null);
  }
}

interface Done {
  readonly from: number;
  readonly total: number;
}
