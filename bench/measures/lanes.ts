// The lanes on one strategy and one window: the reference lane's first pass, then the fast lane over the same ticks at the
// events level, compiled and warm. Nothing is compared here; that both agree is what the request `lanes` and its tests say.
import { openReplay, type OpenReplay } from '../../engine/host/worker/open-replay.js';
import { compilePortable } from '../../engine/host/lanes/portable-strategy.js';
import { openFastPass, type FastPass } from '../../engine/host/worker/fast-pass.js';
import { isRefused } from '../../engine/host/worker/lane-start.js';
import { RequestContext } from '../../engine/host/worker/request-context.js';
import { numWordsFor } from '../../engine/core/memory/number-cells.js';
import type { NumericPolicy } from '../../engine/index.js';
import { median, rounded } from '../quantile.js';

export interface LaneTimes {
  readonly numeric: NumericPolicy;
  readonly ticks: number;
  readonly bars: number;
  /** Loading the compiler, parsing the engine, compiling the strategy; then the same once more, warm. */
  readonly compileColdMs: number;
  readonly compileWarmMs: number;
  /** Memory of the start, the module, and ticks into the words that compiled code reads; once for all runs of a window. */
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
  readonly referenceToFast: number;
}

/** Runs of the fast lane; the first ones go into compiling it. */
const ROUNDS = 12;
/** Compilations for the warm time; the best is reported. */
const COMPILATIONS = 5;
/** Ticks of the reference lane in one call of the sandbox. */
const CHUNK = 32;

export async function measureLanes(subject: {
  readonly capture: string;
  readonly numeric: NumericPolicy;
}): Promise<LaneTimes> {
  const open = await opened(subject);
  const { files } = open.program;
  const numWords = numWordsFor(subject.numeric) ?? 0;
  const compile = (): unknown => compilePortable(files, { numWords, trace: 'events' });
  const cold = await timed(compile);
  const warm = await repeated(COMPILATIONS, compile);
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
  const fastMs = Math.min(...runs);
  return {
    numeric: subject.numeric,
    ticks,
    bars,
    compileColdMs: rounded(cold.ms),
    compileWarmMs: rounded(Math.min(...warm)),
    prepareMs: rounded(Math.max(0, prepared.ms - Math.min(...warm))),
    referenceMs: rounded(reference.ms),
    fastFirstMs: rounded(first.ms),
    fastMs: rounded(fastMs),
    fastMedianMs: rounded(median(runs)),
    fastDecodedMs: rounded(Math.min(...decoded)),
    fastBarsPerSecond: Math.round((bars / fastMs) * 1000),
    referenceToFast: rounded(reference.ms / fastMs),
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

async function fastPass(open: OpenReplay): Promise<FastPass> {
  const made = await openFastPass(open, 'events');
  if (isRefused(made))
    throw new Error(
      made.obstacle ?? made.notPortable[0]?.message ?? 'the strategy is not portable',
    );
  return made;
}

async function timed<T>(
  work: () => T | Promise<T>,
): Promise<{ readonly ms: number; readonly value: T }> {
  const before = performance.now();
  const value = await work();
  return { ms: performance.now() - before, value };
}

async function repeated(count: number, work: () => unknown): Promise<readonly number[]> {
  const times: number[] = [];
  for (let i = 0; i < count; i += 1) times.push((await timed(work)).ms);
  return times;
}
