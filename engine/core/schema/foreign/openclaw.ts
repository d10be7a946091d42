// Files of the openclaw engine, as far as they become a capture: its replay report and its candles. Keys not named
// here are figures that a capture does not hold; other programs may add to their own files, so they are not refused.
import { z } from 'zod';
import type { Parsed } from '../issue.js';
import type { JsonSource } from '../json-source.js';
import { parseWith } from '../parse.js';
import { identifier, symbolName, timestampMs } from '../primitives.js';

const ledgerRow = z.object({
  timestamp: timestampMs,
  symbol: symbolName,
  action: z.enum([
    'OPEN_LONG',
    'OPEN_SHORT',
    'ADD_LONG',
    'ADD_SHORT',
    'REDUCE_LONG',
    'REDUCE_SHORT',
    'CLOSE_LONG',
    'CLOSE_SHORT',
  ]),
  price: z.number(),
  size: z.number(),
  fee: z.number(),
  pnl: z.number(),
  balance: z.number(),
  reason: z.string(),
  reason_code: identifier,
  confidence: identifier,
});

const checkedGate = z.object({
  gate_name: identifier,
  actual_value: z.number(),
  threshold_value: z.number(),
  passed: z.boolean(),
});

const diagnostic = z.object({
  source: z.enum(['indicator-bar-open', 'pyramid', 'indicator-bar-close']),
  timestamp_ms: timestampMs,
  symbol: symbolName,
  signal: z.enum(['BUY', 'SELL']),
  config_fingerprint: z.string(),
  gate_result: z.object({ checked_gates: z.array(checkedGate) }).nullish(),
  indicator_snapshot: z.record(identifier, z.union([z.number(), z.boolean()])).nullish(),
});

const report = z.object({
  config_fingerprint: z.string().min(1),
  initial_balance: z.number().positive(),
  final_balance: z.number(),
  slippage_bps: z.number(),
  trades: z.array(ledgerRow),
  decision_diagnostics: z.array(diagnostic),
});

const candle = z.object({
  t: timestampMs,
  t_close: timestampMs.nullish(),
  o: z.number(),
  h: z.number(),
  l: z.number(),
  c: z.number(),
  v: z.number(),
});
const candles = z.record(symbolName, z.array(candle));

export type OpenclawReport = z.infer<typeof report>;
export type OpenclawRow = z.infer<typeof ledgerRow>;
export type OpenclawDiagnostic = z.infer<typeof diagnostic>;
export type OpenclawCandle = z.infer<typeof candle>;
/** Candles by symbol. */
export type OpenclawCandles = z.infer<typeof candles>;

/** A replay report. Negative zeros survive: JSON.parse keeps them. */
export const parseOpenclawReport = (source: JsonSource): Parsed<OpenclawReport> =>
  parseWith(source, report);

/** A candle file. */
export const parseOpenclawCandles = (source: JsonSource): Parsed<OpenclawCandles> =>
  parseWith(source, candles);
