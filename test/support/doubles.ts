// Doubles as bits and as exact rationals, computed with integers only: a judge that shares no code with the engine.

const BITS = new DataView(new ArrayBuffer(8));
const FRACTION_BITS = 52n;
const FRACTION_MASK = (1n << FRACTION_BITS) - 1n;

export function doubleFromBits(bits: bigint): number {
  BITS.setBigUint64(0, bits);
  return BITS.getFloat64(0);
}

/** A finite double as `sign * mantissa * 2^exponent`. */
export interface Parts {
  readonly negative: boolean;
  readonly mantissa: bigint;
  readonly exponent: number;
}

export function partsOf(x: number): Parts {
  BITS.setFloat64(0, x);
  const bits = BITS.getBigUint64(0);
  const biased = Number((bits >> FRACTION_BITS) & 0x7ffn);
  const fraction = bits & FRACTION_MASK;
  const negative = bits >> 63n === 1n;
  return biased === 0
    ? { negative, mantissa: fraction, exponent: -1074 }
    : { negative, mantissa: fraction | (1n << FRACTION_BITS), exponent: biased - 1075 };
}

/** The exact decimal text of a finite double: every binary fraction ends. */
export function exactText(x: number): string {
  const { negative, mantissa, exponent } = partsOf(x);
  const sign = negative ? '-' : '';
  if (exponent >= 0) return sign + (mantissa << BigInt(exponent)).toString();
  // mantissa / 2^n = mantissa * 5^n / 10^n
  return `${sign}${(mantissa * 5n ** BigInt(-exponent)).toString()}e${exponent}`;
}

/** Distance from a finite double's magnitude to the next larger double. */
export function ulpOf(x: number): number {
  return 2 ** partsOf(x).exponent;
}
