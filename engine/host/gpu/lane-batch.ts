// Some lanes on a device, run in time slices: a dispatch, a look at the statuses, the output taken where a lane waits for
// it. All lanes of a batch run the same ticks of the same program.
import type { Numeric } from '../../core/numeric/index.js';
import type { RunImage } from '../../core/memory/run-image.js';
import { encodeProgram } from '../../vm/bytecode/encode-program.js';
import { WORKGROUP_SIZE } from '../../vm/gpu/interpreter.js';
import { type LaneMemory, type LaneTicks, startWords } from '../../vm/gpu/lane-memory.js';
import { LaneOutput, type LaneSink } from '../../vm/gpu/lane-output.js';
import {
  constantCells,
  firstStatus,
  type LaneStatus,
  readStatus,
  releaseOutput,
  resume,
  setupWords,
} from '../../vm/gpu/lane-records.js';
import { SETUP_WORDS, setupIndex, STATUS } from '../../vm/gpu/lane-words.js';
import type { Program } from '../../vm/ir/program.js';
import type { BufferScope } from './buffer-scope.js';
import type { GpuClient } from './gpu-client.js';
import { gather, spread } from './interleaved.js';

/** A dispatch this long keeps a device busy, and a desktop on the same device responsive. */
const DISPATCH_MS = 75;
/** The first dispatch of a batch: short on any device. */
const FIRST_BUDGET = 2_000;
/** Instructions of a dispatch; the upper end only guards the sum against leaving its word. */
const BUDGET = { min: 100, max: 1 << 28 } as const;
/** A dispatch tells little about the next, so the budget moves at most by this factor. */
const BUDGET_STEP = 3;
/** Words uploaded or read at a time: a few megabytes, so that the pipe stays responsive. */
const STRETCH_WORDS = 1 << 21;

export interface BatchParts {
  readonly client: GpuClient;
  readonly pipeline: number;
  readonly program: Program;
  readonly num: Numeric;
  readonly symbols: readonly string[];
  readonly ticks: LaneTicks;
  readonly memory: LaneMemory;
  readonly outputWords: number;
  readonly wantsDigests: boolean;
  readonly fuel: number;
}

export interface BatchLane {
  readonly image: RunImage;
  readonly sink: LaneSink;
}

/** Buffers that all batches of a run share. */
export interface SharedBuffers {
  readonly program: number;
  readonly ticks: number;
}

/** Called between dispatches; throws to end the run. */
export type Breathe = (ticks: number) => void | Promise<void>;

interface Buffers extends SharedBuffers {
  readonly memory: number;
  readonly statuses: number;
  readonly output: number;
  readonly setup: number;
}

const bytesOf = (words: Uint32Array): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
const wordsOf = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);

export class LaneBatch {
  private budget = FIRST_BUDGET;
  private statuses: Uint32Array;
  private readonly setup: Uint32Array;
  private readonly outputs: readonly LaneOutput[];
  dispatches = 0;
  dispatchMs = 0;

  private constructor(
    private readonly parts: BatchParts,
    private readonly lanes: readonly BatchLane[],
    private readonly buffers: Buffers,
  ) {
    const { program, num, symbols, memory, outputWords, wantsDigests, fuel } = parts;
    const bytecode = encodeProgram(program);
    const count = lanes.length;
    this.setup = setupWords({
      ...{ program, bytecode, num, symbols, memory, outputWords, wantsDigests, fuel },
      lanes: count,
    });
    this.statuses = new Uint32Array(count * STATUS.length);
    lanes.forEach(({ image }, lane) => {
      this.statuses.set(firstStatus(image), lane * STATUS.length);
    });
    this.outputs = lanes.map(({ sink }) => new LaneOutput(program, { num, symbols }, sink));
  }

  /** Rejects with a GpuError. The buffers belong to the scope. */
  static async open(
    parts: BatchParts,
    lanes: readonly BatchLane[],
    { shared, scope }: { readonly shared: SharedBuffers; readonly scope: BufferScope },
  ): Promise<LaneBatch> {
    const { memory, outputWords } = parts;
    const buffers = {
      ...shared,
      setup: await scope.create(SETUP_WORDS * 4),
      statuses: await scope.create(lanes.length * STATUS.length * 4),
      output: await scope.create(lanes.length * outputWords * 4),
      memory: await scope.create(lanes.length * memory.words * 4),
    };
    const batch = new LaneBatch(parts, lanes, buffers);
    await batch.upload();
    return batch;
  }

  private async upload(): Promise<void> {
    const { client, program, num } = this.parts;
    const bytecode = encodeProgram(program);
    const constants = constantCells(program, num);
    const starts = this.lanes.map(({ image }) => startWords(image, bytecode, constants));
    const words = this.imageWords();
    const step = Math.max(1, Math.floor(STRETCH_WORDS / starts.length));
    for (let at = 0; at < words; at += step) {
      const stretch = gather(starts, { at, count: Math.min(step, words - at) });
      await client.write(this.buffers.memory, bytesOf(stretch), at * starts.length * 4);
    }
  }

  private imageWords(): number {
    return Math.max(...this.lanes.map(({ image }) => image.bytes.length)) / 4;
  }

  status(lane: number): LaneStatus {
    return readStatus(this.statuses, lane);
  }

  private all(): readonly LaneStatus[] {
    return this.lanes.map((_, lane) => this.status(lane));
  }

  /** Runs every lane up to a tick, or as far as it goes by itself. */
  async advance(ticksEnd: number, breathe: Breathe): Promise<void> {
    const { client } = this.parts;
    this.lanes.forEach((_, lane) => {
      resume(this.statuses, lane);
    });
    this.setup[setupIndex('ticks-end')] = ticksEnd;
    await client.write(this.buffers.statuses, bytesOf(this.statuses));
    while (this.all().some(({ state }) => state === 'running')) {
      await breathe(Math.min(...this.all().map(({ tick }) => tick)));
      await this.dispatch();
      if (this.all().some(({ state }) => state === 'output-full')) await this.drain();
    }
    await this.drain();
  }

  private async dispatch(): Promise<void> {
    const { client, pipeline } = this.parts;
    const { memory, program, ticks, statuses, output, setup } = this.buffers;
    this.setup[setupIndex('budget')] = this.budget;
    // Requests are served in order, so nothing has to wait for the writes.
    const written = client.write(setup, bytesOf(this.setup));
    const { elapsedMs } = await client.dispatch({
      pipeline,
      buffers: [memory, program, ticks, statuses, output, setup],
      workgroups: [Math.ceil(this.lanes.length / WORKGROUP_SIZE), 1, 1],
    });
    await written;
    this.statuses = wordsOf(await client.read(statuses, this.statuses.byteLength));
    this.dispatches += 1;
    this.dispatchMs += elapsedMs;
    this.adapt(elapsedMs);
  }

  private adapt(elapsedMs: number): void {
    const factor = DISPATCH_MS / Math.max(elapsedMs, 1);
    const bounded = Math.min(Math.max(factor, 1 / BUDGET_STEP), BUDGET_STEP);
    const budget = Math.round(this.budget * bounded);
    // Where no lane used its budget up, the time says nothing.
    if (bounded < 1 || this.all().some(({ state }) => state === 'running'))
      this.budget = Math.min(Math.max(budget, BUDGET.min), BUDGET.max);
  }

  private async drain(): Promise<void> {
    const { client, outputWords } = this.parts;
    const waiting = this.all();
    if (waiting.every(({ out, marks }) => out === 0 && marks === 0)) return;
    const bytes = await client.read(this.buffers.output, this.lanes.length * outputWords * 4);
    const words = wordsOf(bytes);
    waiting.forEach((status, lane) => {
      const region = words.subarray(lane * outputWords, (lane + 1) * outputWords);
      this.outputs[lane]?.take(region, status);
      releaseOutput(this.statuses, lane);
    });
    await client.write(this.buffers.statuses, bytesOf(this.statuses));
  }

  /** Of every lane, its image as it is now. */
  async images(): Promise<readonly Uint8Array[]> {
    const { client } = this.parts;
    const lanes = this.lanes.length;
    const words = this.imageWords();
    const images = this.lanes.map(({ image }) => new Uint32Array(image.bytes.length / 4));
    const step = Math.max(1, Math.floor(STRETCH_WORDS / lanes));
    for (let at = 0; at < words; at += step) {
      const count = Math.min(step, words - at);
      const bytes = await client.read(this.buffers.memory, count * lanes * 4, at * lanes * 4);
      spread(wordsOf(bytes), images, at);
    }
    return images.map(bytesOf);
  }
}
