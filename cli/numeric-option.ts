// `--numeric`: a numeric policy as a word.
import {
  DEFAULT_DECIMAL,
  ROUNDING_MODES,
  type NumericPolicy,
  type RoundingMode,
} from '../engine/core/numeric/index.js';
import { CommandError } from './command-error.js';

/** decimal.js and captures go no further. */
const PRECISION_MAX = 34;

/** `binary64`, `decimal` (20 digits, half-up), or `decimal:PRECISION:ROUNDING`. */
export function parseNumeric(text: string): NumericPolicy {
  if (text === 'binary64') return { kind: 'binary64' };
  if (text === 'decimal') return DEFAULT_DECIMAL;
  const [, digits, rounding] = /^decimal:(\d{1,4}):([a-z-]+)$/.exec(text) ?? [];
  if (digits === undefined || rounding === undefined) {
    throw new CommandError(
      `--numeric "${text}" is not a numeric policy.`,
      'write binary64, decimal, or decimal:PRECISION:ROUNDING such as decimal:28:half-even.',
    );
  }
  const precision = Number(digits);
  if (precision < 1 || precision > PRECISION_MAX) {
    throw new CommandError(
      `--numeric: ${digits} significant digits are out of range.`,
      `write a precision from 1 to ${String(PRECISION_MAX)}.`,
    );
  }
  return { kind: 'decimal', precision, rounding: roundingMode(rounding) };
}

function roundingMode(text: string): RoundingMode {
  const found = ROUNDING_MODES.find((mode) => mode === text);
  if (found !== undefined) return found;
  throw new CommandError(
    `--numeric: "${text}" is not a rounding mode.`,
    `write one of ${ROUNDING_MODES.join(', ')}.`,
  );
}

/** The policy as `--numeric` would take it. */
export const numericText = (policy: NumericPolicy): string =>
  policy.kind === 'binary64'
    ? 'binary64'
    : `decimal:${String(policy.precision)}:${policy.rounding}`;
