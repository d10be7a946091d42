// The bench bot with the example workspace's market: a capture that trades often, ready to be recorded.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BarRecord, Json, VenuePolicy } from '../../engine/core/schema/index.js';
import { EXAMPLE_CAPTURE } from './builds.js';
import { COVERAGES, recordCapture, type RecordedParts } from './recording.js';
import { seededRandom, type SeededRandom } from './seeded-random.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';

export const BOT_FOLDER = fileURLToPath(
  new URL('../fixtures/strategies/bench-bot/', import.meta.url),
);
export const BOT_ENTRY = `${BOT_FOLDER}index.ts`;
const HOUR_MS = 3_600_000;

/** A venue with every rounding somewhere, as real ones have. */
export const BOT_VENUE: VenuePolicy = {
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
  instruments: {
    BTC: { tickSize: '0.1', lotSize: '0.00001', minNotional: '10' },
    ETH: { tickSize: '0.01', lotSize: '0.0001', minNotional: '10' },
    SOL: { tickSize: '0.001', lotSize: '0.01', minNotional: '10' },
  },
};

let exampleBars: readonly BarRecord[] | null = null;

/** Bars of three symbols over 600 hours, from the repository's own example. */
export function botBars(): readonly BarRecord[] {
  exampleBars ??= readFileSync(`${EXAMPLE_CAPTURE}/market.jsonl`, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as BarRecord);
  return exampleBars;
}

/** The bot's capture before anything was recorded: no events yet. */
export function botParts(params: Json = {}): RecordedParts {
  const bars = botBars();
  return {
    manifest: {
      schemaVersion: 1,
      captureId: 'bench-bot',
      origin: { mode: 'live' },
      engine: { name: 'bench', version: '1', flags: {} },
      strategy: { entry: BOT_ENTRY, codeHash: null, configHash: null, params },
      numeric: { kind: 'decimal', precision: 20, rounding: 'half-up' },
      venue: BOT_VENUE,
      symbols: ['BTC', 'ETH', 'SOL'],
      intervalMs: HOUR_MS,
      window: { fromTs: bars[0]?.openTs ?? 0, toTs: bars.at(-1)?.openTs ?? 0, end: 'cut' },
      coverage: COVERAGES.everything,
      runs: [],
    },
    snapshot: {
      schemaVersion: 1,
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
}

/** Params that trade, drawn over the whole tree. */
export function randomBotParams(random: SeededRandom): Json {
  const tenth = (low: number, high: number): string => String(random.int(low, high) / 10);
  return {
    indicators: {
      ema_fast: random.int(3, 8),
      ema_slow: random.int(10, 24),
      ema_seed: random.pick(['first-value', 'simple-mean']),
      atr: random.int(7, 20),
      adx: random.int(7, 16),
      adx_seed: random.pick(['running-mean', 'mean-of-first-window']),
      rsi: random.int(6, 16),
      warmup: random.int(0, 30),
    },
    entry: {
      side: random.pick(['both', 'both', 'both', 'long', 'short']),
      adx_min: tenth(80, 200),
      confirm_bars: random.int(1, 4),
      cooldown_minutes: random.int(0, 6) * 60,
      max_positions: random.int(1, 3),
      max_entries_per_tick: random.int(1, 3),
    },
    size: { allocation_pct: String(random.int(3, 15) / 100) },
    add: {
      enabled: random.chance(0.8),
      max: random.int(1, 3),
      cooldown_minutes: random.int(0, 4) * 60,
      min_profit_atr: tenth(0, 8),
    },
    exit: {
      stop_atr: tenth(8, 20),
      partial: random.chance(0.8),
      partial_atr: tenth(6, 14),
      target_atr: tenth(16, 32),
      trailing: random.chance(0.8),
      on_cross: random.chance(0.8),
    },
  };
}

/** Shortest recorded window: long enough that some of them trade, short enough that some do little. */
const WINDOW_TICKS_MIN = 40;
const COVERAGE_NAMES = ['ledger', 'orders', 'actions', 'decisions', 'everything'] as const;

export interface FaithfulCapture {
  readonly parts: RecordedParts;
  /** What was drawn, for the message of a failing check. */
  readonly drawn: string;
}

/**
 * A recording that the bot itself replays to parity, whatever the seed: random params, numbers, order fills, coverage,
 * and a window that may begin in the middle. Windows in which nothing was recorded are drawn again.
 */
export async function faithfulCapture(
  client: ReplayClient,
  seed: number,
): Promise<FaithfulCapture> {
  const random = seededRandom(seed);
  for (;;) {
    const params = randomBotParams(random);
    const total = botBars().length / BOT_VENUE_SYMBOLS;
    const ticks = random.int(WINDOW_TICKS_MIN, total / 2);
    const first = random.chance(0.3) ? 0 : random.int(1, total - ticks);
    const coverageName = random.pick(COVERAGE_NAMES);
    const isBinary = random.chance(0.4);
    const fillAt: VenuePolicy['fill']['at'] = random.chance(0.25) ? 'next-bar-open' : 'bar-close';
    const parts = botParts(params);
    const { manifest } = parts;
    const venue: VenuePolicy = { ...BOT_VENUE, fill: { ...BOT_VENUE.fill, at: fillAt } };
    const numeric = isBinary ? ({ kind: 'binary64' } as const) : manifest.numeric;
    const recorded = await recordCapture({
      client,
      base: { ...parts, manifest: { ...manifest, numeric, venue } },
      coverage: COVERAGES[coverageName],
      window: { first, ticks },
      decisionBars: random.chance(0.5),
      ...(random.chance(0.3) && { checkpointsEvery: random.int(5, 40) }),
    });
    if (recorded.events.some(({ kind }) => kind === 'ledger')) {
      const choices = { first, ticks, coverage: coverageName, numeric, fillAt, params };
      return { parts: recorded, drawn: `seed ${String(seed)}: ${JSON.stringify(choices)}` };
    }
  }
}

const BOT_VENUE_SYMBOLS = Object.keys(BOT_VENUE.instruments).length;
