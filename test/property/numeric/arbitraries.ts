// What the numeric properties are tried on.
import fc from 'fast-check';
import { ROUNDING_MODES } from '../../../engine/core/numeric/index.js';
import { doubleFromBits } from '../../support/doubles.js';

/** Every bit pattern is as likely as every other: all exponents, subnormals, infinities, many NaN. */
const anyBits = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(doubleFromBits);
const subnormal = fc.bigInt({ min: 0n, max: (1n << 52n) - 1n }).map(doubleFromBits);
const special = fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity, NaN, 5e-324, Number.MAX_VALUE);

export const double = fc.oneof(anyBits, subnormal, special, fc.double());

export const finiteDouble = double.filter(Number.isFinite);

/** Doubles where a rounding to an integer has something to decide: ties, their neighbours, the last fractions. */
const tie = fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((n) => n + 0.5);
const beside = fc
  .tuple(tie, fc.constantFrom(-1, 1))
  .map(([x, side]) => x + side * Math.abs(x) * Number.EPSILON);
const lastFractions = fc.double({ min: 2 ** 50, max: 2 ** 54, noNaN: true });
const ordinary = fc.double({ min: -1e6, max: 1e6, noNaN: true });

export const roundableDouble = fc.oneof(tie, beside, lastFractions, ordinary, finiteDouble);

export const roundingMode = fc.constantFrom(...ROUNDING_MODES);
export const precision = fc.integer({ min: 1, max: 34 });

/** Decimal text as captures carry it: `-123e-4`. */
export const decimalText = fc
  .tuple(
    fc.boolean(),
    fc.oneof(
      fc.bigInt({ min: 0n, max: 999n }),
      fc.bigInt({ min: 0n, max: 10n ** 34n - 1n }),
      fc.constantFrom(1n, 5n, 10n, 25n, 49_999n, 50_000n, 99_999n, 10n ** 33n),
    ),
    fc.integer({ min: -40, max: 40 }),
  )
  .map(([negative, digits, exponent]) => `${negative ? '-' : ''}${String(digits)}e${exponent}`);
