// Captures for the search for causes: what a bot recorded with one known cause behind it, or with none. Made by replays,
// so that everything but the cause is faithful.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  openCapture,
  startReplayClient,
  writeCapture,
  type BarRecord,
  type CaptureParts,
  type Coverage,
  type EventDraft,
  type Intervention,
} from '../engine/index.js';

/** Live's run as it differs from the replay's; empty: it does not. */
export interface LiveSide {
  readonly interventions?: readonly Intervention[];
  /** Text of strategy files, by name in the strategy's folder. */
  readonly files?: Readonly<Record<string, (text: string) => string>>;
}

export interface BotCapture {
  readonly parts: CaptureParts;
  readonly bars: readonly BarRecord[];
  readonly strategyFolder: string;
}

/** More than any run here makes. */
const EVENTS_MAX = 1_000_000;
const HOUR_MS = 3_600_000;

/** A venue that rounds, as real ones do. */
const VENUE: CaptureParts['manifest']['venue'] = {
  name: 'bench',
  eventTime: 'bar-open',
  fill: { at: 'bar-close', slippageBps: { entry: '2', exit: '1' } },
  fee: { rateBps: '4.5', base: { entry: 'fill-notional', exit: 'fill-notional' } },
  rounding: {
    price: { method: 'exact', scale: 2, rounding: 'half-up' },
    notional: { method: 'none' },
    fee: { method: 'exact', scale: 6, rounding: 'half-up' },
    pnl: { method: 'exact', scale: 6, rounding: 'half-up' },
    basis: { method: 'none' },
    reducedSize: { method: 'exact', scale: 5, rounding: 'down' },
    balance: { method: 'none' },
  },
  balance: { onExit: 'net-then-add' },
  reduce: { remainder: 'subtract' },
  basis: { minSize: '0' },
  instruments: {},
};

/** The compact trend follower over the example's bars: `ticks` hours of three symbols, repeated where they run out. */
export async function botCapture(root: string, ticks: number, coverage: Coverage) {
  const example = path.join(root, 'examples', 'workspace', 'captures', 'openclaw-base');
  const { value, issues } = await openCapture(example);
  if (value === undefined) throw new Error(issues[0]?.message ?? `${example} cannot be read`);
  const strategyFolder = path.join(root, 'test', 'fixtures', 'strategies', 'bench-bot');
  const bars = repeated(value.bars, ticks);
  const { symbols, schemaVersion } = value.manifest;
  const parts: CaptureParts = {
    manifest: {
      schemaVersion,
      captureId: 'bench-causes',
      origin: { mode: 'live' },
      engine: { name: 'bench', version: '1', flags: {} },
      strategy: {
        entry: path.join(strategyFolder, 'index.ts'),
        codeHash: null,
        configHash: null,
        params: {},
      },
      numeric: { kind: 'decimal', precision: 20, rounding: 'half-up' },
      venue: VENUE,
      symbols: [...symbols],
      intervalMs: HOUR_MS,
      window: { fromTs: bars[0]?.openTs ?? 0, toTs: bars.at(-1)?.openTs ?? 0, end: 'cut' },
      coverage,
      runs: [],
    },
    snapshot: {
      schemaVersion,
      cursor: { seq: 0, lastTickTs: null, lastBarTs: {} },
      account: { balance: '10000' },
      positions: {},
      orders: [],
      counters: { nextOrderId: 1, ticks: 0 },
      lastClose: {},
      strategy: null,
    },
    bars,
    events: [],
  };
  return { parts, bars, strategyFolder } satisfies BotCapture;
}

/** The first `ticks` ticks of the series played over and over; times go on. */
function repeated(bars: readonly BarRecord[], ticks: number): readonly BarRecord[] {
  const times = [...new Set(bars.map(({ openTs }) => openTs))];
  const spanMs = times.length * HOUR_MS;
  const from = times[0] ?? 0;
  const rounds = Math.ceil(ticks / times.length);
  return Array.from({ length: rounds }, (_, round) =>
    bars.map((bar) => ({
      ...bar,
      openTs: bar.openTs + round * spanMs,
      closeTs: bar.closeTs + round * spanMs,
    })),
  )
    .flat()
    .filter(({ openTs }) => openTs < from + ticks * HOUR_MS);
}

/** Writes `dir` with what live recorded, and answers its events. */
export async function writeRecorded(
  dir: string,
  { parts, strategyFolder }: BotCapture,
  live: LiveSide = {},
): Promise<readonly EventDraft[]> {
  await writeCapture(dir, parts, { overwrite: true });
  const events = await recordedEvents(dir, await liveOptions(strategyFolder, live));
  const runs =
    events.length === 0 ? [] : [{ fingerprint: 'bench', firstSeq: 1, lastSeq: events.length }];
  const manifest = { ...parts.manifest, runs };
  await writeCapture(dir, { ...parts, manifest, events }, { overwrite: true });
  return events;
}

async function liveOptions(folder: string, { interventions = [], files = {} }: LiveSide) {
  const overlays: Record<string, string> = {};
  for (const [name, change] of Object.entries(files)) {
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    const changed = change(text);
    if (changed === text) throw new Error(`${name} does not hold what is to be changed`);
    overlays[file] = changed;
  }
  return { interventions, overlays };
}

async function recordedEvents(
  capture: string,
  live: Awaited<ReturnType<typeof liveOptions>>,
): Promise<EventDraft[]> {
  const client = startReplayClient();
  try {
    const { replay, issues } = await client.request('open', { capture, ...live });
    if (replay === null) throw new Error(issues[0]?.message ?? `${capture} cannot be replayed`);
    const events = await client.request('events', { from: 0, count: EVENTS_MAX });
    return events.map((event, index) => ({ ...event, seq: index + 1 }));
  } finally {
    await client.dispose();
  }
}
