// Multiplication: columns of limb products in 64 bits, then carries, then one rounding.
import { BASE, INFINITE, KIND, NAN, SIGN, ZERO, bothFinite, endsBefore, exponent, header, wide, writeHeader } from './cell';
import { finish } from './round';
import { HEAD, setWork } from './work';

export function mul(dst: usize, a: usize, b: usize): void {
  const ha = header(a);
  const hb = header(b);
  if (!bothFinite(ha, hb)) {
    mulSpecial(dst, ha, hb);
    return;
  }
  const sign = (ha ^ hb) & SIGN;
  const e = exponent(ha) + exponent(hb);
  // Prices and sizes have two limbs, and their products four.
  if (endsBefore(a, 2) && endsBefore(b, 2)) {
    const carry = put(2, column2(a, b, 2));
    close(dst, put(1, column2(a, b, 1) + carry), column2(a, b, 0), HEAD + 3, e, sign);
    return;
  }
  let carry: u64 = 0;
  if (LIMBS > 6) {
    carry = put(14, column(a, b, 14));
    carry = put(13, column(a, b, 13) + carry);
    carry = put(12, column(a, b, 12) + carry);
    carry = put(11, column(a, b, 11) + carry);
  }
  if (LIMBS > 4) {
    carry = put(10, column(a, b, 10) + carry);
    carry = put(9, column(a, b, 9) + carry);
    carry = put(8, column(a, b, 8) + carry);
    carry = put(7, column(a, b, 7) + carry);
  }
  carry = put(6, column(a, b, 6) + carry);
  carry = put(5, column(a, b, 5) + carry);
  carry = put(4, column(a, b, 4) + carry);
  carry = put(3, column(a, b, 3) + carry);
  carry = put(2, column(a, b, 2) + carry);
  carry = put(1, column(a, b, 1) + carry);
  close(dst, carry, column(a, b, 0), HEAD + 2 * LIMBS - 1, e, sign);
}

/** Stores a column's limb behind the place of the carry; gives the carry. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function put(k: i32, sum: u64): u64 {
  const carry = sum / BASE;
  setWork(HEAD + 1 + k, <u32>(sum - carry * BASE));
  return carry;
}

/** The first column, whose carry may be the product's first limb or nothing. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function close(dst: usize, carry: u64, column: u64, last: i32, e: i32, sign: u32): void {
  const sum = column + carry;
  const head = <u32>(sum / BASE);
  const second = <u32>sum - head * <u32>BASE;
  setWork(HEAD, head);
  setWork(HEAD + 1, second);
  const short = <i32>(head == 0);
  finish(dst, HEAD + short, select<u32>(second, head, short), last, e + 1 - short, sign);
}

/** Sum of the products of the limbs i and k - i. At most 8 * 1e16, so 64 bits hold it with any carry. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function column(a: usize, b: usize, k: i32): u64 {
  return (
    term(a, b, 0, k) +
    term(a, b, 1, k) +
    term(a, b, 2, k) +
    term(a, b, 3, k) +
    term(a, b, 4, k) +
    term(a, b, 5, k) +
    term(a, b, 6, k) +
    term(a, b, 7, k)
  );
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function column2(a: usize, b: usize, k: i32): u64 {
  if (k == 0) return wide(a, 0) * wide(b, 0);
  if (k == 2) return wide(a, 1) * wide(b, 1);
  return wide(a, 0) * wide(b, 1) + wide(a, 1) * wide(b, 0);
}

/** i and k are constants wherever this is compiled, so that a term outside the cells is no code. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function term(a: usize, b: usize, i: i32, k: i32): u64 {
  if (i > k || i >= LIMBS || k - i >= LIMBS) return 0;
  return wide(a, i) * wide(b, k - i);
}

function mulSpecial(dst: usize, ha: u32, hb: u32): void {
  const ka = ha & KIND;
  const kb = hb & KIND;
  const sign = (ha ^ hb) & SIGN;
  const isNone = ka == NAN || kb == NAN;
  if (isNone) writeHeader(dst, NAN);
  else if (ka == INFINITE || kb == INFINITE) writeHeader(dst, ka == ZERO || kb == ZERO ? NAN : INFINITE | sign);
  else writeHeader(dst, sign);
}
