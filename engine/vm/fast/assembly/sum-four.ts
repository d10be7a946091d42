// Sums of cells of four limbs rounded half up, which is what runs mostly have: limbs stay in locals and meet memory once.
// What is rare (a carry out of the first limb, a first limb that cancels out) is left to the general way.
import { LIMB_DIGITS, limb, storePair } from './cell';
import { HALF_UP, precision, rounding } from './policy';
import { digitsOf, power10 } from './power10';

/** The base in the width of a limb. */
const B: u32 = 100_000_000;

/** Limbs of the operand with the smaller exponent, where those of the other stand; 0 outside of it. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function shifted(cell: usize, at: i32): u32 {
  return at < 0 ? 0 : limb(cell, at);
}

/** Whether limbs fell off behind the fourth. */
// @ts-ignore: a decorator of AssemblyScript
@inline
function hasTail(low: usize, shift: i32): bool {
  return (
    (shift > 0 && limb(low, 3) != 0) || (shift > 1 && limb(low, 2) != 0) || (shift > 2 && limb(low, 1) != 0)
  );
}

/** False: nothing was written. `h` is the result's header. */
export function addFour(dst: usize, high: usize, low: usize, h: u32, shift: i32): bool {
  if (rounding != HALF_UP || shift > 3) return false;
  let r3 = limb(high, 3) + shifted(low, 3 - shift);
  let carry = <u32>(r3 >= B);
  r3 -= carry * B;
  let r2 = limb(high, 2) + shifted(low, 2 - shift) + carry;
  carry = <u32>(r2 >= B);
  r2 -= carry * B;
  let r1 = limb(high, 1) + shifted(low, 1 - shift) + carry;
  carry = <u32>(r1 >= B);
  r1 -= carry * B;
  const r0 = limb(high, 0) + shifted(low, -shift) + carry;
  return r0 < B && roundFour(dst, h, r0, r1, r2, r3, hasTail(low, shift));
}

/** The operand `high` is not below the other. */
export function subFour(dst: usize, high: usize, low: usize, h: u32, shift: i32): bool {
  if (rounding != HALF_UP || shift > 3) return false;
  const tail = hasTail(low, shift);
  let r3 = limb(high, 3) - shifted(low, 3 - shift) - <u32>tail;
  let borrow = r3 >> 31;
  r3 += borrow * B;
  let r2 = limb(high, 2) - shifted(low, 2 - shift) - borrow;
  borrow = r2 >> 31;
  r2 += borrow * B;
  let r1 = limb(high, 1) - shifted(low, 1 - shift) - borrow;
  borrow = r1 >> 31;
  r1 += borrow * B;
  const r0 = limb(high, 0) - shifted(low, -shift) - borrow;
  return r0 != 0 && roundFour(dst, h, r0, r1, r2, r3, tail);
}

/**
 * Half up looks at nothing behind the cut's limb: a tie goes up, and what is below a tie stays below it. A tail counts only
 * where the cut is behind the fourth limb.
 */
// @ts-ignore: a decorator of AssemblyScript
@inline
function roundFour(dst: usize, h: u32, r0: u32, r1: u32, r2: u32, r3: u32, tail: bool): bool {
  const behind = precision - digitsOf(r0);
  // With fewer digits the cut is in the first two limbs.
  if (behind < LIMB_DIGITS) return false;
  if (behind < 3 * LIMB_DIGITS) {
    const unit = power10(8 - (behind & 7));
    if (behind < 2 * LIMB_DIGITS) {
      r3 = 0;
      const low = r2 % unit;
      r2 = r2 - low + select<u32>(unit, 0, low * 2 >= unit);
      if (r2 >= B) return false;
    } else {
      const low = r3 % unit;
      r3 = r3 - low + select<u32>(unit, 0, low * 2 >= unit);
      if (r3 >= B) return false;
    }
  } else if (tail) return false;
  storePair(dst, 0, h, r0);
  storePair(dst, 2, r1, r2);
  store<u32>(dst, r3, 16);
  return true;
}
