// Number cells for the tests of the GPU arithmetic only: written apart from the engine's own, so that it judges.
// It is slow and small; the engine's cells live in engine/vm/numbers.
import type { Decimal } from 'decimal.js';

const LIMB_DIGITS = 8;
const EXPONENT_BIAS = 32_768;
const KIND = { zero: 0, finite: 1, infinite: 2, nan: 3 } as const;

/** Words of a decimal cell; undefined when the value does not fit. */
export function decimalCell(x: Decimal, limbs: number): Uint32Array | undefined {
  const words = new Uint32Array(1 + limbs);
  const sign = x.s < 0 ? 0x8000_0000 : 0;
  if (x.isNaN()) words[0] = KIND.nan << 29;
  else if (!x.isFinite()) words[0] = (sign | (KIND.infinite << 29)) >>> 0;
  else if (x.isZero()) words[0] = sign;
  else {
    const digits = x.abs().toExponential().split('e')[0]?.replace('.', '') ?? '';
    const exponent = Math.floor(x.e / LIMB_DIGITS);
    const padded = '0'.repeat(LIMB_DIGITS - 1 - (x.e - exponent * LIMB_DIGITS)) + digits;
    if (padded.length > limbs * LIMB_DIGITS || Math.abs(exponent + 0.5) > EXPONENT_BIAS)
      return undefined;
    words[0] = (sign | (KIND.finite << 29) | (exponent + EXPONENT_BIAS)) >>> 0;
    for (let i = 0; i < limbs; i += 1) {
      const limb = padded.slice(i * LIMB_DIGITS, (i + 1) * LIMB_DIGITS);
      words[1 + i] = Number(limb.padEnd(LIMB_DIGITS, '0'));
    }
  }
  return words;
}

/** Text of a decimal cell, for messages. */
export function decimalText(words: Uint32Array): string {
  const header = words[0] ?? 0;
  const sign = header >>> 31 === 1 ? '-' : '';
  const kind = (header >>> 29) & 3;
  if (kind === KIND.nan) return 'NaN';
  if (kind === KIND.infinite) return `${sign}Infinity`;
  if (kind === KIND.zero) return `${sign}0`;
  const limbs = [...words.subarray(1)].map((limb) => String(limb).padStart(LIMB_DIGITS, '0'));
  const exponent = ((header & 0xffff) - EXPONENT_BIAS - limbs.length + 1) * LIMB_DIGITS;
  return `${sign}${limbs.join('')}e${String(exponent)}`;
}

const BITS = new DataView(new ArrayBuffer(8));

/** Words of a binary64 cell: its NaN is one and the same. */
export function doubleCell(x: number): Uint32Array {
  if (Number.isNaN(x)) return Uint32Array.of(0, 0x7ff8_0000);
  BITS.setFloat64(0, x);
  return Uint32Array.of(BITS.getUint32(4), BITS.getUint32(0));
}

export function doubleText(words: Uint32Array): string {
  BITS.setUint32(4, words[0] ?? 0);
  BITS.setUint32(0, words[1] ?? 0);
  const hex = BITS.getBigUint64(0).toString(16).padStart(16, '0');
  const value = BITS.getFloat64(0);
  return `${Object.is(value, -0) ? '-0' : String(value)} (${hex})`;
}

/** Words of a whole number: two's complement. */
export function wholeCell(x: number): Uint32Array {
  const bits = BigInt.asUintN(64, BigInt(x));
  return Uint32Array.of(Number(bits & 0xffff_ffffn), Number(bits >> 32n));
}

export const wholeText = (words: Uint32Array): string =>
  String(BigInt.asIntN(64, (BigInt(words[1] ?? 0) << 32n) | BigInt(words[0] ?? 0)));
