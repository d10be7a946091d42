// A capture small enough to be written by hand: 24 ticks of one symbol that rises by one a tick, and one trade.
import path from 'node:path';
import {
  writeCapture,
  type CaptureParts,
  type EventDraft,
} from '../../engine/host/capture/index.js';
import type { BarRecord, VenuePolicy } from '../../engine/core/schema/index.js';
import { ROOT } from './lockstep.js';

export const STRATEGIES = path.join(ROOT, 'test', 'fixtures', 'strategies');
export const FIRST_TS = 1_700_000_000_000;
export const STEP_MS = 60_000;
export const TICKS = 24;
const FIRST_PRICE = 95;

const none = { method: 'none' } as const;
const VENUE: VenuePolicy = {
  name: 'test',
  eventTime: 'bar-open',
  fill: { at: 'bar-close', slippageBps: { entry: '0', exit: '0' } },
  fee: { rateBps: '10', base: { entry: 'fill-notional', exit: 'fill-notional' } },
  rounding: {
    price: none,
    notional: none,
    fee: none,
    pnl: none,
    basis: none,
    reducedSize: none,
    balance: none,
  },
  balance: { onExit: 'net-then-add' },
  reduce: { remainder: 'subtract' },
  basis: { minSize: '0' },
  instruments: {},
};

const tsOf = (tick: number): number => FIRST_TS + tick * STEP_MS;

export const BARS = Array.from({ length: TICKS }, (_, tick): BarRecord => {
  const close = String(FIRST_PRICE + tick);
  return {
    kind: 'bar',
    symbol: 'BTC',
    openTs: tsOf(tick),
    closeTs: tsOf(tick) + STEP_MS - 1,
    open: close,
    high: close,
    low: close,
    close,
    volume: '1',
  };
});

/** 101 is the first close above 100, in tick 6; 111 the first above 110, in tick 16. */
const ENTRY = { ts: tsOf(6), symbol: 'BTC', side: 'long', reason: 'go' } as const;
const EXIT = { ts: tsOf(16), symbol: 'BTC', side: 'long', reason: 'done' } as const;

/** What live did, worked out by hand: one unit, a fee of 10 basis points of the notional on each side. */
export const LIVE: readonly EventDraft[] = [
  {
    ...ENTRY,
    seq: 1,
    kind: 'decision',
    action: 'enter',
    gates: [{ name: 'enter_above', value: '101', comparator: '>', threshold: '100', passed: true }],
    indicators: {},
  },
  {
    ...ENTRY,
    seq: 2,
    kind: 'ledger',
    action: 'OPEN',
    price: '101',
    size: '1',
    fee: '0.101',
    pnl: '0',
    balance: '999.899',
  },
  { ...EXIT, seq: 3, kind: 'decision', action: 'exit', gates: [], indicators: {} },
  {
    ...EXIT,
    seq: 4,
    kind: 'ledger',
    action: 'CLOSE',
    price: '111',
    size: '1',
    fee: '0.111',
    pnl: '10',
    balance: '1009.788',
  },
];

/** The parts of the capture; tests change what they are about. */
export function smallCapture(strategy = 'one-trade'): CaptureParts & { events: EventDraft[] } {
  return {
    manifest: {
      schemaVersion: 1,
      captureId: 'small',
      origin: { mode: 'live' },
      engine: { name: 'test', version: null, flags: {} },
      strategy: {
        entry: path.join(STRATEGIES, `${strategy}.ts`),
        codeHash: null,
        configHash: null,
        params: {},
      },
      numeric: { kind: 'decimal', precision: 20, rounding: 'half-up' },
      venue: VENUE,
      symbols: ['BTC'],
      intervalMs: STEP_MS,
      window: { fromTs: tsOf(0), toTs: tsOf(TICKS - 1), end: 'cut' },
      coverage: {
        kinds: ['decision', 'ledger'],
        decisions: [{ action: 'enter' }, { action: 'exit' }],
      },
      runs: [{ fingerprint: 'test', firstSeq: 1, lastSeq: LIVE.length }],
    },
    snapshot: {
      schemaVersion: 1,
      cursor: { seq: 0, lastTickTs: null, lastBarTs: {} },
      account: { balance: '1000' },
      positions: {},
      orders: [],
      counters: { nextOrderId: 1, ticks: 0 },
      lastClose: {},
      strategy: null,
    },
    bars: BARS,
    events: [...LIVE],
  };
}

/** Writes a capture and gives its folder. */
export async function writeSmall(
  dir: string,
  name: string,
  parts: CaptureParts = smallCapture(),
): Promise<string> {
  const folder = path.join(dir, name);
  await writeCapture(folder, parts);
  return folder;
}

/** The small capture with another fee rate in its manifest than live was charged. */
export async function wrongFee(dir: string, name: string): Promise<string> {
  const parts = smallCapture();
  const { venue } = parts.manifest;
  const fee = { ...venue.fee, rateBps: '12' };
  return writeSmall(dir, name, {
    ...parts,
    manifest: { ...parts.manifest, venue: { ...venue, fee } },
  });
}
