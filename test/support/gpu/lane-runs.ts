// A capture opened as a check of lanes opens it, in the test's own process: its program, the reference lane's memory, ticks
// and answers, and a run of the GPU lane over them.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { currentAddress, type RunImage } from '../../../engine/core/memory/run-image.js';
import { numWordsFor } from '../../../engine/core/memory/number-cells.js';
import { plainEvent } from '../../../engine/core/memory/plain-event.js';
import type { LaneStart, LaneTick } from '../../../engine/core/memory/reference-lane.js';
import { TickTrace } from '../../../engine/core/kernel/index.js';
import {
  createNumeric,
  type NumericPolicy,
  type RoundingStep,
} from '../../../engine/core/numeric/index.js';
import type { Json, Manifest } from '../../../engine/core/schema/index.js';
import { writeCapture } from '../../../engine/host/capture/index.js';
import type { GpuClient } from '../../../engine/host/gpu/gpu-client.js';
import {
  GpuLanes,
  type GpuReport,
  type GpuRunOptions,
  type GpuRuns,
} from '../../../engine/host/gpu/gpu-lanes.js';
import type { ReferenceCalls } from '../../../engine/host/lanes/check-lanes.js';
import { tracing } from '../../../engine/host/lanes/tracing.js';
import { compilePortable } from '../../../engine/host/lanes/portable-strategy.js';
import { openReplay } from '../../../engine/host/worker/open-replay.js';
import { openReference } from '../../../engine/host/worker/reference-calls.js';
import { RequestContext } from '../../../engine/host/worker/request-context.js';
import type { Program } from '../../../engine/vm/ir/program.js';
import { smallParts, withTempDir } from '../captures.js';

export interface LaneCapture {
  readonly capture: string;
  readonly strategy?: string;
  readonly numeric: NumericPolicy;
  readonly params?: Json;
  readonly ticks?: number;
}

export interface OpenedLane {
  readonly program: Program;
  readonly start: LaneStart;
  readonly image: RunImage;
  readonly ticks: readonly LaneTick[];
  readonly runs: GpuRuns;
  readonly symbolCount: number;
  /** State of the reference lane behind the last of these ticks, in words of the image. */
  readonly state: readonly number[];
  readonly stateAfter: ReferenceCalls['stateAfter'];
}

/** Words that a worker shares with its watcher. */
const BEAT_WORDS = 2;

export async function openLane(asked: LaneCapture): Promise<OpenedLane> {
  const context = new RequestContext(() => undefined);
  const { replay, result } = await openReplay(asked, new Int32Array(BEAT_WORDS), context);
  const numWords = numWordsFor(asked.numeric);
  if (replay === null || numWords === undefined) throw new Error(JSON.stringify(result));
  const { files } = replay.program;
  const { program, issues } = compilePortable(files, { numWords, trace: 'full' });
  if (program === null) throw new Error(JSON.stringify(issues));
  const reference = openReference(replay, program);
  if (typeof reference === 'string') throw new Error(reference);
  const { start } = reference;
  const ticks = reference.ticks(asked.ticks ?? start.ticks);
  const bytes = new Uint8Array(Uint32Array.from(start.words).buffer);
  const image = { bytes, stateStart: start.stateStart };
  const calls = ticks.flatMap(({ current, finish }) => [
    { entry: 'step' as const, words: current },
    ...(finish === null ? [] : [{ entry: 'finish' as const, words: finish }]),
  ]);
  const num = createNumeric(asked.numeric);
  const window = { currentByte: currentAddress(image), calls };
  const runs = { program, num, symbols: start.symbols, ticks: window, images: [image] };
  const symbolCount = replay.opened.manifest.symbols.length;
  return {
    program,
    start,
    image,
    ticks,
    runs,
    symbolCount,
    state: reference.stateAfter(ticks.length),
    stateAfter: reference.stateAfter,
  };
}

export interface SmallLane {
  readonly params?: Json;
  readonly numeric?: NumericPolicy;
  /** Whether the end-of-run rules follow the last tick. */
  readonly end?: 'cut' | 'finish';
  /** Of every amount the venue computes; none where nothing is said. */
  readonly step?: RoundingStep;
}

/** A lane over the small capture's four ticks with a strategy given as text. */
export function openSmall(text: string, small: SmallLane = {}): Promise<OpenedLane> {
  const parts = smallParts();
  const { manifest } = parts;
  const { params = {}, numeric = manifest.numeric, end = 'cut', step } = small;
  return withTempDir(async (dir) => {
    const capture = join(dir, 'capture');
    const strategy = join(dir, 'strategy.ts');
    const window = { ...manifest.window, end };
    const venue = step === undefined ? manifest.venue : rounded(manifest.venue, step);
    await writeCapture(capture, { ...parts, manifest: { ...manifest, window, venue } });
    await writeFile(strategy, text);
    return openLane({ capture, strategy, numeric, params });
  });
}

function rounded(venue: Manifest['venue'], step: RoundingStep): Manifest['venue'] {
  const names = Object.keys(venue.rounding);
  const rounding = Object.fromEntries(names.map((name) => [name, step]));
  return { ...venue, rounding: rounding as Manifest['venue']['rounding'] };
}

export interface GpuAnswer {
  readonly report: GpuReport;
  /** By run and tick; the end-of-run rules belong to the last tick. */
  readonly events: readonly (readonly (readonly string[])[])[];
  readonly digests: readonly (readonly string[])[];
  readonly images: readonly (readonly number[])[];
}

/** Runs images of one program; what comes back is shaped as the reference lane's answers are. */
export async function runOnGpu(
  client: GpuClient,
  lane: OpenedLane,
  options: GpuRunOptions & { readonly images?: readonly RunImage[] } = {},
): Promise<GpuAnswer> {
  const runs = { ...lane.runs, images: options.images ?? lane.runs.images };
  const { num } = runs;
  const events = runs.images.map((): string[][] => []);
  const digests = runs.images.map((): string[] => []);
  const images: (readonly number[])[] = [];
  const report = await new GpuLanes(client).run(runs, {
    wantsDigests: true,
    ...options,
    onImage: (run, image) => {
      images[run] = [...new Uint32Array(image.slice().buffer)];
    },
    sinkOf: (run) => {
      const trace = new TickTrace(lane.symbolCount, () => true);
      trace.begin();
      return {
        call: tracing(trace, () => undefined).call,
        tickEnd: (call, digest) => {
          const made = trace.events.map((event) => plainEvent(num, event));
          if (runs.ticks.calls[call]?.entry === 'finish') {
            events[run]?.at(-1)?.push(...made);
            digests[run]?.pop();
          } else events[run]?.push(made);
          digests[run]?.push(digest);
          trace.begin();
        },
      };
    },
  });
  return { report, events, digests, images };
}
