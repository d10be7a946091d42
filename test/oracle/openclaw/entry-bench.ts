// One crafted bar of one symbol, from gates to a candidate or a conclusion.
import assert from 'node:assert/strict';
import type { Candidate } from '../../../examples/workspace/strategies/openclaw/candidates.js';
import { stepSymbol } from '../../../examples/workspace/strategies/openclaw/symbol-bar.js';
import { createBench, num, type Bench, type BenchInput } from './rules-bench.js';

// Everything off that could stand between a signal and a candidate.
export const OPEN_FILTERS = {
  enable_ranging_filter: false,
  enable_anomaly_filter: false,
  enable_extension_filter: false,
  require_adx_rising: false,
  use_stoch_rsi_filter: false,
  require_btc_alignment: false,
};
export const OPEN_TRADE = {
  entry_min_confidence: 'low',
  enable_ssf_filter: false,
  enable_reef_filter: false,
  reentry_cooldown_minutes: 0,
};

export interface EntryCase {
  readonly name: string;
  readonly bar?: BenchInput['snapshot'];
  readonly trade?: Readonly<Record<string, unknown>>;
  readonly filters?: Readonly<Record<string, unknown>>;
  readonly entry?: Readonly<Record<string, unknown>>;
  readonly thresholds?: Readonly<Record<string, unknown>>;
  readonly regime?: Readonly<Record<string, unknown>>;
  readonly breadth?: number;
  readonly leader?: BenchInput['leader'];
  readonly symbol?: string;
  readonly position?: NonNullable<BenchInput['positions']>[string];
  readonly prepare?: (bench: Bench) => void;
  /** `candidate SIDE CONFIDENCE THRESHOLD`, or what the bar concluded. */
  readonly expect: string;
}

/** RSI 60 passes the long limit of at most 56; the histogram rises from 3 to 4. */
export const BUY = { rsi: 60 } as const;
export const SELL = { rsi: 40, close: 97, emaFast: 98, macdHist: 2 } as const;

/** Plays one crafted bar of one symbol and compares what it concludes. */
export function checkEntry(example: EntryCase): void {
  const { trade, filters, entry = {}, thresholds = {}, regime = {}, symbol = 'ETH' } = example;
  const bench = createBench({
    symbols: [symbol],
    params: {
      trade: { ...OPEN_TRADE, ...trade },
      filters: { ...OPEN_FILTERS, ...filters },
      market_regime: regime,
      thresholds: { entry, ...thresholds },
    },
    snapshot: example.bar ?? {},
    ...(example.position && { positions: { [symbol]: example.position } }),
    ...(example.breadth !== undefined && { breadth: example.breadth }),
    ...(example.leader && { leader: example.leader }),
  });
  example.prepare?.(bench);
  const candidates: Candidate[] = [];
  stepSymbol(bench.m, candidates);
  const found = candidates.map(
    ({ side, confidence, adxThreshold }) =>
      `candidate ${side} ${confidence} ${num.format(adxThreshold)}`,
  );
  assert.equal([...bench.calls, ...found].join('; '), example.expect, bench.gates.join('\n'));
}
