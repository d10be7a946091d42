// The numeric interface every room computes with: one value type and one policy-bound context.
// Deliberately small: only what can be reproduced bit for bit in every lane (no transcendental functions).

/** How a value that does not fit is rounded; decimal.js's nine modes by their usual names. */
export type RoundingMode =
  | 'up'
  | 'down'
  | 'ceil'
  | 'floor'
  | 'half-up'
  | 'half-down'
  | 'half-even'
  | 'half-ceil'
  | 'half-floor';

export const ROUNDING_MODES: readonly RoundingMode[] = [
  'up',
  'down',
  'ceil',
  'floor',
  'half-up',
  'half-down',
  'half-even',
  'half-ceil',
  'half-floor',
];

/** Numeric policy of a run. It is data in the capture: `decimal` follows decimal.js, `binary64` IEEE-754 doubles. */
export type NumericPolicy =
  | { readonly kind: 'decimal'; readonly precision: number; readonly rounding: RoundingMode }
  | { readonly kind: 'binary64' };

/**
 * Something a numeric operation accepts: a value, an integer or decimal literal, or its text. A `number` has one zero here:
 * its -0 is 0, since lanes that compute whole numbers as such have no other. Values and texts keep the sign.
 */
export type NumLike = Num | number | string;

export const withOneZero = (value: number): number => value + 0;

/**
 * An immutable number under the run's policy. Under `decimal` it is a decimal.js value, so the method names are
 * decimal.js's. Every operation rounds once, as the policy says.
 */
export interface Num {
  add(y: NumLike): Num;
  sub(y: NumLike): Num;
  mul(y: NumLike): Num;
  div(y: NumLike): Num;
  neg(): Num;
  abs(): Num;
  sqrt(): Num;
  /** -1, 0 or 1; NaN when either side is NaN. */
  cmp(y: NumLike): number;
  eq(y: NumLike): boolean;
  lt(y: NumLike): boolean;
  lte(y: NumLike): boolean;
  gt(y: NumLike): boolean;
  gte(y: NumLike): boolean;
  isZero(): boolean;
  isNeg(): boolean;
  isNaN(): boolean;
  isFinite(): boolean;
  /** Towards zero, to an integer. */
  trunc(): Num;
  /** For counters and ordinals only; exact for integers below 2^53. */
  toNumber(): number;
  toString(): string;
}

/**
 * One named rounding in a venue policy.
 * - `none`: the value as it is.
 * - `scaled`: `round(x * 10^scale) / 10^scale`, each operation in the policy's own arithmetic (under binary64 this
 *   can move a value by one ulp, which is the point: it is what engines on doubles do).
 * - `exact`: the exact decimal expansion of x rounded to `scale` fraction digits, then the nearest value of the policy.
 */
export type RoundingStep =
  | { readonly method: 'none' }
  | { readonly method: 'scaled'; readonly scale: number; readonly rounding: RoundingMode }
  | { readonly method: 'exact'; readonly scale: number; readonly rounding: RoundingMode };

/** The policy as a callable context: `num('0.5')` makes a value. Pure: the same call gives the same value. */
export interface Numeric {
  (value: NumLike): Num;
  readonly policy: NumericPolicy;
  readonly zero: Num;
  /** A value from text such as `-12.5e-3`; undefined when the text is not a finite decimal number. */
  parse(text: string): Num | undefined;
  /** Canonical text: shortest that reads back to the same value, `-0` kept. */
  format(value: Num): string;
  is(value: unknown): value is Num;
  /** Equal in every bit: same value and same sign of zero; NaN equals NaN. */
  same(a: Num, b: Num): boolean;
  round(value: Num, step: RoundingStep): Num;
  /**
   * Text for people, without exponent: all digits of the shortest form, or exactly `digits` fraction digits of the
   * exact value, ties to even.
   */
  text(value: Num, digits?: number): string;
}

/** Larger of two values; the second when they are equal. Not defined for NaN. */
export const max = (a: Num, b: Num): Num => (a.gt(b) ? a : b);
/** Smaller of two values; the second when they are equal. Not defined for NaN. */
export const min = (a: Num, b: Num): Num => (a.lt(b) ? a : b);
/** `lo` if x < lo, `hi` if x > hi, else x. */
export const clamp = (x: Num, lo: Num, hi: Num): Num => (x.lt(lo) ? lo : x.gt(hi) ? hi : x);

/** The decimal grammar of captures: sign, digits, fraction, exponent. No hex, no NaN, no infinity, no blanks. */
export const DECIMAL_TEXT = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;
