// The openclaw engine's snapshot of a live account, from which a replay may start: version 2 of its "init state". It
// lists positions and last order attempts only; what else a start needs is the importer's to assume and to say.
import { z } from 'zod';
import type { Parsed } from '../issue.js';
import type { JsonSource } from '../json-source.js';
import { parseWith } from '../parse.js';
import { side, symbolName, timestampMs } from '../primitives.js';

/** The one version this reader knows. */
export const OPENCLAW_INIT_STATE_VERSION = 2;

const position = z.object({
  symbol: symbolName,
  side,
  size: z.number().positive(),
  entry_price: z.number().positive(),
  entry_atr: z.number().nonnegative(),
  trailing_sl: z.number().positive().nullable(),
  confidence: z.enum(['low', 'medium', 'high']),
  leverage: z.number().positive(),
  margin_used: z.number().nonnegative(),
  adds_count: z.int().nonnegative(),
  tp1_taken: z.boolean(),
  open_time_ms: timestampMs,
  /** 0: never since the opening. */
  last_add_time_ms: z.union([z.literal(0), timestampMs]),
  entry_adx_threshold: z.number().nonnegative(),
});

const attempts = z.record(symbolName, timestampMs);

const initState = z.object({
  version: z.literal(OPENCLAW_INIT_STATE_VERSION),
  exported_at_ms: timestampMs,
  balance: z.number().positive(),
  positions: z.array(position),
  runtime: z
    .object({
      entry_attempt_ms_by_symbol: attempts.nullish(),
      exit_attempt_ms_by_symbol: attempts.nullish(),
    })
    .nullish(),
});

export type OpenclawInitState = z.infer<typeof initState>;
export type OpenclawInitPosition = z.infer<typeof position>;

/** An init state file. */
export const parseOpenclawInitState = (source: JsonSource): Parsed<OpenclawInitState> =>
  parseWith(source, initState);
