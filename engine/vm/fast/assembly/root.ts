// Square root: limb by limb as by hand, two limbs of the radicand for each, with estimates in doubles and an exact
// remainder in integers, so that it is rounded once and correctly.
import { BASE, FINITE, KIND, NAN, SIGN, ZERO, copyAs, exponent, header, limb, writeHeader } from './cell';
import { cutBehind } from './quotient';
import { finish } from './round';
import { HEAD, rest, setRest, setWork, work } from './work';

const BASE_F: f64 = 1e8;
const UNIT_F: f64 = 1e-8;

/** Above the error of an estimate (eight roundings of 1.1e-16 of at most 1e8), so that none is too small. */
const BIAS_UP: f64 = 5e-7;

/** Keeps a remainder minus twice a product of limbs above zero while it is split; a multiple of the base. */
const LIFT: u64 = 400_000_000;

/** Two limbs for each limb of the root, one in front for an even exponent, and the cut's own. */
const REST_LIMBS: i32 = 2 * LIMBS + 4;

export function sqrt(dst: usize, a: usize): void {
  const h = header(a);
  const kind = h & KIND;
  if (kind == NAN || (kind != ZERO && (h & SIGN) != 0)) {
    writeHeader(dst, NAN);
    return;
  }
  if (kind != FINITE) {
    copyAs(dst, a, h);
    return;
  }
  const e = exponent(h);
  layOut(a, (e & 1) == 0 ? 1 : 0);
  let step = 0;
  let cut = HEAD;
  while (step < cut) {
    const found = rootLimb(step);
    if (step == 0) cut = cutBehind(found);
    setWork(HEAD + step, found);
    step += 1;
  }
  setWork(cut + 1, <u32>isAnyLeft());
  finish(dst, HEAD, work(HEAD), cut + 1, e >> 1, 0);
}

/** The radicand in pairs of limbs. */
function layOut(a: usize, lead: i32): void {
  setRest(0, 0);
  for (let i = 0; i < LIMBS; i++) setRest(lead + i, limb(a, i));
  for (let i = lead + LIMBS; i < REST_LIMBS; i++) setRest(i, 0);
}

function isAnyLeft(): bool {
  for (let i = 0; i < REST_LIMBS; i++) if (rest(i) != 0) return true;
  return false;
}

/**
 * With r the root so far, of `step` limbs: the largest q for which (2 r BASE + q) q is not above the remainder, which loses
 * it. The remainder ends at rest[2 * step + 1] and begins two limbs before rest[step + 1], where r's first limb stands.
 */
function rootLimb(step: i32): u32 {
  let q = <u64>(estimate(step) + BIAS_UP);
  if (!takeSquare(step, q)) {
    q -= 1;
    giveBack(step, q);
  }
  return <u32>q;
}

/** The positive solution of (2 r BASE + q) q = remainder, in units of the place of r's first limb. */
function estimate(step: i32): f64 {
  if (step == 0) return Math.sqrt(<f64>rest(0) * BASE_F + <f64>rest(1));
  let remainder: f64 = <f64>rest(step - 1) * BASE_F + <f64>rest(step);
  remainder = remainder * BASE_F + <f64>rest(step + 1);
  remainder += (<f64>rest(step + 2) + <f64>rest(step + 3) * UNIT_F) * UNIT_F;
  let twice: f64 = <f64>work(1);
  if (step > 1) twice += <f64>work(2) * UNIT_F;
  if (step > 2) twice += <f64>work(3) * UNIT_F * UNIT_F;
  twice *= 2;
  let scale = 4.0;
  for (let i = 0; i < step; i++) scale *= UNIT_F;
  return (2 * remainder) / (twice + Math.sqrt(twice * twice + scale * remainder));
}

/** Whether the remainder stays above zero; one below it is kept with its first limb wrapped around. */
function takeSquare(step: i32, q: u64): bool {
  let carry = takeLimb(2 * step + 1, q * q, 0);
  for (let i = step; i >= 1; i--) carry = takeLimb(step + i, 2 * q * <u64>work(i), carry);
  const high = step == 0 ? 0 : <u64>rest(step - 1);
  const head = <i64>(high * BASE + <u64>rest(step)) + carry;
  if (step > 0) setRest(step - 1, 0);
  setRest(step, <u32>head);
  return head >= 0;
}

/** Gives the carry, mostly below zero. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function takeLimb(at: i32, product: u64, carry: i64): i64 {
  const lifted = LIFT * BASE + <u64>rest(at) + <u64>carry - product;
  const quotient = lifted / BASE;
  setRest(at, <u32>(lifted - quotient * BASE));
  return <i64>quotient - <i64>LIFT;
}

/** What (2 r BASE + q + 1) (q + 1) takes more than (2 r BASE + q) q: 2 r BASE + 2 q + 1. */
function giveBack(step: i32, q: u64): void {
  let carry = giveLimb(2 * step + 1, 2 * q + 1);
  for (let i = step; i >= 1; i--) carry = giveLimb(step + i, 2 * <u64>work(i) + carry);
  setRest(step, rest(step) + <u32>carry);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function giveLimb(at: i32, value: u64): u64 {
  const total = <u64>rest(at) + value;
  const carry = total / BASE;
  setRest(at, <u32>(total - carry * BASE));
  return carry;
}
