// Serves the check of lanes against each other for an open replay: compiles its strategy, and runs what can run.
import type { LaneTick } from '../../core/memory/reference-lane.js';
import type { Program } from '../../vm/ir/program.js';
import { gpuChoice } from '../gpu/gpu-choice.js';
import type { GpuCheck } from '../lanes/check-gpu-lane.js';
import { checkFastLane, type ReferenceCalls } from '../lanes/check-lanes.js';
import type { LaneName, LaneReport, LaneTiming } from '../lanes/lane-report.js';
import type { LanesRequest, SourceRange } from '../replay/protocol.js';
import type { OpenReplay } from './open-replay.js';
import { isRefused, openLanes } from './lane-start.js';
import type { RequestContext } from './request-context.js';

/** Every compiled lane that is asked for, held against the reference lane. */
export async function checkLanes(
  open: OpenReplay,
  request: LanesRequest,
  context: RequestContext,
): Promise<LaneReport> {
  await context.breathe({ phase: 'strategy', done: 0, total: 1 });
  const lanes = await openLanes(open, 'full');
  if (isRefused(lanes)) return { lanes: [], divergence: null, limit: null, gpu: null, ...lanes };
  return runLanes({ open, ...lanes, request, context });
}

interface Running {
  readonly open: OpenReplay;
  readonly program: Program;
  readonly reference: ReferenceCalls;
  readonly request: LanesRequest;
  readonly context: RequestContext;
}

async function runLanes(running: Running): Promise<LaneReport> {
  const { open, program, reference, request, context } = running;
  const wanted = request.lanes;
  const known: LaneTick[] = [];
  const checked = await checkFastLane({
    program,
    numeric: open.opened.numeric,
    symbolCount: open.opened.manifest.symbols.length,
    reference,
    rangeOf: (place) => placeRange(open, program, place),
    isFastWanted: wanted.includes('fast'),
    ticksEnd: request.ticks ?? Infinity,
    onTick: (tick) => {
      if (wanted.includes('gpu')) known.push(tick);
    },
    breathe: (done, total) => context.breathe({ phase: 'replay', done, total }),
  });
  const gpu = wanted.includes('gpu') && checked.ticks > 0 ? await runGpuLane(running, known) : null;
  context.check();
  const { ticks, referenceMs, fastMs, obstacle } = checked;
  const timings: readonly LaneTiming[] = [
    { lane: 'reference', ticks, elapsedMs: referenceMs },
    { lane: 'fast', ticks, elapsedMs: fastMs },
    { lane: 'gpu', ticks: gpu?.ticks ?? 0, elapsedMs: gpu?.elapsedMs ?? 0 },
  ];
  return {
    lanes: timings.filter(({ lane }) => hasRun(lane, wanted, gpu)),
    divergence: earliest(checked.divergence, gpu?.divergence ?? null),
    limit: earliest(checked.limit, gpu?.limit ?? null),
    gpu: gpu?.report ?? null,
    notPortable: [],
    obstacle,
  };
}

/** The others are checked against the reference lane, so it always runs. */
function hasRun(lane: LaneName, wanted: readonly LaneName[], gpu: GpuCheck | null): boolean {
  if (lane === 'gpu') return gpu !== null && gpu.report.failure === null;
  return lane === 'reference' || wanted.includes(lane);
}

const earliest = <T extends { readonly tick: number }>(a: T | null, b: T | null): T | null =>
  a === null || (b !== null && b.tick < a.tick) ? b : a;

async function runGpuLane(running: Running, ticks: readonly LaneTick[]): Promise<GpuCheck> {
  const { open, program, reference, request, context } = running;
  // Only who asks for the GPU loads what speaks to it.
  const { checkGpuLane } = await import('../lanes/check-gpu-lane.js');
  return checkGpuLane({
    program,
    numeric: open.opened.numeric,
    symbolCount: open.opened.manifest.symbols.length,
    start: reference.start,
    ticks,
    stateAfter: reference.stateAfter,
    rangeOf: (place) => placeRange(open, program, place),
    gpu: gpuChoice(request),
    onTicks: (done) => {
      context.report({ phase: 'replay', done, total: ticks.length });
    },
    signal: context.signal,
  });
}

/** Places in the engine itself are of no use to the author of a strategy. */
function placeRange(open: OpenReplay, program: Program, place: number): SourceRange | null {
  const found = program.places[place];
  const isOwn = open.program.files.some(({ path }) => path === found?.file);
  return found === undefined || !isOwn
    ? null
    : open.program.ranges.rangeBetween(found.file, found.start, found.end);
}
