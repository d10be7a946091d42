// Exact comparison of decimal texts, whatever the numeric policy of the capture: a file is right or wrong by itself.
import { createNumeric, DEFAULT_DECIMAL } from '../../core/numeric/index.js';

const exact = createNumeric(DEFAULT_DECIMAL);

/** -1, 0 or 1. Both texts must be decimal numbers. */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0;
  const x = Number(a);
  const y = Number(b);
  // Reading a double keeps the order; only equal doubles may hide different numbers.
  if (x !== y) return x < y ? -1 : 1;
  return exact(a).cmp(b);
}
