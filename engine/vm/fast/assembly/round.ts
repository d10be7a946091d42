// The one rounding of every operation: the exact limbs in scratch memory to so many digits, into a cell. There are no
// records to pass in this language, so functions here take their arguments one by one.
import { BASE, BIAS, BIASED_MAX, FINITE, NAN, storePair, writeHeader } from './cell';
import {
  DOWN,
  FLOOR,
  HALF_CEIL,
  HALF_DOWN,
  HALF_EVEN,
  HALF_UP,
  UP,
  precision,
  raiseFlag,
  rounding,
} from './policy';
import { digitsOf, power10 } from './power10';
import { clearPair, setWork, work } from './work';

/** To the digits and by the mode of the policy. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function finish(dst: usize, first: i32, top: u32, last: i32, e: i32, sign: u32): void {
  finishTo(dst, first, top, last, e, sign, precision, rounding);
}

/**
 * work[first] to work[last] are the value; work[first] is `top`, not zero, and stands at exponent `e`. At least one digit.
 * What cannot be shown exactly below a cut may stand as any limb that is not zero, as long as that is not the cut's own.
 */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function finishTo(dst: usize, first: i32, top: u32, last: i32, e: i32, sign: u32, digits: i32, mode: i32): void {
  // Digits to keep behind the first limb; negative where the cut is within it.
  const behind = digits - digitsOf(top);
  const cut = first + 1 + (behind >> 3);
  let end = last;
  if (cut <= last) {
    end = cut;
    const unit = power10(8 - (behind & 7));
    const value = work(cut);
    const low = value % unit;
    let up = false;
    if (mode >= HALF_UP) {
      up = low * 2 > unit;
      if (low * 2 == unit) up = tieGoesUp(cut, last, value, unit, sign, mode);
    } else if (isAway(mode, sign)) up = low != 0 || isAnyBehind(cut, last);
    // Without a branch on `up`, which nothing predicts; a carry is rare.
    const raised = value - low + select<u32>(unit, 0, up);
    setWork(cut, raised);
    if (raised >= <u32>BASE && carries(cut, raised, first)) {
      first -= 1;
      e += 1;
    }
  }
  writeLimbs(dst, first, end, e, sign);
}

/** Whether a directed mode moves this sign away from zero. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function isAway(mode: i32, sign: u32): bool {
  return mode != DOWN && (mode == UP || (sign != 0) == (mode == FLOOR));
}

function isAnyBehind(cut: i32, last: i32): bool {
  for (let i = cut + 1; i <= last; i++) if (work(i) != 0) return true;
  return false;
}

/** Half a unit lies within the cut's limb; whether there is more behind it decides before the mode does. */
function tieGoesUp(cut: i32, last: i32, value: u32, unit: u32, sign: u32, mode: i32): bool {
  if (isAnyBehind(cut, last)) return true;
  const kept = unit == <u32>BASE ? work(cut - 1) : value / unit;
  return halfGoesUp(mode, sign, (kept & 1) != 0);
}

export function halfGoesUp(mode: i32, sign: u32, odd: bool): bool {
  if (mode == HALF_UP) return true;
  if (mode == HALF_DOWN) return false;
  if (mode == HALF_EVEN) return odd;
  return (mode == HALF_CEIL) == (sign == 0);
}

/** Puts the raised limb back; whether the carry came out of the first limb, as a one before it. */
function carries(cut: i32, raised: u32, first: i32): bool {
  let i = cut;
  while (raised >= <u32>BASE) {
    setWork(i, 0);
    i -= 1;
    if (i < first) {
      setWork(i, 1);
      return true;
    }
    raised = work(i) + 1;
  }
  setWork(i, raised);
  return false;
}

/** As many limbs as a cell has, zeros behind `end`. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function writeLimbs(dst: usize, first: i32, end: i32, e: i32, sign: u32): void {
  clearPair(end + 1);
  clearPair(end + 3);
  if (LIMBS > 4) clearPair(end + 5);
  if (LIMBS > 6) clearPair(end + 7);
  const biased = <u32>(e + BIAS);
  if (biased > BIASED_MAX || isAnyBehind(first + LIMBS - 1, end)) {
    raiseFlag(dst);
    writeHeader(dst, NAN);
    return;
  }
  storePair(dst, 0, FINITE | sign | biased, work(first));
  storePair(dst, 2, work(first + 1), work(first + 2));
  if (LIMBS > 4) storePair(dst, 4, work(first + 3), work(first + 4));
  if (LIMBS > 6) storePair(dst, 6, work(first + 5), work(first + 6));
  store<u32>(dst, work(first + LIMBS - 1), <usize>LIMBS * 4);
}
