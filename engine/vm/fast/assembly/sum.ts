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
import { addFour, subFour } from './sum-four';
import { HEAD, clearPair, setWork, work } from './work';

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
  if (((ha ^ hb) & SIGN) == 0) {
    if (LIMBS == 4 && addFour(dst, high, low, hh, shift)) return;
    addMagnitudes(dst, high, low, hh, shift);
  } else if (shift == 0 && isLess(high, low)) {
    if (LIMBS == 4 && subFour(dst, low, high, hh ^ SIGN, 0)) return;
    subMagnitudes(dst, low, high, hh ^ SIGN, 0);
  } else {
    if (LIMBS == 4 && subFour(dst, high, low, hh, shift)) return;
    subMagnitudes(dst, high, low, hh, shift);
  }
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

/** Room for a carry at the head, the limbs of a cell, and as many zeros behind them. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function layOut(a: usize): void {
  setWork(HEAD, 0);
  setWork(HEAD + 1, limb(a, 0));
  setWork(HEAD + 2, limb(a, 1));
  setWork(HEAD + 3, limb(a, 2));
  setWork(HEAD + 4, limb(a, 3));
  if (LIMBS > 4) {
    setWork(HEAD + 5, limb(a, 4));
    setWork(HEAD + 6, limb(a, 5));
  }
  if (LIMBS > 6) {
    setWork(HEAD + 7, limb(a, 6));
    setWork(HEAD + 8, limb(a, 7));
  }
  clearPair(HEAD + LIMBS + 1);
  clearPair(HEAD + LIMBS + 3);
  if (LIMBS > 4) clearPair(HEAD + LIMBS + 5);
  if (LIMBS > 6) clearPair(HEAD + LIMBS + 7);
}

/**
 * An operand that begins behind the limb after the last one of the other changes no digit that is kept, and lies strictly
 * between two halves of any unit: a one in its place rounds as it does.
 */
const FAR: i32 = HEAD + LIMBS + 2;

function addMagnitudes(dst: usize, high: usize, low: usize, hh: u32, shift: i32): void {
  layOut(high);
  let last = FAR;
  if (shift > LIMBS) setWork(FAR, 1);
  else {
    last = HEAD + LIMBS + shift;
    const place = HEAD + shift;
    let carry: u32 = 0;
    if (LIMBS > 6) {
      carry = addLimb(place, 8, limb(low, 7), carry);
      carry = addLimb(place, 7, limb(low, 6), carry);
    }
    if (LIMBS > 4) {
      carry = addLimb(place, 6, limb(low, 5), carry);
      carry = addLimb(place, 5, limb(low, 4), carry);
    }
    carry = addLimb(place, 4, limb(low, 3), carry);
    carry = addLimb(place, 3, limb(low, 2), carry);
    carry = addLimb(place, 2, limb(low, 1), carry);
    carry = addLimb(place, 1, limb(low, 0), carry);
    let i = place;
    while (carry != 0) {
      carry = addLimb(i, 0, 0, carry);
      i -= 1;
    }
  }
  const head = work(HEAD);
  const short = <i32>(head == 0);
  const top = select<u32>(work(HEAD + 1), head, short);
  finish(dst, HEAD + short, top, last, exponent(hh) + 1 - short, hh & SIGN);
}

/** Gives the carry. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function addLimb(place: i32, i: i32, value: u32, carry: u32): u32 {
  const total = work(place + i) + value + carry;
  const over = total >= <u32>BASE;
  setWork(place + i, select<u32>(total - <u32>BASE, total, over));
  return <u32>over;
}

function subMagnitudes(dst: usize, high: usize, low: usize, hh: u32, shift: i32): void {
  layOut(high);
  let last = FAR;
  let borrow: u32 = 0;
  const place = HEAD + shift;
  let i = place;
  if (shift > LIMBS) {
    setWork(FAR, 0);
    borrow = 1;
    i = FAR;
  } else {
    last = HEAD + LIMBS + shift;
    if (LIMBS > 6) {
      borrow = subLimb(place, 8, limb(low, 7), borrow);
      borrow = subLimb(place, 7, limb(low, 6), borrow);
    }
    if (LIMBS > 4) {
      borrow = subLimb(place, 6, limb(low, 5), borrow);
      borrow = subLimb(place, 5, limb(low, 4), borrow);
    }
    borrow = subLimb(place, 4, limb(low, 3), borrow);
    borrow = subLimb(place, 3, limb(low, 2), borrow);
    borrow = subLimb(place, 2, limb(low, 1), borrow);
    borrow = subLimb(place, 1, limb(low, 0), borrow);
  }
  while (borrow != 0) {
    borrow = subLimb(i, 0, 0, borrow);
    i -= 1;
  }
  let first = HEAD + 1;
  let top = work(first);
  while (top == 0) {
    first += 1;
    if (first > last) {
      writeHeader(dst, rounding == FLOOR ? SIGN : 0);
      return;
    }
    top = work(first);
  }
  finish(dst, first, top, last, exponent(hh) + HEAD + 1 - first, hh & SIGN);
}

/** Gives the borrow. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function subLimb(place: i32, i: i32, value: u32, borrow: u32): u32 {
  const difference = work(place + i) - value - borrow;
  const under = difference >> 31;
  setWork(place + i, select<u32>(difference + <u32>BASE, difference, under != 0));
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
  finish(dst, HEAD + 1, limb(a, 0), HEAD + LIMBS, exponent(h), h & SIGN);
}
