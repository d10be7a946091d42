// Rounding to decimal places: decimal.js's toDecimalPlaces and trunc, and the scaled step of a venue.
import { BIAS, BIASED_MAX, FINITE, KIND, LIMB_DIGITS, NAN, SIGN, copyAs, exponent, header, limb, writeHeader } from './cell';
import { DOWN, HALF_UP, raiseFlag } from './policy';
import { digitsOf, power10 } from './power10';
import { mul } from './product';
import { div } from './quotient';
import { finishTo, halfGoesUp, isAway } from './round';
import { CELL, HEAD, POWER, setWork } from './work';

export function trunc(dst: usize, a: usize): void {
  roundPlaces(dst, a, 0, DOWN);
}

/** To `scale` digits behind the point, at least 0, whatever the policy. */
export function roundPlaces(dst: usize, a: usize, scale: i32, mode: i32): void {
  const h = header(a);
  if ((h & KIND) != FINITE) {
    copyAs(dst, a, h);
    return;
  }
  const digits = <i64>exponent(h) * LIMB_DIGITS + digitsOf(limb(a, 0)) + scale;
  if (digits >= LIMB_DIGITS * LIMBS) copyAs(dst, a, h);
  else if (digits < 1) roundAway(dst, a, digits == 0, scale, mode);
  else {
    for (let i = 0; i < LIMBS; i++) setWork(HEAD + i, limb(a, i));
    finishTo(dst, HEAD, limb(a, 0), HEAD + LIMBS - 1, exponent(h), h & SIGN, <i32>digits, mode);
  }
}

/** No digit is kept: what is left is zero or one unit of the last place. `isNear`: the first digit is the one behind it. */
function roundAway(dst: usize, a: usize, isNear: bool, scale: i32, mode: i32): void {
  const sign = header(a) & SIGN;
  const up = mode < HALF_UP ? isAway(mode, sign) : isNear && isHalfUp(a, sign, mode);
  if (up) writePower(dst, -scale, sign);
  else writeHeader(dst, sign);
}

/** Whether the digits of a cell, read as a fraction behind the point, round to one. */
function isHalfUp(a: usize, sign: u32, mode: i32): bool {
  const twice = limb(a, 0) * 2;
  const unit = power10(digitsOf(limb(a, 0)));
  if (twice != unit) return twice > unit;
  for (let i = 1; i < LIMBS; i++) if (limb(a, i) != 0) return true;
  return halfGoesUp(mode, sign, false);
}

/** 10^place, for a place that may be below zero. */
function writePower(dst: usize, place: i32, sign: u32): void {
  const biased = <u32>((place >> 3) + BIAS);
  const within = place & 7;
  if (biased > BIASED_MAX) {
    raiseFlag(dst);
    writeHeader(dst, NAN);
    return;
  }
  writeHeader(dst, FINITE | sign | biased);
  store<u32>(dst, within == 0 ? 1 : power10(within), 4);
}

/** x * 10^scale, to a whole number, / 10^scale: each in the policy's own arithmetic. */
export function roundScaled(dst: usize, a: usize, scale: i32, mode: i32): void {
  writePower(POWER, scale, 0);
  mul(CELL, a, POWER);
  roundPlaces(CELL, CELL, 0, mode);
  div(dst, CELL, POWER);
}
