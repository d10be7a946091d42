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
  type EventRecord,
  type Intervention,
  type ReplayClient,
  type Snapshot,
} from '../engine/index.js';

/** Live's run as it differs from the replay's; empty: it does not. */
export interface LiveSide {
  /** What it started from and ran on, where that is not the capture's. */
  readonly parts?: Partial<Pick<CaptureParts, 'manifest' | 'snapshot'>>;
  readonly bars?: readonly BarRecord[];
  /** What its venue did. */
  readonly interventions?: readonly Intervention[];
  /** Text of strategy files, by name in the strategy's folder. */
  readonly files?: Readonly<Record<string, (text: string) => string>>;
}

export interface BotCapture {
  readonly parts: CaptureParts;
  readonly bars: readonly BarRecord[];
  readonly strategyFolder: string;
  /** Ticks between two recorded states; null: none is recorded, nor the bars of decisions. */
  readonly statesEvery: number | null;
}

interface Wanted {
  readonly ticks: number;
  readonly coverage: Coverage;
  readonly statesEvery: number | null;
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
export async function botCapture(
  root: string,
  { ticks, coverage, statesEvery }: Wanted,
): Promise<BotCapture> {
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
  return { parts, bars, strategyFolder, statesEvery };
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
  bot: BotCapture,
  live: LiveSide = {},
): Promise<readonly EventDraft[]> {
  const { parts } = bot;
  const bars = live.bars ?? bot.bars;
  await writeCapture(dir, { ...parts, ...live.parts, bars }, { overwrite: true });
  const recorder = await Recorder.open(dir, await liveOptions(bot.strategyFolder, live));
  let events: readonly EventDraft[];
  try {
    events = await recorder.record(bot.statesEvery, bars);
  } finally {
    await recorder.dispose();
  }
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

/** Plays a live recorder: a replay's events with the bars of its decisions and its states in between. */
class Recorder {
  private constructor(
    private readonly client: ReplayClient,
    private readonly tickTs: readonly number[],
  ) {}

  static async open(capture: string, live: Awaited<ReturnType<typeof liveOptions>>) {
    const client = startReplayClient();
    const { replay, issues } = await client.request('open', { capture, ...live });
    if (replay !== null) return new Recorder(client, replay.tickTs);
    await client.dispose();
    throw new Error(issues[0]?.message ?? `${capture} cannot be replayed`);
  }

  async record(every: number | null, bars: readonly BarRecord[]): Promise<readonly EventDraft[]> {
    const events = await this.client.request('events', { from: 0, count: EVENTS_MAX });
    const drafts: Unnumbered[] = every === null ? [...events] : withBars(events, bars);
    for (let done = every ?? Infinity; done < this.tickTs.length; done += every ?? Infinity) {
      const ts = this.tickTs[done] ?? Infinity;
      const at = drafts.findIndex((event) => event.ts >= ts);
      drafts.splice(at < 0 ? drafts.length : at, 0, await this.stateAfter(done));
    }
    return drafts.map((event, index) => ({ ...event, seq: index + 1 }));
  }

  private async stateAfter(ticks: number): Promise<Unnumbered> {
    const text = await this.client.request('snapshot', { ticks });
    const { account, positions, orders, strategy, cursor } = JSON.parse(text) as Snapshot;
    const { lastTickTs } = cursor;
    const state = { account, positions, orders, strategy };
    return { kind: 'checkpoint', ts: this.tickTs[ticks - 1] ?? 0, lastTickTs, state };
  }

  dispose(): Promise<void> {
    return this.client.dispose();
  }
}

type Unnumbered = EventDraft extends infer E ? (E extends unknown ? Omit<E, 'seq'> : never) : never;

function withBars(events: readonly EventRecord[], bars: readonly BarRecord[]): Unnumbered[] {
  const keyOf = (symbol: string, ts: number): string => `${symbol} ${String(ts)}`;
  const table = new Map(bars.map((bar) => [keyOf(bar.symbol, bar.openTs), bar]));
  return events.map((event): Unnumbered => {
    const bar = event.kind === 'decision' ? table.get(keyOf(event.symbol, event.ts)) : undefined;
    if (event.kind !== 'decision' || bar === undefined) return event;
    const { openTs, open, high, low, close, volume } = bar;
    return { ...event, bar: { openTs, open, high, low, close, volume } };
  });
}
