// Everything that can be measured, by the name it is chosen and reported by.
import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DEFAULT_DECIMAL, type NumericPolicy } from '../../engine/index.js';
import { writeBarCapture } from '../bar-capture.js';
import { readBarFile } from '../bar-file.js';
import { median, rounded } from '../quantile.js';
import { measureCauses, type CauseTimes } from './causes.js';
import { measureDecimalOperations, type DecimalOperations } from './decimal-operations.js';
import { measureDebugSession, type DebugSessionTimes } from './debug-session.js';
import { measureEdits, type EditTimes } from './edit-to-diagnostic.js';
import { measureGpu, type GpuTimes } from './gpu.js';
import { measureImporters, type ImportTimes } from './importers.js';
import { measureLanes, type LaneTimes } from './lanes.js';
import { measureRecorder, type RecorderCosts } from './recorder.js';
import { runRawDoubles } from './raw-doubles.js';
import { measureThroughput, type Throughput } from './throughput.js';

export interface Settings {
  readonly root: string;
  /** File with the long series of bars. */
  readonly bars: string;
  readonly runs: number;
}

interface RawDoublesTimes {
  readonly what: string;
  readonly bars: number;
  readonly runMs: number;
  readonly barsPerSecond: number;
}

export interface Results {
  readonly rawDoubles?: RawDoublesTimes;
  readonly exampleBinary64?: Throughput;
  readonly exampleDecimal?: Throughput;
  readonly longBinary64?: Throughput;
  readonly longDecimal?: Throughput;
  readonly debugSession?: DebugSessionTimes;
  readonly editToDiagnostic?: EditTimes;
  readonly causes?: CauseTimes;
  readonly decimalOperations?: DecimalOperations;
  readonly exampleLanes?: readonly LaneTimes[];
  readonly longLanes?: readonly LaneTimes[];
  readonly gpu?: GpuTimes;
  readonly recorder?: RecorderCosts;
  readonly importers?: readonly ImportTimes[];
}

/** `null`: it cannot be measured here, and `skipped` says why. */
type Measure = (settings: Settings) => Promise<Results | Skipped>;

interface Skipped {
  readonly skipped: string;
}

const BINARY64: NumericPolicy = { kind: 'binary64' };

export const MEASURES: Readonly<Record<string, Measure>> = {
  'raw-doubles': measureRawDoubles,
  'example-binary64': async (settings) => ({
    exampleBinary64: await onExample(settings, BINARY64),
  }),
  'example-decimal': async (settings) => ({
    exampleDecimal: await onExample(settings, DEFAULT_DECIMAL),
  }),
  'long-binary64': onBars(BINARY64, (longBinary64) => ({ longBinary64 })),
  'long-decimal': onBars(DEFAULT_DECIMAL, (longDecimal) => ({ longDecimal })),
  'debug-session': whenBuilt('debug-adapter.cjs', async ({ root, runs }) => ({
    debugSession: await measureDebugSession(root, runs),
  })),
  'edit-to-diagnostic': whenBuilt('server.cjs', async ({ root, runs }) => ({
    editToDiagnostic: await measureEdits(root, runs * EDITS_PER_RUN),
  })),
  causes: whenBuilt('replay-worker.cjs', async ({ root, runs }) => ({
    causes: await measureCauses(root, runs),
  })),
  'decimal-operations': whenBuilt('vm/decimal-4.wasm', async ({ root }) => ({
    decimalOperations: await measureDecimalOperations(root),
  })),
  'example-lanes': whenBuilt('vm/decimal-4.wasm', async ({ root }) => ({
    exampleLanes: await eachPolicy(exampleOf(root)),
  })),
  'long-lanes': whenBuilt('vm/decimal-4.wasm', measureLongLanes),
  gpu: whenBuilt('gpu-process.cjs', measureDevice),
  recorder: whenBuilt('recorder-writer.cjs', ({ runs }) =>
    withFolder(async (folder) => ({ recorder: await measureRecorder(folder, runs) })),
  ),
  importers: async () => ({ importers: await withFolder(measureImporters) }),
};

async function eachPolicy(capture: string): Promise<readonly LaneTimes[]> {
  const times: LaneTimes[] = [];
  for (const numeric of [BINARY64, DEFAULT_DECIMAL])
    times.push(await measureLanes({ capture, numeric }));
  return times;
}

async function measureDevice({ root, bars }: Settings): ReturnType<Measure> {
  const example = exampleOf(root);
  try {
    if (!existsSync(bars)) return { gpu: await measureGpu({ example, long: null }) };
    return await withFolder(async (folder) => {
      const long = path.join(folder, 'capture');
      await writeBarCapture(long, await readBarFile(bars), { root, numeric: BINARY64 });
      return { gpu: await measureGpu({ example, long }) };
    });
  } catch (error) {
    return { skipped: error instanceof Error ? error.message : String(error) };
  }
}

async function measureLongLanes({ root, bars }: Settings): ReturnType<Measure> {
  if (!existsSync(bars)) return noBars(bars);
  return withFolder(async (folder) => {
    const capture = path.join(folder, 'capture');
    await writeBarCapture(capture, await readBarFile(bars), { root, numeric: BINARY64 });
    return { longLanes: await eachPolicy(capture) };
  });
}

const EDITS_PER_RUN = 3;
/** The loop takes milliseconds, and the first rounds go into compiling it. */
const RAW_ROUNDS = 15;

async function measureRawDoubles({ bars }: Settings): ReturnType<Measure> {
  if (!existsSync(bars)) return noBars(bars);
  const file = await readBarFile(bars);
  const rounds = Array.from({ length: RAW_ROUNDS }, () => runRawDoubles(file.bars).ms);
  const runMs = median(rounds.slice(Math.floor(RAW_ROUNDS / 3)));
  return {
    rawDoubles: {
      what: 'the same indicators as one hand-written loop over plain doubles; no rules, orders, ledger or trace',
      bars: file.bars.length,
      runMs: rounded(runMs),
      barsPerSecond: Math.round((file.bars.length / runMs) * 1000),
    },
  };
}

const noBars = (bars: string) => ({ skipped: `${bars} is not there; --bars names another file` });

async function onExample({ root, runs }: Settings, numeric: NumericPolicy): Promise<Throughput> {
  return measureThroughput({ capture: exampleOf(root), numeric }, runs);
}

const exampleOf = (root: string): string =>
  path.join(root, 'examples', 'workspace', 'captures', 'openclaw-base');

function onBars(numeric: NumericPolicy, named: (times: Throughput) => Results): Measure {
  return async ({ root, bars, runs }) => {
    if (!existsSync(bars)) return noBars(bars);
    return withFolder(async (folder) => {
      const capture = path.join(folder, 'capture');
      await writeBarCapture(capture, await readBarFile(bars), { root, numeric });
      return named(await measureThroughput({ capture, numeric }, runs));
    });
  };
}

async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lockstep-bench-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function whenBuilt(
  file: string,
  measure: (settings: Settings) => Promise<Results | Skipped>,
): Measure {
  return async (settings) => {
    const isThere = existsSync(path.join(settings.root, 'dist', file));
    return isThere ? measure(settings) : { skipped: `dist/${file} is not built` };
  };
}
