// Runs of one program on a GPU: as many lanes at once as the device takes, batch after batch. Whatever goes wrong with the
// device comes back as a value, with the runs that were finished by then.
import { invariant } from '../../core/kernel/fault.js';
import type { RunImage } from '../../core/memory/run-image.js';
import type { Numeric } from '../../core/numeric/index.js';
import { encodeProgram } from '../../vm/bytecode/encode-program.js';
import type { LaneStop } from '../../vm/fast/machine.js';
import { canShare, laneMemory, type LaneTicks } from '../../vm/gpu/lane-memory.js';
import type { LaneSink } from '../../vm/gpu/lane-output.js';
import { FUEL, tickWords } from '../../vm/gpu/lane-records.js';
import type { Program } from '../../vm/ir/program.js';
import { lanesPerBatch } from './batch-size.js';
import { BufferScope } from './buffer-scope.js';
import type { GpuClient } from './gpu-client.js';
import { GpuError } from './gpu-failure.js';
import type { GpuFailure, GpuLimits } from './gpu-protocol.js';
import { interpreterPipeline } from './interpreter-pipeline.js';
import { type BatchLane, type BatchParts, LaneBatch, type SharedBuffers } from './lane-batch.js';

/** Room for a lane's events between two looks at it; it decides how often output is taken, and nothing else. */
const OUTPUT_WORDS = 1 << 14;

export interface GpuRuns {
  readonly program: Program;
  readonly num: Numeric;
  /** Text of every word of the images and ticks. */
  readonly symbols: readonly string[];
  readonly ticks: LaneTicks;
  /** One run each: the same program and ticks, another image. */
  readonly images: readonly RunImage[];
}

export interface GpuRunOptions {
  readonly outputWords?: number;
  readonly arenaBytes?: number;
  /** Rounds of loops in one tick before a lane stops with `endless`. */
  readonly fuel?: number;
  /** A digest of state with every tick. */
  readonly wantsDigests?: boolean;
  /** Ends every run behind so many entries of the ticks. */
  readonly ticksEnd?: number;
  readonly signal?: AbortSignal;
  /** What the device is taken to allow; its own limits where nothing is said. */
  readonly limits?: GpuLimits;
  readonly sinkOf?: (run: number) => LaneSink;
  /** The image of each run once it has ended; read from the device only if somebody wants it. */
  readonly onImage?: (run: number, image: Uint8Array) => void;
  readonly onProgress?: (progress: GpuProgress) => void;
}

export interface GpuProgress {
  readonly runsDone: number;
  readonly runs: number;
  /** Of the runs under way, ticks that all of them have done. */
  readonly ticks: number;
}

/** How one run ended. */
export interface GpuOutcome {
  readonly state: 'finished' | 'trapped' | 'not-finished';
  readonly ticks: number;
  /** Why it stopped by itself; `place` is an index into the program's places. */
  readonly stop: { readonly trap: LaneStop; readonly place: number } | null;
  readonly instructions: number;
  readonly arenaBytes: number;
}

export interface GpuReport {
  /** By run; those that were not begun have done no ticks. */
  readonly outcomes: readonly GpuOutcome[];
  /** Why some runs are not finished; null when nobody is to blame. */
  readonly failure: GpuFailure | null;
  readonly isCancelled: boolean;
  readonly pipelineMs: number;
  readonly dispatches: number;
  readonly dispatchMs: number;
  readonly wordsPerLane: number;
  /** Of the last batch, where the device had less room than its limits say. */
  readonly lanesPerBatch: number;
}

class RunCancelled extends Error {
  override readonly name = 'RunCancelled';
}

const NOT_BEGUN: GpuOutcome = {
  state: 'not-finished',
  ticks: 0,
  stop: null,
  instructions: 0,
  arenaBytes: 0,
};

export class GpuLanes {
  constructor(private readonly client: GpuClient) {}

  /** Never rejects for a device's sake. Sinks are called with every finished tick of every run, runs side by side. */
  async run(runs: GpuRuns, options: GpuRunOptions = {}): Promise<GpuReport> {
    invariant(canShare(runs.ticks, runs.images), 'ticks lie behind every image');
    const running = new Running(this.client, runs, options);
    try {
      await running.all();
    } catch (error) {
      if (error instanceof RunCancelled) return running.report(null, true);
      if (!(error instanceof GpuError)) throw error;
      return running.report(error.failure, false);
    }
    return running.report(null, false);
  }
}

/** Runs of one batch. */
interface Which {
  readonly first: number;
  readonly count: number;
}

class Running {
  private readonly outcomes: GpuOutcome[];
  private readonly memory;
  private readonly outputWords: number;
  private batchLanes = 0;
  private pipelineMs = 0;
  private dispatches = 0;
  private dispatchMs = 0;
  private runsDone = 0;

  constructor(
    private readonly client: GpuClient,
    private readonly runs: GpuRuns,
    private readonly options: GpuRunOptions,
  ) {
    this.outcomes = runs.images.map(() => NOT_BEGUN);
    this.memory = laneMemory(runs.ticks, options.arenaBytes);
    this.outputWords = options.outputWords ?? OUTPUT_WORDS;
  }

  report(failure: GpuFailure | null, isCancelled: boolean): GpuReport {
    const { outcomes, pipelineMs, dispatches, dispatchMs } = this;
    const figures = { pipelineMs, dispatches, dispatchMs };
    const sizes = { wordsPerLane: this.memory.words, lanesPerBatch: this.batchLanes };
    return { outcomes, failure, isCancelled, ...figures, ...sizes };
  }

  async all(): Promise<void> {
    const { client, runs, options } = this;
    const code = encodeProgram(runs.program).words;
    const ticks = tickWords(runs.ticks);
    const found = lanesPerBatch(
      {
        memory: this.memory,
        outputWords: this.outputWords,
        programBytes: code.byteLength,
        ticksBytes: ticks.byteLength,
      },
      options.limits ?? client.adapter.limits,
    );
    if (typeof found !== 'number') throw new GpuError(found);
    this.batchLanes = found;
    const pipeline = await interpreterPipeline(client, runs.num.policy.kind);
    this.pipelineMs = pipeline.elapsedMs;
    const scope = new BufferScope(client);
    try {
      const shared = { program: await scope.filled(code), ticks: await scope.filled(ticks) };
      for (let first = 0; first < runs.images.length;)
        first += await this.batch(first, pipeline.id, shared);
    } finally {
      await scope.release();
    }
  }

  /** Runs done: none where the device had no room for so many, and takes fewer from here on. */
  private async batch(first: number, pipeline: number, shared: SharedBuffers): Promise<number> {
    const { runs, options } = this;
    const lanes = runs.images.slice(first, first + this.batchLanes).map((image, lane) => ({
      image,
      sink: options.sinkOf?.(first + lane) ?? { call: () => undefined },
    }));
    const scope = new BufferScope(this.client);
    try {
      const batch = await this.opened(pipeline, lanes, { shared, scope });
      if (batch === null) return 0;
      await this.runBatch(batch, { first, count: lanes.length });
    } finally {
      await scope.release();
    }
    this.runsDone += lanes.length;
    return lanes.length;
  }

  /** null: there is no room for so many; half of them are tried next. */
  private async opened(
    pipeline: number,
    lanes: readonly BatchLane[],
    buffers: { readonly shared: SharedBuffers; readonly scope: BufferScope },
  ): Promise<LaneBatch | null> {
    try {
      return await LaneBatch.open(this.parts(pipeline), lanes, buffers);
    } catch (error) {
      const isTooMuch = error instanceof GpuError && error.code === 'out-of-memory';
      if (!isTooMuch || lanes.length === 1) throw error;
      this.batchLanes = Math.ceil(lanes.length / 2);
      return null;
    }
  }

  private async runBatch(batch: LaneBatch, which: Which): Promise<void> {
    const { runs, options } = this;
    const end = Math.min(options.ticksEnd ?? Infinity, runs.ticks.calls.length);
    try {
      await batch.advance(end, (ticks) => {
        this.breathe(ticks);
      });
      const images = options.onImage === undefined ? [] : await batch.images();
      images.forEach((image, lane) => options.onImage?.(which.first + lane, image));
    } finally {
      this.note(batch, which, end);
    }
  }

  private parts(pipeline: number): BatchParts {
    const { client, memory, outputWords } = this;
    const { program, num, symbols, ticks } = this.runs;
    const { wantsDigests = false, fuel = FUEL } = this.options;
    return {
      client,
      pipeline,
      program,
      num,
      symbols,
      ticks,
      memory,
      outputWords,
      wantsDigests,
      fuel,
    };
  }

  private breathe(ticks: number): void {
    this.options.onProgress?.({ runsDone: this.runsDone, runs: this.runs.images.length, ticks });
    if (this.options.signal?.aborted === true) throw new RunCancelled('cancelled');
  }

  private note(batch: LaneBatch, { first, count }: Which, end: number): void {
    this.dispatches += batch.dispatches;
    this.dispatchMs += batch.dispatchMs;
    const { places } = encodeProgram(this.runs.program);
    for (let lane = 0; lane < count; lane += 1) {
      const { trap, tick, pc, instructions, arenaPeakByte, out, marks } = batch.status(lane);
      // A run that is over, whose output a failing device never gave, is none that anybody has seen.
      const isTaken = out === 0 && marks === 0;
      const isOver = isTaken && (trap !== null || tick >= end);
      this.outcomes[first + lane] = {
        state: !isOver ? 'not-finished' : trap !== null ? 'trapped' : 'finished',
        ticks: tick,
        stop: trap === null ? null : { trap, place: places[pc] ?? 0 },
        instructions,
        arenaBytes: Math.max(arenaPeakByte - this.memory.arenaByte, 0),
      };
    }
  }
}
