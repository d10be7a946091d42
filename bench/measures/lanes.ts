// The lanes on one strategy and one window: the reference lane's first pass, then the fast lane over the same ticks at the
// events level, compiled and warm. Nothing is compared here; that both agree is what the request `lanes` and its tests say.
import { openReplay, type OpenReplay } from '../../engine/host/worker/open-replay.js';
import { compilePortable } from '../../engine/host/lanes/portable-strategy.js';
import { compiledWindow, type Prepared } from '../../engine/host/worker/compiled-window.js';
import { isRefused } from '../../engine/host/worker/lane-start.js';
import { RequestContext } from '../../engine/host/worker/request-context.js';
import { numWordsFor } from '../../engine/core/memory/number-cells.js';
import type { NumericPolicy } from '../../engine/index.js';
import { median, rounded } from '../quantile.js';

export interface LaneTimes {
  readonly numeric: NumericPolicy;
  readonly ticks: number;
  readonly bars: number;
  /** Loading the compiler, parsing the engine, compiling the strategy. */
  readonly compileColdMs: number;
  /** After an edit, each time of another file: the median, and the best, as others use the machine too. */
  readonly compileWarmMs: number;
  readonly compileWarmBestMs: number;
  /** Compiled again, memory of the start, the module, ticks into the words that compiled code reads: once for a window. */
  readonly prepareMs: number;
  /** First pass of the reference lane, with the events its recording covers. One run. */
  readonly referenceMs: number;
  /** The first run, in which the machine still compiles the module. */
  readonly fastFirstMs: number;
  /** Events recorded and left undecoded; the best of the runs, since others use the machine too. */
  readonly fastMs: number;
  readonly fastMedianMs: number;
  /** The same with every event made into an object. */
  readonly fastDecodedMs: number;
  readonly fastBarsPerSecond: number;
  /** Of processor times, which suffer least from what else the machine does. */
  readonly referenceToFast: number;
}

/** Runs of the fast lane; the first ones go into compiling it. */
const ROUNDS = 12;
/** Edits that are compiled for the warm time, and how many before them go into compiling the compiler. */
const EDITS = 40;
const EDITS_BEFORE = 30;
/** Ticks of the reference lane in one call of the sandbox. */
const CHUNK = 32;

export async function measureLanes(subject: {
  readonly capture: string;
  readonly numeric: NumericPolicy;
}): Promise<LaneTimes> {
  const open = await opened(subject);
  let { files } = open.program;
  const numWords = numWordsFor(subject.numeric) ?? 0;
  let edits = 0;
  // Every time one of the files is another text, as while somebody writes on it.
  const compile = (): unknown => {
    edits += 1;
    files = files.map((file, i) =>
      i === edits % files.length ? { ...file, text: `${file.text}\n// ${String(edits)}\n` } : file,
    );
    return compilePortable(files, { numWords, trace: 'events' });
  };
  const cold = await timed(compile);
  const warm = (await repeated(EDITS_BEFORE + EDITS, compile))
    .slice(EDITS_BEFORE)
    .map(({ ms }) => ms);
  const prepared = await timed(() => fastPass(open));
  const fast = prepared.value;
  const first = await timed(() => fast.run.run(fast.window));
  const runs = await repeated(ROUNDS, () => fast.run.run(fast.window));
  const decoded = await repeated(ROUNDS, () =>
    fast.run.run(fast.window, { onTick: () => undefined }),
  );
  const ticks = open.opened.tickTs.length;
  const bars = open.capture.bars.length;
  const reference = await timed(() => {
    for (let at = 0; at < ticks; at += CHUNK)
      open.program.call(at, (realm) => realm.advance(CHUNK));
  });
  const fastMs = Math.min(...runs.map(({ ms }) => ms));
  const fastCpuMs = Math.min(...runs.map(({ cpuMs }) => cpuMs));
  return {
    numeric: subject.numeric,
    ticks,
    bars,
    compileColdMs: rounded(cold.ms),
    compileWarmMs: rounded(median(warm)),
    compileWarmBestMs: rounded(Math.min(...warm)),
    prepareMs: rounded(prepared.ms),
    referenceMs: rounded(reference.ms),
    fastFirstMs: rounded(first.ms),
    fastMs: rounded(fastMs),
    fastMedianMs: rounded(median(runs.map(({ ms }) => ms))),
    fastDecodedMs: rounded(Math.min(...decoded.map(({ ms }) => ms))),
    fastBarsPerSecond: Math.round((bars / fastMs) * 1000),
    referenceToFast: rounded(reference.cpuMs / fastCpuMs),
  };
}

async function opened(options: {
  readonly capture: string;
  readonly numeric: NumericPolicy;
}): Promise<OpenReplay> {
  const beat = new Int32Array(new SharedArrayBuffer(BEAT_BYTES));
  const { replay } = await openReplay(options, beat, new RequestContext(() => undefined));
  if (replay === null) throw new Error(`${options.capture} cannot be replayed`);
  return replay;
}

/** Room for the slots of a worker's heartbeat, which nobody watches here. */
const BEAT_BYTES = 64;

async function fastPass(open: OpenReplay): Promise<Prepared> {
  const made = await compiledWindow(open, 'events');
  if (isRefused(made))
    throw new Error(
      made.obstacle ?? made.notPortable[0]?.message ?? 'the strategy is not portable',
    );
  const start = made.start(open.params);
  if (!('image' in start)) throw new Error(JSON.stringify(start));
  return made.prepare(start.image);
}

interface Timed<T> {
  readonly ms: number;
  /** Of the whole process. */
  readonly cpuMs: number;
  readonly value: T;
}

async function timed<T>(work: () => T | Promise<T>): Promise<Timed<T>> {
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  const value = await work();
  const ms = performance.now() - before;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { ms, cpuMs: (user + system) / MICROSECONDS_PER_MS, value };
}

const MICROSECONDS_PER_MS = 1000;

async function repeated(count: number, work: () => unknown): Promise<readonly Timed<unknown>[]> {
  const times: Timed<unknown>[] = [];
  for (let i = 0; i < count; i += 1) times.push(await timed(work));
  return times;
}
