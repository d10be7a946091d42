// Order and kind of values, and the operations that change nothing but the sign. None of them rounds, as in decimal.js.
import { EXPONENT, INFINITE, KIND, NAN, SIGN, ZERO, copyAs, header, limb } from './cell';

/** Neither below, equal nor above: a NaN is on a side. */
const UNORDERED: i32 = 2;

export function cmp(a: usize, b: usize): i32 {
  const ha = header(a);
  const hb = header(b);
  const ka = ha & KIND;
  const kb = hb & KIND;
  if (ka == NAN || kb == NAN) return UNORDERED;
  if (ka == ZERO) return kb == ZERO ? 0 : (hb & SIGN) != 0 ? 1 : -1;
  const above = (ha & SIGN) != 0 ? -1 : 1;
  if (kb == ZERO || ((ha ^ hb) & SIGN) != 0) return above;
  // Kind and exponent together are the order of magnitudes; of infinities the exponent bits are zero.
  const ma = ha & (KIND | EXPONENT);
  const mb = hb & (KIND | EXPONENT);
  if (ma != mb) return ma > mb ? above : -above;
  for (let i = 0; i < LIMBS; i++) {
    const x = limb(a, i);
    const y = limb(b, i);
    if (x != y) return x > y ? above : -above;
  }
  return 0;
}

export function isZero(a: usize): i32 {
  return <i32>((header(a) & KIND) == ZERO);
}

/** A negative zero is negative; a NaN is not. */
export function isNeg(a: usize): i32 {
  return <i32>(header(a) >> 31);
}

export function isNaN(a: usize): i32 {
  return <i32>((header(a) & KIND) == NAN);
}

export function isFinite(a: usize): i32 {
  return <i32>((header(a) & INFINITE) == 0);
}

export function neg(dst: usize, a: usize): void {
  const h = header(a);
  copyAs(dst, a, (h & KIND) == NAN ? h : h ^ SIGN);
}

export function abs(dst: usize, a: usize): void {
  copyAs(dst, a, header(a) & ~SIGN);
}
