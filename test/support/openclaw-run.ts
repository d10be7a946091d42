// A small run of the openclaw engine as its three files, to be changed by tests. Values are plausible, not computed.
import { configFingerprint, readConfig } from '../../engine/host/importers/openclaw/index.js';
import type { OpenclawTexts } from '../../engine/host/importers/openclaw/index.js';
import { HOUR_MS, tickTs } from './captures.js';

export interface FakeRow {
  timestamp: number;
  symbol: string;
  action: string;
  price: number;
  size: number;
  fee: number;
  pnl: number;
  balance: number;
  reason: string;
  reason_code: string;
  confidence: string;
}
export interface FakeStep {
  timestamp_ms: number;
  symbol: string;
  source: string;
  signal: string;
  config_fingerprint: string;
  gate_result?: unknown;
  indicator_snapshot?: unknown;
}
export interface FakeCandle {
  t: number;
  t_close?: number;
  n?: number;
  o: number;
  h: number;
  l: number;
  c: number;
  v: number;
}
export interface FakePosition {
  symbol: string;
  side: string;
  size: number;
  entry_price: number;
  entry_atr: number;
  trailing_sl: number | null;
  confidence: string;
  leverage: number;
  margin_used: number;
  adds_count: number;
  tp1_taken: boolean;
  open_time_ms: number;
  last_add_time_ms: number;
  entry_adx_threshold: number;
}
export interface FakeInitState {
  version: number;
  exported_at_ms: number;
  balance: number;
  positions: FakePosition[];
  runtime?: {
    entry_attempt_ms_by_symbol?: Record<string, number>;
    exit_attempt_ms_by_symbol?: Record<string, number>;
  };
}
export interface FakeRun {
  config: string;
  report: {
    config_fingerprint: string;
    initial_balance: number;
    final_balance: number;
    slippage_bps: number;
    trades: FakeRow[];
    decision_diagnostics: FakeStep[];
  };
  candles: Record<string, FakeCandle[]>;
}

/** The engine's own fingerprint of a configuration text; empty when it cannot be read. */
export function fingerprintOf(config: string): string {
  const { value } = readConfig({ file: 'config.yaml', text: config });
  return value ? configFingerprint(value) : '';
}

export const candle = (index: number): FakeCandle => ({
  t: tickTs(index),
  t_close: tickTs(index + 1) - 1,
  n: 5,
  o: 100,
  h: 101.5,
  l: 99,
  c: 100.25,
  v: 7,
});

export const step = (index: number, symbol: string, changes: Partial<FakeStep> = {}): FakeStep => ({
  timestamp_ms: tickTs(index),
  symbol,
  source: 'indicator-bar-open',
  signal: 'BUY',
  config_fingerprint: fingerprintOf(CONFIG),
  ...changes,
});

export const row = (index: number, symbol: string, changes: Partial<FakeRow> = {}): FakeRow => ({
  timestamp: tickTs(index),
  symbol,
  action: 'OPEN_LONG',
  price: 100.25,
  size: 0.1,
  fee: 0.35,
  pnl: 0,
  balance: 9999.65,
  reason: 'Medium entry',
  reason_code: 'entry_signal',
  confidence: 'medium',
  ...changes,
});

const CONFIG = 'global:\n  trade:\n    slippage_bps: 2.0\n';

/** BTC opens on the second of four hours and closes on the third; ETH is never traded. */
export const fakeRun = (): FakeRun => ({
  config: CONFIG,
  report: {
    config_fingerprint: fingerprintOf(CONFIG),
    initial_balance: 10_000,
    final_balance: 9999.3,
    slippage_bps: 2,
    trades: [
      row(1, 'BTC'),
      row(2, 'BTC', {
        action: 'CLOSE_LONG',
        reason: 'Stop Loss',
        reason_code: 'exit_stop_loss',
        balance: 9999.3,
      }),
    ],
    decision_diagnostics: [step(1, 'BTC')],
  },
  candles: { ETH: [0, 1, 2, 3].map(candle), BTC: [0, 1, 2, 3].map(candle) },
});

/** A long of BTC that was opened an hour before the first candle, and added to. */
export const fakeInitState = (): FakeInitState => ({
  version: 2,
  exported_at_ms: tickTs(1),
  balance: 10_000,
  positions: [
    {
      ...{ symbol: 'BTC', side: 'long', size: 0.1, entry_price: 99.5, entry_atr: 1.5 },
      ...{ trailing_sl: 98.25, confidence: 'high', leverage: 5, margin_used: 2, adds_count: 1 },
      ...{ tp1_taken: true, open_time_ms: tickTs(-1), last_add_time_ms: tickTs(0) },
      entry_adx_threshold: 22,
    },
  ],
  runtime: {
    entry_attempt_ms_by_symbol: { BTC: tickTs(0) },
    exit_attempt_ms_by_symbol: { ETH: tickTs(0) },
  },
});

/** The rest of a run that began from the init state: its long is closed on the third hour. */
export const fakeSeededRun = (): FakeRun => {
  const run = fakeRun();
  run.report.trades.shift();
  run.report.decision_diagnostics = [];
  return run;
};

/** The texts of a run. */
export const textsOf = ({ config, report, candles }: FakeRun): OpenclawTexts => ({
  report: { file: 'report.json', text: JSON.stringify(report, null, 1) },
  candles: { file: 'candles.json', text: JSON.stringify(candles, null, 1) },
  config: { file: 'config.yaml', text: config },
});

export { HOUR_MS, tickTs };
