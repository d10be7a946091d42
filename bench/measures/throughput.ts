// Bars a second of the reference lane, each run in a process of its own, so that its peak memory is its own too.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { NumericPolicy } from '../../engine/index.js';
import { median, rounded } from '../quantile.js';
import type { Once } from '../replay-once.js';

const ONCE = fileURLToPath(new URL('../replay-once.ts', import.meta.url));

export interface Throughput {
  readonly runs: number;
  readonly ticks: number;
  readonly bars: number;
  readonly events: number;
  readonly verdict: string;
  /** Reading and checking the capture, loading the strategy. Median, as all times here. */
  readonly openMs: number;
  /** The first pass over the window and its comparison with live. */
  readonly runMs: number;
  /** Processor time of the whole process; below the wall time by what the machine gave to others. */
  readonly cpuMs: number;
  readonly barsPerSecond: number;
  readonly peakRssMb: number;
  /** What the runtime takes before anything is opened; part of the peak. */
  readonly startRssMb: number;
}

export interface Subject {
  readonly capture: string;
  readonly numeric: NumericPolicy;
}

export async function measureThroughput(subject: Subject, runs: number): Promise<Throughput> {
  const all: Once[] = [];
  for (let run = 0; run < runs; run += 1) {
    const args = ['--import', 'tsx', ONCE, JSON.stringify(subject)];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    all.push(JSON.parse(stdout) as Once);
  }
  const [first] = all;
  if (first === undefined) throw new Error('no run was asked for');
  const runMs = median(all.map((once) => once.runMs));
  return {
    runs,
    ticks: first.ticks,
    bars: first.bars,
    events: first.events,
    verdict: first.verdict,
    openMs: rounded(median(all.map((once) => once.openMs))),
    runMs: rounded(runMs),
    cpuMs: rounded(median(all.map((once) => once.cpuMs))),
    barsPerSecond: Math.round((first.bars / runMs) * 1000),
    peakRssMb: Math.max(...all.map((once) => once.peakRssMb)),
    startRssMb: first.startRssMb,
  };
}
