// The small shapes every capture file is made of. Numbers that trade are decimal text, never JSON numbers:
// a JSON number passes through whatever the reader's language makes of it.
import { z } from 'zod';
import { SCHEMA_VERSION } from './version.js';
import { DECIMAL_TEXT, ROUNDING_MODES, type RoundingMode } from '../numeric/index.js';

export { SCHEMA_VERSION };
export const schemaVersion = z.literal(SCHEMA_VERSION);
export const decimalText = z
  .string()
  .regex(
    DECIMAL_TEXT,
    'expected a decimal number as text, such as "0.1"; NaN and infinities have no place in a capture',
  )
  // Every numeric policy must be able to read every number. The word Infinity is the pattern's to report.
  .refine(
    (text) => Math.abs(Number(text)) !== Infinity || text.endsWith('Infinity'),
    'expected a number below 1.8e308 in size; a double holds no larger one',
  )
  .meta({ description: 'A decimal number as text, exact in every language' });
export const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits');
/** Integer milliseconds since the epoch, UTC. The bounds catch seconds and microseconds passed by mistake. */
export const timestampMs = z
  .int()
  .min(100_000_000_000, 'expected milliseconds since the epoch; this looks like seconds')
  .max(100_000_000_000_000, 'expected milliseconds since the epoch; this looks like microseconds');
export const sequenceNumber = z.int().positive();
export const symbolName = z
  .string()
  .regex(/^[A-Za-z0-9_.:/@-]{1,64}$/, 'expected a symbol such as BTC or BTC/USDT:USDT');
export const identifier = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_.-]{0,99}$/, 'expected an identifier such as exit_stop_loss');
export const side = z.enum(['long', 'short']);
export const roundingMode = z.enum(ROUNDING_MODES as [RoundingMode, ...RoundingMode[]]);

export const numericPolicy = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('decimal'),
    precision: z.int().min(1).max(34),
    rounding: roundingMode,
  }),
  z.strictObject({ kind: z.literal('binary64') }),
]);

export const fractionDigits = z.int().min(0).max(30);
export const roundingStep = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('none') }),
  z.strictObject({ method: z.literal('scaled'), scale: fractionDigits, rounding: roundingMode }),
  z.strictObject({ method: z.literal('exact'), scale: fractionDigits, rounding: roundingMode }),
]);

/** Any JSON value; used where a strategy decides the shape (its params and its own state). */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export const json: z.ZodType<Json> = z.json();
