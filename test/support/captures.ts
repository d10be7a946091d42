// A small valid capture and folders to put it in.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaptureParts, EventDraft } from '../../engine/host/capture/index.js';
import type { BarRecord } from '../../engine/core/schema/index.js';

export const HOUR_MS = 3_600_000;
/** Open time of the small capture's first tick. */
export const START_TS = 1_700_000_000_000 - (1_700_000_000_000 % HOUR_MS);

/** Open time of the small capture's tick `index`. */
export const tickTs = (index: number): number => START_TS + index * HOUR_MS;

const bar = (symbol: string, index: number): BarRecord => ({
  kind: 'bar',
  symbol,
  openTs: tickTs(index),
  closeTs: tickTs(index + 1) - 1,
  open: '100',
  high: '110.5',
  low: '90',
  close: String(100 + index),
  volume: '12',
});

const decision = (seq: number, index: number, action: 'enter' | 'exit'): EventDraft => ({
  seq,
  ts: tickTs(index),
  kind: 'decision',
  symbol: 'BTC',
  action,
  side: 'long',
  reason: action === 'enter' ? 'entry_signal' : 'exit_stop_loss',
  gates: [{ name: 'adx_min', value: '25.5', comparator: '>=', threshold: '20', passed: true }],
  indicators: { adx: '25.5', is_rising: true },
});

const ledger = (seq: number, index: number, action: 'OPEN' | 'CLOSE'): EventDraft => ({
  seq,
  ts: tickTs(index),
  kind: 'ledger',
  symbol: 'BTC',
  action,
  side: 'long',
  reason: action === 'OPEN' ? 'entry_signal' : 'exit_stop_loss',
  price: '101',
  size: '1',
  fee: '0.05',
  pnl: '0',
  balance: action === 'OPEN' ? '9999.95' : '9999.9',
});

/** Two symbols, four hourly ticks, two decisions with their ledger rows. Without issues. */
export const smallParts = (): CaptureParts => ({
  manifest: {
    schemaVersion: 1,
    captureId: 'small',
    origin: { mode: 'live' },
    engine: { name: 'test', version: '1', flags: {} },
    strategy: { entry: 'strategy.ts', codeHash: null, configHash: null, params: {} },
    numeric: { kind: 'decimal', precision: 20, rounding: 'half-up' },
    venue: {
      name: 'test',
      eventTime: 'bar-open',
      fill: { at: 'bar-close', slippageBps: { entry: '0', exit: '0' } },
      fee: { rateBps: '5', base: { entry: 'fill-notional', exit: 'fill-notional' } },
      rounding: {
        price: { method: 'none' },
        notional: { method: 'none' },
        fee: { method: 'none' },
        pnl: { method: 'none' },
        basis: { method: 'none' },
        reducedSize: { method: 'none' },
        balance: { method: 'none' },
      },
      balance: { onExit: 'net-then-add' },
      reduce: { remainder: 'subtract' },
      basis: { minSize: '0' },
      instruments: {},
    },
    symbols: ['BTC', 'ETH'],
    intervalMs: HOUR_MS,
    window: { fromTs: tickTs(0), toTs: tickTs(3), end: 'cut' },
    coverage: {
      kinds: ['decision', 'ledger'],
      decisions: [{ action: 'enter' }, { action: 'exit' }],
    },
    runs: [{ fingerprint: 'one', firstSeq: 1, lastSeq: 4 }],
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
  bars: [0, 1, 2, 3].flatMap((index) => [bar('BTC', index), bar('ETH', index)]),
  events: [
    decision(1, 1, 'enter'),
    ledger(2, 1, 'OPEN'),
    decision(3, 2, 'exit'),
    ledger(4, 2, 'CLOSE'),
  ],
});

/** A folder that is removed afterwards. */
export async function withTempDir<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(join(tmpdir(), 'lockstep-test-'));
  try {
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Bytes of every file of a folder, by name. */
export async function folderBytes(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(dir, name), 'latin1')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}
