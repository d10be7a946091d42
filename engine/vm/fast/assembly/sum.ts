// Addition and subtraction: the operand with the larger exponent is laid out, the other one added to it or taken from it
// where its limbs stand, then one rounding.
import {
  BASE,
  FINITE,
  INFINITE,
  KIND,
  NAN,
  SIGN,
  bothFinite,
  exponent,
  header,
  limb,
  writeHeader,
} from './cell';
import { FLOOR, rounding } from './policy';
import { finish } from './round';
import { clearPair, setWork, work } from './work';

const LIMB_MAX: u32 = 99_999_999;

export function add(dst: usize, a: usize, b: usize): void {
  sum(dst, a, b, header(a), header(b));
}

export function sub(dst: usize, a: usize, b: usize): void {
  sum(dst, a, b, header(a), header(b) ^ SIGN);
}

/** The headers carry the signs that count. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function sum(dst: usize, a: usize, b: usize, ha: u32, hb: u32): void {
  if (!bothFinite(ha, hb)) {
    sumSpecial(dst, a, b, ha, hb);
    return;
  }
  const apart = exponent(ha) - exponent(hb);
  const swaps = apart < 0;
  const high = select<usize>(b, a, swaps);
  const low = select<usize>(a, b, swaps);
  const hh = select<u32>(hb, ha, swaps);
  const shift = select<i32>(-apart, apart, swaps);
  if (((ha ^ hb) & SIGN) == 0) addMagnitudes(dst, high, low, hh, shift);
  else if (shift == 0 && isLess(high, low)) subMagnitudes(dst, low, high, hh ^ SIGN, 0);
  else subMagnitudes(dst, high, low, hh, shift);
}

/** Of equal exponents. */
function isLess(a: usize, b: usize): bool {
  for (let i = 0; i < LIMBS; i++) {
    const x = limb(a, i);
    const y = limb(b, i);
    if (x != y) return x < y;
  }
  return false;
}

/** The limbs of a cell from work[1] on, and as many zeros behind them. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function layOut(a: usize): void {
  setWork(0, 0);
  setWork(1, limb(a, 0));
  setWork(2, limb(a, 1));
  setWork(3, limb(a, 2));
  setWork(4, limb(a, 3));
  if (LIMBS > 4) {
    setWork(5, limb(a, 4));
    setWork(6, limb(a, 5));
  }
  if (LIMBS > 6) {
    setWork(7, limb(a, 6));
    setWork(8, limb(a, 7));
  }
  clearPair(LIMBS + 1);
  clearPair(LIMBS + 3);
  if (LIMBS > 4) clearPair(LIMBS + 5);
  if (LIMBS > 6) clearPair(LIMBS + 7);
}

/**
 * An operand that begins behind the limb after the last one of the other changes no digit that is kept, and lies strictly
 * between two halves of any unit: a one in its place rounds as it does.
 */
const FAR: i32 = LIMBS + 2;

function addMagnitudes(dst: usize, high: usize, low: usize, hh: u32, shift: i32): void {
  layOut(high);
  let last = FAR;
  if (shift > LIMBS) setWork(FAR, 1);
  else {
    last = LIMBS + shift;
    let carry: u32 = 0;
    if (LIMBS > 6) {
      carry = addLimb(shift, 8, limb(low, 7), carry);
      carry = addLimb(shift, 7, limb(low, 6), carry);
    }
    if (LIMBS > 4) {
      carry = addLimb(shift, 6, limb(low, 5), carry);
      carry = addLimb(shift, 5, limb(low, 4), carry);
    }
    carry = addLimb(shift, 4, limb(low, 3), carry);
    carry = addLimb(shift, 3, limb(low, 2), carry);
    carry = addLimb(shift, 2, limb(low, 1), carry);
    carry = addLimb(shift, 1, limb(low, 0), carry);
    let i = shift;
    while (carry != 0) {
      carry = addLimb(i, 0, 0, carry);
      i -= 1;
    }
  }
  const short = <i32>(work(0) == 0);
  finish(dst, short, last, exponent(hh) + 1 - short, hh & SIGN);
}

/** Gives the carry. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function addLimb(shift: i32, i: i32, value: u32, carry: u32): u32 {
  const total = work(shift + i) + value + carry;
  const over = total >= <u32>BASE;
  setWork(shift + i, select<u32>(total - <u32>BASE, total, over));
  return <u32>over;
}

function subMagnitudes(dst: usize, high: usize, low: usize, hh: u32, shift: i32): void {
  layOut(high);
  let last = FAR;
  let borrow: u32 = 0;
  let i = shift;
  if (shift > LIMBS) {
    setWork(FAR, 0);
    borrow = 1;
    i = FAR;
  } else {
    last = LIMBS + shift;
    if (LIMBS > 6) {
      borrow = subLimb(shift, 8, limb(low, 7), borrow);
      borrow = subLimb(shift, 7, limb(low, 6), borrow);
    }
    if (LIMBS > 4) {
      borrow = subLimb(shift, 6, limb(low, 5), borrow);
      borrow = subLimb(shift, 5, limb(low, 4), borrow);
    }
    borrow = subLimb(shift, 4, limb(low, 3), borrow);
    borrow = subLimb(shift, 3, limb(low, 2), borrow);
    borrow = subLimb(shift, 2, limb(low, 1), borrow);
    borrow = subLimb(shift, 1, limb(low, 0), borrow);
  }
  while (borrow != 0) {
    borrow = subLimb(i, 0, 0, borrow);
    i -= 1;
  }
  let first = 1;
  while (work(first) == 0) {
    first += 1;
    if (first > last) {
      writeHeader(dst, rounding == FLOOR ? SIGN : 0);
      return;
    }
  }
  finish(dst, first, last, exponent(hh) + 1 - first, hh & SIGN);
}

/** Gives the borrow. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function subLimb(shift: i32, i: i32, value: u32, borrow: u32): u32 {
  const difference = work(shift + i) - value - borrow;
  const under = difference >> 31;
  setWork(shift + i, select<u32>(difference + <u32>BASE, difference, under != 0));
  return under;
}

function sumSpecial(dst: usize, a: usize, b: usize, ha: u32, hb: u32): void {
  const ka = ha & KIND;
  const kb = hb & KIND;
  const differ = ((ha ^ hb) & SIGN) != 0;
  if (ka == NAN || kb == NAN) writeHeader(dst, NAN);
  else if (ka == INFINITE) writeHeader(dst, kb == INFINITE && differ ? NAN : INFINITE | (ha & SIGN));
  else if (kb == INFINITE) writeHeader(dst, INFINITE | (hb & SIGN));
  else if (ka == FINITE) roundCopy(dst, a, ha);
  else if (kb == FINITE) roundCopy(dst, b, hb);
  else if (differ) writeHeader(dst, rounding == FLOOR ? SIGN : 0);
  else writeHeader(dst, ha & SIGN);
}

/** The other operand of a zero may have more digits than the policy. */
function roundCopy(dst: usize, a: usize, h: u32): void {
  layOut(a);
  finish(dst, 1, LIMBS, exponent(h), h & SIGN);
}
