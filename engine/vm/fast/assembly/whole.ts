// Whole numbers of the machine to cells and back. Neither direction rounds.
import { BASE, BIAS, FINITE, KIND, SIGN, ZERO, endsBefore, exponent, header, storePair, wide, writeHeader } from './cell';

export function fromInt(dst: usize, value: i64): void {
  if (value == 0) {
    writeHeader(dst, 0);
    return;
  }
  const sign: u32 = value < 0 ? SIGN : 0;
  // The smallest integer has no positive counterpart, but its bits are its magnitude.
  const magnitude = <u64>(value < 0 ? -value : value);
  const upper = magnitude / BASE;
  const low = <u32>(magnitude - upper * BASE);
  const high = <u32>(upper / BASE);
  const middle = <u32>(upper - <u64>high * BASE);
  writeHeader(dst, 0);
  if (high != 0) write(dst, sign, 2, high, middle, low);
  else if (middle != 0) write(dst, sign, 1, middle, low, 0);
  else write(dst, sign, 0, low, 0, 0);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function write(dst: usize, sign: u32, e: i32, first: u32, second: u32, third: u32): void {
  storePair(dst, 0, FINITE | sign | <u32>(e + BIAS), first);
  storePair(dst, 2, second, third);
}

/** Counters and ordinals only: a double holds every whole number below this, which is what the reference lane has. */
const MAGNITUDE_END: u64 = 9_007_199_254_740_992;

/** A whole number below 2^53 in size, of which there is one zero. What is none gives the smallest integer. */
export function toInt(a: usize): i64 {
  const h = header(a);
  if ((h & KIND) == ZERO) return 0;
  const e = exponent(h);
  if ((h & KIND) == FINITE && endsBefore(a, 2)) {
    const second = wide(a, 1);
    if (e == 0 && second == 0) return signed(h, wide(a, 0));
    const both = wide(a, 0) * BASE + second;
    if (e == 1 && both < MAGNITUDE_END) return signed(h, both);
  }
  return i64.MIN_VALUE;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
function signed(h: u32, magnitude: u64): i64 {
  return (h & SIGN) != 0 ? -(<i64>magnitude) : <i64>magnitude;
}
