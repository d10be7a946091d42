// Division: limbs of the quotient by estimates in doubles, exact remainders in integers, then one rounding. No
// normalisation: the estimate sees 24 digits of the divisor, so it is never too small and at most one too large.
import {
  BASE,
  FINITE,
  INFINITE,
  KIND,
  NAN,
  SIGN,
  ZERO,
  bothFinite,
  endsBefore,
  exponent,
  header,
  limb,
  limbCount,
  wide,
  writeHeader,
} from './cell';
import { precision } from './policy';
import { digitsOf } from './power10';
import { finish } from './round';
import { HEAD, rest, setRest, setWork, work } from './work';

const BASE_F: f64 = 1e8;

/**
 * Errors of an estimate below 1e8: five roundings of 1.1e-16 each, 1e-16 for the divisor's limbs from the fourth on, and
 * 1e-8 for the dividend's. Together below 8e-8, which this makes up for.
 */
const BIAS_UP: f64 = 2.5e-7;

/** What keeps a remainder minus a product of limbs above zero while it is split; a multiple of the base. */
const LIFT: u64 = 200_000_000;

export function div(dst: usize, a: usize, b: usize): void {
  const ha = header(a);
  const hb = header(b);
  if (!bothFinite(ha, hb)) {
    divSpecial(dst, ha, hb);
    return;
  }
  const e = exponent(ha) - exponent(hb);
  const sign = (ha ^ hb) & SIGN;
  if (endsBefore(b, 1)) divideByOne(dst, a, b, e, sign);
  else if (endsBefore(b, 2)) divideByTwo(dst, a, b, e, sign);
  else if (LIMBS == 4) divideByFour(dst, a, b, e, sign);
  else divideByMany(dst, a, b, e, sign);
}

/** Index of the limb in which the policy cuts a number off whose first limb is work[HEAD]. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function cutBehind(first: u32): i32 {
  return HEAD + 1 + ((precision - digitsOf(first)) >> 3);
}

/** A divisor of one limb: a limb of the remainder and one of the dividend fit 64 bits, and dividing them is exact. */
function divideByOne(dst: usize, a: usize, b: usize, e: i32, sign: u32): void {
  const divisor = wide(b, 0);
  const top = wide(a, 0);
  let q = top / divisor;
  let remainder = top - q * divisor;
  let next = 1;
  // A dividend below the divisor has its first limb one place later.
  if (q == 0) {
    e -= 1;
    const low = remainder * BASE + wide(a, 1);
    q = low / divisor;
    remainder = low - q * divisor;
    next = 2;
  }
  const cut = cutBehind(<u32>q);
  setWork(HEAD, <u32>q);
  for (let at = HEAD + 1; at <= cut; at++) {
    const low = remainder * BASE + (next < LIMBS ? <u64>limb(a, next) : 0);
    next += 1;
    const part = low / divisor;
    remainder = low - part * divisor;
    setWork(at, <u32>part);
  }
  while (remainder == 0 && next < LIMBS) {
    remainder = limb(a, next);
    next += 1;
  }
  setWork(cut + 1, <u32>(remainder != 0));
  finish(dst, HEAD, <u32>q, cut + 1, e, sign);
}

/**
 * A divisor of two limbs: the remainder is below it and fits 64 bits. Products wrap around, the remainder they leave does
 * not.
 */
function divideByTwo(dst: usize, a: usize, b: usize, e: i32, sign: u32): void {
  const divisor = wide(b, 0) * BASE + wide(b, 1);
  const inverse = 1.0 / <f64>divisor;
  let remainder: u64 = wide(a, 0);
  let next = 1;
  let at = HEAD;
  let cut = HEAD;
  while (at <= cut) {
    const low: u64 = next < LIMBS ? <u64>limb(a, next) : 0;
    next += 1;
    let q = <u64>((<f64><i64>remainder * BASE_F + <f64><i64>low) * inverse + BIAS_UP);
    remainder = remainder * BASE + low - q * divisor;
    if (<i64>remainder < 0) {
      remainder += divisor;
      q -= 1;
    }
    if (at == HEAD) {
      // A dividend below the divisor has its first limb one place later.
      if (q == 0) {
        e -= 1;
        continue;
      }
      cut = cutBehind(<u32>q);
    }
    setWork(at, <u32>q);
    at += 1;
  }
  while (remainder == 0 && next < LIMBS) {
    remainder = limb(a, next);
    next += 1;
  }
  setWork(cut + 1, <u32>(remainder != 0));
  finish(dst, HEAD, work(HEAD), cut + 1, e, sign);
}

/**
 * As above, with the remainder's first two limbs in 64 bits and the others beside them: cells of four limbs are what runs
 * mostly have, and their remainders need no memory.
 */
function divideByFour(dst: usize, a: usize, b: usize, e: i32, sign: u32): void {
  const divisor = wide(b, 0) * BASE + wide(b, 1);
  const third = wide(b, 2);
  const fourth = wide(b, 3);
  const inverse = 1.0 / (<f64><i64>divisor + <f64><i64>third * 1e-8);
  let remainder: u64 = wide(a, 0);
  let r1: u64 = wide(a, 1);
  let r2: u64 = wide(a, 2);
  let r3: u64 = wide(a, 3);
  let at = HEAD;
  let cut = HEAD;
  while (at <= cut) {
    let q = <u64><i64>((<f64><i64>remainder * BASE_F + <f64><i64>r1) * inverse + BIAS_UP);
    const last = LIFT * BASE + r3 - q * fourth;
    const lastCarry = last / BASE;
    r3 = last - lastCarry * BASE;
    const middle = LIFT * BASE + r2 - LIFT + lastCarry - q * third;
    const middleCarry = middle / BASE;
    r2 = middle - middleCarry * BASE;
    remainder = remainder * BASE + r1 - q * divisor + middleCarry - LIFT;
    if (<i64>remainder < 0) {
      r3 += fourth;
      const over = <u64>(r3 >= BASE);
      r3 -= over * BASE;
      r2 += third + over;
      const carry = <u64>(r2 >= BASE);
      r2 -= carry * BASE;
      remainder += divisor + carry;
      q -= 1;
    }
    r1 = r2;
    r2 = r3;
    r3 = 0;
    if (at == HEAD) {
      // A dividend below the divisor has its first limb one place later.
      if (q == 0) {
        e -= 1;
        continue;
      }
      cut = cutBehind(<u32>q);
    }
    setWork(at, <u32>q);
    at += 1;
  }
  setWork(cut + 1, <u32>((remainder | r1 | r2) != 0));
  finish(dst, HEAD, work(HEAD), cut + 1, e, sign);
}

/**
 * As above, with the remainder's first two limbs in 64 bits and the others in scratch memory, each step's where the
 * dividend's next limbs stand already.
 */
function divideByMany(dst: usize, a: usize, b: usize, e: i32, sign: u32): void {
  const n = limbCount(b);
  layOut(a);
  const divisor = wide(b, 0) * BASE + wide(b, 1);
  const inverse = 1.0 / (<f64><i64>divisor + <f64>limb(b, 2) * 1e-8);
  let remainder: u64 = wide(a, 0);
  let step = 0;
  let at = HEAD;
  let cut = HEAD;
  while (at <= cut) {
    const low = <u64>rest(step);
    let q = <u64>((<f64><i64>remainder * BASE_F + <f64><i64>low) * inverse + BIAS_UP);
    const carry = takeProduct(b, n, step, q);
    remainder = remainder * BASE + low - q * divisor + carry;
    if (<i64>remainder < 0) {
      remainder += divisor + giveBack(b, n, step);
      q -= 1;
    }
    step += 1;
    if (at == HEAD) {
      if (q == 0) {
        e -= 1;
        continue;
      }
      cut = cutBehind(<u32>q);
    }
    setWork(at, <u32>q);
    at += 1;
  }
  setWork(cut + 1, <u32>(remainder != 0 || isAnyLeft(step)));
  finish(dst, HEAD, work(HEAD), cut + 1, e, sign);
}

/** Limbs of the dividend behind its first, and zeros for every limb the quotient and the divisor may want. */
const REST_LIMBS: i32 = 2 * LIMBS + 2;

function layOut(a: usize): void {
  for (let i = 1; i < LIMBS; i++) setRest(i - 1, limb(a, i));
  for (let i = LIMBS - 1; i < REST_LIMBS; i++) setRest(i, 0);
}

function isAnyLeft(from: i32): bool {
  for (let i = from; i < REST_LIMBS; i++) if (rest(i) != 0) return true;
  return false;
}

/** Takes q times the divisor's limbs from the third on from the remainder; the carry into its second, mostly below zero. */
function takeProduct(b: usize, n: i32, step: i32, q: u64): i64 {
  let carry: i64 = 0;
  for (let i = n - 1; i >= 2; i--) {
    const lifted = LIFT * BASE + <u64>rest(step + i - 1) + <u64>carry - q * <u64>limb(b, i);
    const quotient = lifted / BASE;
    setRest(step + i - 1, <u32>(lifted - quotient * BASE));
    carry = <i64>quotient - <i64>LIFT;
  }
  return carry;
}

/** The divisor's limbs from the third on once back; gives the carry. */
function giveBack(b: usize, n: i32, step: i32): u64 {
  let carry: u32 = 0;
  for (let i = n - 1; i >= 2; i--) {
    const total = rest(step + i - 1) + limb(b, i) + carry;
    carry = <u32>(total >= <u32>BASE);
    setRest(step + i - 1, total - carry * <u32>BASE);
  }
  return carry;
}

function divSpecial(dst: usize, ha: u32, hb: u32): void {
  const ka = ha & KIND;
  const kb = hb & KIND;
  const sign = (ha ^ hb) & SIGN;
  if (ka == NAN || kb == NAN || (ka == kb && ka != FINITE)) writeHeader(dst, NAN);
  else if (ka == ZERO || kb == INFINITE) writeHeader(dst, sign);
  else writeHeader(dst, INFINITE | sign);
}
