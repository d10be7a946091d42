// The engine's replay report, as far as it becomes a capture. Keys not named here are figures we recompute or ignore.
import { z } from 'zod';
import {
  identifier,
  parseWith,
  symbolName,
  timestampMs,
  type Parsed,
} from '../../../core/schema/index.js';
import type { NamedText } from '../foreign-file.js';

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

export type Report = z.infer<typeof report>;
export type ReportRow = z.infer<typeof ledgerRow>;
export type Diagnostic = z.infer<typeof diagnostic>;

/** Reads a report file. Negative zeros survive: JSON.parse keeps them. */
export const readReport = (source: NamedText): Parsed<Report> => parseWith(source, report);
