// Arithmetic of the search itself: exact enough to find a value, which the run then has to confirm bit for bit. Nothing
// computed here is ever compared; it only proposes.
import { createNumeric, type Num, type Numeric } from '../numeric/index.js';

/** The widest decimals there are. */
export const solver: Numeric = createNumeric({
  kind: 'decimal',
  precision: 34,
  rounding: 'half-even',
});

/** Fraction digits tried when a solved value may have been written by a person. */
const DIGITS_MAX = 8;

/**
 * A value as it may have been meant: with few fraction digits first, then as solved, in the run's own numbers. `loose`:
 * the value was solved from a rounded number, so that a reading of few digits need not be near it.
 */
export function readings(
  num: Numeric,
  value: Num,
  how: 'near' | 'loose' = 'near',
): readonly string[] {
  const texts: string[] = [];
  const add = (text: string): void => {
    const bound = num.parse(text);
    if (bound === undefined) return;
    const own = num.format(bound);
    if (!texts.includes(own)) texts.push(own);
  };
  for (let digits = 0; digits <= DIGITS_MAX; digits += 1) {
    const rounded = solver.round(value, { method: 'exact', scale: digits, rounding: 'half-even' });
    // Far from the solved value it is another number, not a reading of it.
    if (how === 'loose' || isNear(rounded, value)) add(solver.format(rounded));
  }
  add(solver.format(value));
  return texts;
}

const NEAR = '1e-6';

function isNear(a: Num, b: Num): boolean {
  if (b.isZero()) return a.isZero();
  return a.sub(b).abs().lte(b.abs().mul(NEAR)) || a.sub(b).abs().lte('1e-9');
}

export const solve = (text: string): Num => solver(text);

/** Relative distance of two texts; undefined where it has none. */
export function distance(a: string | null, b: string | null): number | undefined {
  if (a === null || b === null) return undefined;
  const [x, y] = [solver.parse(a), solver.parse(b)];
  if (x === undefined || y === undefined) return undefined;
  if (x.eq(y)) return 0;
  const size = x.abs().gt(y.abs()) ? x.abs() : y.abs();
  return x.sub(y).abs().div(size).toNumber();
}
