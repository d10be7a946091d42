// Number cells: how all lanes keep numbers in memory, as little-endian words of 32 bits. A value has exactly one cell, so
// equal words are equal values.
// - binary64: the double's low word, then its high word; a NaN always as 0x7ff80000_00000000.
// - decimal: a header (bit 31 sign, bits 29 and 30 kind, bits 0 to 15 limb exponent + 32768 of a finite number), then limbs
//   in base 1e8, most significant first, the first not zero. Value = sign * sum(limb[i] * 1e8^(exponent - i)).

export const BINARY64_WORDS = 2;

export const LIMB_DIGITS = 8;

export const EXPONENT_BIAS = 32_768;
export const EXPONENT_MIN = -32_768;
export const EXPONENT_MAX = 32_767;

/** Bits of a header. Zeros and infinities have a sign, NaN has none. */
export const SIGN_BIT = 0x8000_0000;
export const KIND_BITS = 0x6000_0000;
export const EXPONENT_BITS = 0xffff;
export const KIND = {
  zero: 0,
  finite: 0x2000_0000,
  infinite: 0x4000_0000,
  nan: 0x6000_0000,
} as const;

/** Sizes that the arithmetic is compiled for: 25, 41 and 57 digits wherever they begin within a limb. */
export const CELL_LIMBS = [4, 6, 8] as const;
export type CellLimbs = (typeof CELL_LIMBS)[number];

/** A header and the limbs. */
export const decimalWords = (limbs: CellLimbs): number => 1 + limbs;

/** Significant digits that every number may have in a cell of this size. */
export const digitsOfLimbs = (limbs: CellLimbs): number => (limbs - 1) * LIMB_DIGITS + 1;

/** The smallest cell for results of this precision and for given numbers of up to so many digits; none is undefined. */
export function limbsFor(digits: number): CellLimbs | undefined {
  return CELL_LIMBS.find((limbs) => digitsOfLimbs(limbs) >= digits);
}
