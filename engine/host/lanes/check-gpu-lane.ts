// Runs one configuration in the gpu lane over the ticks that the reference lane has done, and compares every tick's events
// and the digest of state behind it. Where something differs, the run is repeated up to that tick to read the state.
import { currentAddress } from '../../core/memory/run-image.js';
import type { LaneStart, LaneTick } from '../../core/memory/reference-lane.js';
import { differingPath } from '../../core/memory/state-difference.js';
import { SymbolTable } from '../../core/memory/symbol-table.js';
import { TickTrace } from '../../core/kernel/index.js';
import type { KernelEvent } from '../../core/model/index.js';
import { createNumeric, type Numeric, type NumericPolicy } from '../../core/numeric/index.js';
import { TICK_BYTES } from '../../vm/fast/machine.js';
import type { LaneTickWords } from '../../vm/gpu/lane-memory.js';
import type { Program } from '../../vm/ir/program.js';
import { GpuLanes, type GpuOutcome, type GpuReport, type GpuRuns } from '../gpu/gpu-lanes.js';
import type { GpuClient } from '../gpu/gpu-client.js';
import type { GpuChoice, GpuFailure } from '../gpu/gpu-protocol.js';
import { forgetGpu, sharedGpu } from '../gpu/shared-gpu.js';
import type { ReferenceCalls } from './check-lanes.js';
import { tracing } from './tracing.js';
import type { GpuLaneReport, LaneDivergence, LaneLimit } from './lane-report.js';
import {
  bytesOf,
  differingEvents,
  type Found,
  judgedStop,
  type Limited,
  missingStop,
  placed,
  type RangeOf,
} from './tick-comparison.js';

export interface GpuCheckAsked {
  readonly program: Program;
  readonly numeric: NumericPolicy;
  readonly symbolCount: number;
  readonly start: LaneStart;
  /** What the reference lane made of each tick; the last may be one it broke off in. */
  readonly ticks: readonly LaneTick[];
  /** The words of the reference's state after so many ticks. */
  readonly stateAfter: ReferenceCalls['stateAfter'];
  readonly rangeOf: RangeOf;
  readonly gpu: GpuChoice;
  /** Called between dispatches. */
  readonly onTicks: (done: number) => void;
  readonly signal: AbortSignal;
}

export interface GpuCheck {
  readonly report: GpuLaneReport;
  readonly ticks: number;
  readonly elapsedMs: number;
  readonly divergence: LaneDivergence | null;
  readonly limit: LaneLimit | null;
}

/** One lane runs, and what is checked is the strategy and not the room. */
const ARENA_BYTES = TICK_BYTES.first;

/** Failures behind which a device is of no more use. */
const FATAL: readonly GpuFailure['state'][] = ['device-lost', 'process-ended', 'out-of-memory'];

export async function checkGpuLane(asked: GpuCheckAsked): Promise<GpuCheck> {
  const opening = await sharedGpu(asked.gpu);
  if (opening.state === 'failed') {
    const report = { adapter: null, isSoftware: false, pipelineMs: 0, instructions: 0 };
    const failed = { ...report, wordsPerLane: 0, failure: opening.failure };
    return { report: failed, ticks: 0, elapsedMs: 0, divergence: null, limit: null };
  }
  const started = performance.now();
  const check = new GpuCheckRun(asked, opening.client);
  const { divergence, limit, report } = await check.run();
  const { failure, pipelineMs, wordsPerLane } = report;
  if (failure !== null && FATAL.includes(failure.state)) await forgetGpu(asked.gpu);
  const { name, isSoftware } = opening.client.adapter;
  const { instructions } = report.outcomes[0] as GpuOutcome;
  return {
    report: { adapter: name, isSoftware, pipelineMs, instructions, wordsPerLane, failure },
    ticks: check.ticksDone,
    elapsedMs: performance.now() - started,
    divergence,
    limit,
  };
}

class GpuCheckRun {
  private readonly num: Numeric;
  private readonly trace: TickTrace;
  private readonly runs: GpuRuns;
  /** Index of the tick of each call. */
  private readonly tickOf: readonly number[];
  private readonly abort = new AbortController();
  private events: KernelEvent[] = [];
  private found: { readonly difference: Found | Limited; readonly tick: number } | null = null;
  ticksDone = 0;

  constructor(
    private readonly asked: GpuCheckAsked,
    private readonly client: GpuClient,
  ) {
    const { program, numeric, start, ticks, symbolCount } = asked;
    this.num = createNumeric(numeric);
    this.trace = new TickTrace(symbolCount, () => true);
    const image = { bytes: bytesOf(start.words), stateStart: start.stateStart };
    const calls = ticks.map(callsOf);
    this.tickOf = calls.flatMap((made, tick) => made.map(() => tick));
    const window = { currentByte: currentAddress(image), calls: calls.flat() };
    const { symbols } = start;
    this.runs = { program, num: this.num, symbols, ticks: window, images: [image] };
  }

  async run(): Promise<{
    readonly divergence: LaneDivergence | null;
    readonly limit: LaneLimit | null;
    readonly report: GpuReport;
  }> {
    this.trace.begin();
    const report = await new GpuLanes(this.client).run(this.runs, {
      wantsDigests: true,
      arenaBytes: ARENA_BYTES,
      signal: this.abort.signal,
      onProgress: () => {
        this.asked.onTicks(this.ticksDone);
        if (this.asked.signal.aborted) this.abort.abort();
      },
      sinkOf: () => ({
        call: tracing(this.trace, () => undefined).call,
        tickEnd: (call, digest) => {
          this.callEnd(call, digest);
        },
      }),
    });
    this.noteStop(report.outcomes[0] as GpuOutcome);
    return { divergence: null, limit: null, ...(await this.end()), report };
  }

  private callEnd(call: number, digest: string): void {
    this.events.push(...this.trace.events);
    this.trace.begin();
    const tick = this.tickOf[call] as number;
    if (this.tickOf[call + 1] === tick) return;
    const events = this.events;
    this.events = [];
    if (this.found !== null) return;
    const reference = this.asked.ticks[tick] as LaneTick;
    const difference =
      missingStop(reference) ??
      differingEvents(events, reference, { num: this.num, rangeOf: this.asked.rangeOf }) ??
      (digest === reference.digest ? null : STATE_DIFFERS);
    this.ticksDone = tick + Number(difference === null);
    if (difference === null) return;
    this.found = { difference, tick };
    this.abort.abort();
  }

  private noteStop({ stop, ticks }: GpuOutcome): void {
    const tick = this.tickOf[ticks];
    if (stop === null || tick === undefined || this.found !== null) return;
    const difference = judgedStop(stop, this.asked.ticks[tick] as LaneTick, this.asked.rangeOf);
    if (difference === null) this.ticksDone = tick + 1;
    else this.found = { difference, tick };
  }

  private async end(): Promise<Partial<Pick<GpuCheck, 'divergence' | 'limit'>>> {
    if (this.found === null) return {};
    const { tick, difference } = this.found;
    const { ts } = this.asked.ticks[tick] as LaneTick;
    const named = difference === STATE_DIFFERS ? await this.differingState(tick) : difference;
    return placed(named, { lane: 'gpu', tick, ts });
  }

  private async differingState(tick: number): Promise<Found> {
    const images: Uint8Array[] = [];
    await new GpuLanes(this.client).run(this.runs, {
      arenaBytes: ARENA_BYTES,
      ticksEnd: this.tickOf.lastIndexOf(tick) + 1,
      onImage: (_, image) => images.push(image),
    });
    const [image] = images;
    if (image === undefined) return STATE_DIFFERS;
    const { program, start } = this.asked;
    const at = { plan: program, num: this.num, symbols: new SymbolTable(start.symbols) };
    const {
      field,
      reference: wanted,
      found,
    } = differingPath(bytesOf(this.asked.stateAfter(tick + 1)), image, at);
    return { kind: 'state', field, reference: wanted, found, range: null };
  }
}

/** Until the states themselves have been read. */
const STATE_DIFFERS: Found = { kind: 'state', field: '', reference: '', found: '', range: null };

function callsOf({ current, finish }: LaneTick): readonly LaneTickWords[] {
  const step: LaneTickWords = { entry: 'step', words: Uint32Array.from(current) };
  return finish === null ? [step] : [step, { entry: 'finish', words: Uint32Array.from(finish) }];
}
