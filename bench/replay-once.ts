// A process that replays one capture once and prints what it took, as JSON: opening, running, and its peak memory.
import { startReplayClient, type OpenOptions } from '../engine/index.js';

export interface Once {
  readonly verdict: string;
  readonly ticks: number;
  readonly bars: number;
  readonly events: number;
  readonly openMs: number;
  readonly runMs: number;
  /** Processor time of the process and its worker while opening and running. */
  readonly cpuMs: number;
  /** Of the whole process with its worker. */
  readonly peakRssMb: number;
  /** Before anything was opened: what the runtime and the loader of this file take. */
  readonly startRssMb: number;
}

const KB_PER_MB = 1024;
const MICROSECONDS_PER_MS = 1000;

async function replayOnce(options: OpenOptions): Promise<Once> {
  const rss = (): number => Math.round(process.resourceUsage().maxRSS / KB_PER_MB);
  const startRssMb = rss();
  const client = startReplayClient();
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const { replay } = await client.request('open', options);
  const openedAt = performance.now();
  if (replay === null) throw new Error(`${options.capture} cannot be replayed`);
  const { verdict, ticks, bars, events } = await client.request('run', {});
  const runAt = performance.now();
  const { user, system } = process.cpuUsage(cpuBefore);
  const peakRssMb = rss();
  await client.dispose();
  return {
    verdict,
    ticks,
    bars,
    events: events.replay,
    openMs: openedAt - startedAt,
    runMs: runAt - openedAt,
    cpuMs: (user + system) / MICROSECONDS_PER_MS,
    peakRssMb,
    startRssMb,
  };
}

process.stdout.write(
  JSON.stringify(await replayOnce(JSON.parse(process.argv[2] ?? '') as OpenOptions)),
);
