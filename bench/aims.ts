// What the product aims at, beside what was measured. Aims are reported, never asserted: a shared machine proves nothing.
import type { LaneTimes } from './measures/lanes.js';
import type { Results } from './measures/index.js';

type Unit = 'ms' | 'bars/s' | 'times the reference lane' | 'times two workers of the fast lane';

export interface Aim {
  readonly name: string;
  readonly measured: number;
  /** Aimed at is less than this, where smaller is better. */
  readonly below?: number;
  /** Aimed at is this or more, where larger is better. */
  readonly atLeast?: number;
  readonly unit: Unit;
  readonly met: boolean;
}

type Reading = (results: Results) => number | undefined;

const GPU_AIM = 'gpu lane, 10,000 configurations of 1,800 bars';

const TIMES: readonly (readonly [string, number, Reading])[] = [
  [
    'gpu pipeline, slowest',
    1000,
    ({ gpu }) => gpu && Math.max(...gpu.lanes.map(({ pipelineMs }) => pipelineMs)),
  ],
  ['debug session: start to first stop', 1500, (results) => results.debugSession?.startMs],
  ['debug session: next, p95', 20, (results) => results.debugSession?.next.p95Ms],
  ['debug session: stepBack, p95', 20, (results) => results.debugSession?.stepBack.p95Ms],
  ['edit to diagnostic, p50', 1000, (results) => results.editToDiagnostic?.departsP50Ms],
  ['45,031 bars under binary64', 2000, (results) => results.longBinary64?.runMs],
  ['cause of one root in 2,000 events, slowest', 10_000, (results) => results.causes?.slowestMs],
  [
    'strategy compiled, warm',
    100,
    (results) => lanesOf(results.longLanes, 'binary64')?.compileWarmMs,
  ],
];

const RATES: readonly (readonly [string, number, Unit, Reading])[] = [
  [
    'fast lane, 45,031 bars under binary64',
    400_000,
    'bars/s',
    (results) => lanesOf(results.longLanes, 'binary64')?.fastBarsPerSecond,
  ],
  [
    'fast lane, 45,031 bars under decimal',
    25,
    'times the reference lane',
    (results) => lanesOf(results.longLanes, 'decimal')?.referenceToFast,
  ],
  [
    GPU_AIM,
    50,
    'times two workers of the fast lane',
    // A software adapter is no GPU: nothing is judged by it.
    ({ gpu }) => (gpu === undefined || gpu.adapter.isSoftware ? undefined : gpu.gpuToFast),
  ],
];

const lanesOf = (
  lanes: readonly LaneTimes[] | undefined,
  kind: LaneTimes['numeric']['kind'],
): LaneTimes | undefined => lanes?.find(({ numeric }) => numeric.kind === kind);

/** Aims that what was measured says nothing about, with the reason. */
export function unjudgedAims({ gpu }: Results): Readonly<Record<string, string>> {
  if (gpu?.adapter.isSoftware !== true) return {};
  return { [GPU_AIM]: `not measured: ${gpu.adapter.name} is a software adapter` };
}

/** Those that were measured. */
export function judgeAims(results: Results): readonly Aim[] {
  const times = TIMES.flatMap(([name, below, read]): Aim[] => {
    const measured = read(results);
    return measured === undefined
      ? []
      : [{ name, measured, below, unit: 'ms', met: measured < below }];
  });
  const rates = RATES.flatMap(([name, atLeast, unit, read]): Aim[] => {
    const measured = read(results);
    return measured === undefined
      ? []
      : [{ name, measured, atLeast, unit, met: measured >= atLeast }];
  });
  return [...times, ...rates];
}
