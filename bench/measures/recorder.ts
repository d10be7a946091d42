// What recording costs the trading loop, beside the plainest thing a bot could do: append one JSON line a call.
import { execFile } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median, quantile, rounded } from '../quantile.js';
import type { RecordedOnce } from '../recorder-once.js';

const ONCE = fileURLToPath(new URL('../recorder-once.ts', import.meta.url));
const EVENTS = 100_000;
const MICROSECONDS = 1_000;
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

interface Cost {
  readonly eventsPerSecond: number;
  /** Until the last event is safe on disk; of the plain append: until the operating system has it. */
  readonly eventsPerSecondSafe: number;
  readonly bytesPerSecond: number;
  /** Time the caller spends in a call. */
  readonly p50Us: number;
  readonly p99Us: number;
  readonly p999Us: number;
  readonly lost: number;
  readonly syncs: number;
}

export interface RecorderCosts {
  readonly what: string;
  readonly events: number;
  readonly bytesPerEvent: number;
  readonly recorder: Cost;
  readonly appendFile: Cost;
}

export async function measureRecorder(folder: string, runs: number): Promise<RecorderCosts> {
  const recorder: RecordedOnce[] = [];
  const appendFile: RecordedOnce[] = [];
  for (let run = 0; run < runs; run += 1) {
    recorder.push(await once('recorder', path.join(folder, `recorder-${String(run)}`)));
    appendFile.push(await once('append-file', path.join(folder, `append-${String(run)}`)));
  }
  return {
    what: 'decisions with three gates and three indicators, in bursts of 100; append-file neither checks, hashes nor syncs',
    events: EVENTS,
    bytesPerEvent: rounded((recorder[0]?.bytes ?? 0) / EVENTS),
    recorder: costOf(recorder),
    appendFile: costOf(appendFile),
  };
}

async function once(how: string, folder: string): Promise<RecordedOnce> {
  const args = ['--import', 'tsx', ONCE, how, folder, String(EVENTS)];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    maxBuffer: OUTPUT_BYTES_MAX,
  });
  return JSON.parse(stdout) as RecordedOnce;
}

function costOf(runs: readonly RecordedOnce[]): Cost {
  const latency = (part: number): number =>
    rounded(median(runs.map(({ latencies }) => quantile(latencies, part))) * MICROSECONDS);
  const perSecond = (count: (run: RecordedOnce) => number, ms: (run: RecordedOnce) => number) =>
    Math.round(median(runs.map((run) => (count(run) / ms(run)) * 1000)));
  return {
    eventsPerSecond: perSecond(
      () => EVENTS,
      ({ callsMs }) => callsMs,
    ),
    eventsPerSecondSafe: perSecond(
      () => EVENTS,
      ({ safeMs }) => safeMs,
    ),
    bytesPerSecond: perSecond(
      ({ bytes }) => bytes,
      ({ callsMs }) => callsMs,
    ),
    p50Us: latency(0.5),
    p99Us: latency(0.99),
    p999Us: latency(0.999),
    lost: Math.max(...runs.map(({ lost }) => lost)),
    syncs: median(runs.map(({ syncs }) => syncs)),
  };
}
