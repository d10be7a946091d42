// Rational numbers and their rounding in whole numbers only: the independent judge of both numeric policies.
import type { RoundingMode } from '../../engine/core/numeric/index.js';
import { partsOf } from './doubles.js';

/** `numerator / denominator`, denominator above zero. Zero has no sign here. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const power = (base: bigint, exponent: number): bigint => base ** BigInt(exponent);
const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

export function rationalOfDouble(x: number): Rational {
  const { negative, mantissa, exponent } = partsOf(x);
  const signed = negative ? -mantissa : mantissa;
  return exponent >= 0
    ? { numerator: signed * power(2n, exponent), denominator: 1n }
    : { numerator: signed, denominator: power(2n, -exponent) };
}

/** From digits and exponent, such as `-123e-4`. */
export function rationalOfText(text: string): Rational {
  const [digits = '0', exponent = '0'] = text.split('e');
  return scaleByTen({ numerator: BigInt(digits), denominator: 1n }, Number(exponent));
}

/** `x * 10^exponent`. */
export function scaleByTen(x: Rational, exponent: number): Rational {
  return exponent >= 0
    ? { numerator: x.numerator * power(10n, exponent), denominator: x.denominator }
    : { numerator: x.numerator, denominator: x.denominator * power(10n, -exponent) };
}

/** To an integer by the definition of each mode. */
export function roundToInteger(x: Rational, mode: RoundingMode): bigint {
  const size = magnitude(x.numerator);
  const whole = size / x.denominator;
  const twice = (size % x.denominator) * 2n;
  const negative = x.numerator < 0n;
  const rounded =
    whole + (movesAway({ whole, twice, one: x.denominator, negative }, mode) ? 1n : 0n);
  return negative ? -rounded : rounded;
}

/** A magnitude between two integers; `twice / one` is twice its fraction. */
interface Between {
  readonly whole: bigint;
  readonly twice: bigint;
  readonly one: bigint;
  readonly negative: boolean;
}

/** How each mode sees a value above an integer's magnitude: away from zero or not. `half` modes only on a tie. */
const AWAY: Readonly<Record<RoundingMode, (x: Between) => boolean>> = {
  up: () => true,
  down: () => false,
  ceil: (x) => !x.negative,
  floor: (x) => x.negative,
  'half-up': () => true,
  'half-down': () => false,
  'half-even': (x) => x.whole % 2n === 1n,
  'half-ceil': (x) => !x.negative,
  'half-floor': (x) => x.negative,
};

function movesAway(x: Between, mode: RoundingMode): boolean {
  if (x.twice === 0n) return false;
  if (mode.startsWith('half') && x.twice !== x.one) return x.twice > x.one;
  return AWAY[mode](x);
}

/** How a number of significant digits is reached. */
export interface Significance {
  readonly precision: number;
  readonly rounding: RoundingMode;
}

/** Rounds to significant digits; decimal text of the result, `0` for zero whatever its sign. */
export function roundToDigits(x: Rational, to: Significance): string {
  if (x.numerator === 0n) return '0';
  const digitsOf = (n: bigint): number => magnitude(n).toString().length;
  // The quotient's first digit is at this exponent or one below.
  let exponent = digitsOf(x.numerator) - digitsOf(x.denominator) - to.precision;
  const limit = power(10n, to.precision);
  const scaled = scaleByTen(x, -exponent);
  if (magnitude(scaled.numerator) >= limit * scaled.denominator) exponent += 1;
  return `${String(roundToInteger(scaleByTen(x, -exponent), to.rounding))}e${exponent}`;
}
