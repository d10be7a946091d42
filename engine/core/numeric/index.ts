// Numbers: policies, rounding, and the value type of every lane.
import { createBinary64 } from './binary64.js';
import { createDecimal } from './decimal.js';
import type { Numeric, NumericPolicy } from './numeric.js';

export * from './numeric.js';
export { doubleOf, formatDouble } from './binary64.js';

/** Binds the numeric interface to a policy. */
export function createNumeric(policy: NumericPolicy): Numeric {
  return policy.kind === 'decimal' ? createDecimal(policy) : createBinary64();
}

/** decimal.js's own defaults: 20 significant digits, half-up. */
export const DEFAULT_DECIMAL: NumericPolicy = {
  kind: 'decimal',
  precision: 20,
  rounding: 'half-up',
};
