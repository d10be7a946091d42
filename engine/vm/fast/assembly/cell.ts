// A number cell in memory (engine/vm/numbers/cell-format.ts says what its words mean): headers, limbs, and writing what
// is no finite number. Knows no arithmetic. LIMBS comes from the build, so that every loop over a cell is unrolled.

export const BASE: u64 = 100_000_000;
export const LIMB_DIGITS: i32 = 8;
export const BIAS: i32 = 32768;
/** Largest biased exponent: sixteen bits hold it. */
export const BIASED_MAX: u32 = 65535;

export const SIGN: u32 = 0x80000000;
export const KIND: u32 = 0x60000000;
export const ZERO: u32 = 0;
export const FINITE: u32 = 0x20000000;
export const INFINITE: u32 = 0x40000000;
export const NAN: u32 = 0x60000000;
export const EXPONENT: u32 = 0xffff;

const WORD: usize = 4;

// @ts-ignore: a decorator of AssemblyScript
@inline
export function header(cell: usize): u32 {
  return load<u32>(cell);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function limb(cell: usize, i: i32): u32 {
  return load<u32>(cell + (<usize>i << 2), WORD);
}

/** Limb i of a cell, widened; 0 beyond the cell, decided when it is compiled. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function wide(cell: usize, i: i32): u64 {
  return i < LIMBS ? <u64>load<u32>(cell + (<usize>i << 2), WORD) : 0;
}

/** Unbiased, of a finite number. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function exponent(h: u32): i32 {
  return <i32>(h & EXPONENT) - BIAS;
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function bothFinite(ha: u32, hb: u32): bool {
  return (((ha ^ FINITE) | (hb ^ FINITE)) & KIND) == 0;
}

/** All limbs from `from` on are zero. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function endsBefore(cell: usize, from: i32): bool {
  let any: u32 = 0;
  if (from <= 1 && 1 < LIMBS) any |= limb(cell, 1);
  if (from <= 2 && 2 < LIMBS) any |= limb(cell, 2);
  if (from <= 3 && 3 < LIMBS) any |= limb(cell, 3);
  if (4 < LIMBS) any |= limb(cell, 4);
  if (5 < LIMBS) any |= limb(cell, 5);
  if (6 < LIMBS) any |= limb(cell, 6);
  if (7 < LIMBS) any |= limb(cell, 7);
  return any == 0;
}

/** Limbs up to the last that is not zero. */
export function limbCount(cell: usize): i32 {
  let n = LIMBS;
  while (n > 1 && limb(cell, n - 1) == 0) n--;
  return n;
}

/**
 * Stores go in the pairs in which cells are copied (header with limb 0, limbs 1 and 2, ...): a load that spans two stores
 * waits until both are in the cache.
 */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function storePair(cell: usize, at: i32, low: u32, high: u32): void {
  store<u64>(cell + (<usize>at << 2), <u64>low | (<u64>high << 32));
}

/** A zero, an infinity or a NaN. */
export function writeHeader(dst: usize, h: u32): void {
  store<u64>(dst, <u64>h);
  store<u64>(dst, 0, 8);
  if (LIMBS > 4) store<u64>(dst, 0, 16);
  if (LIMBS > 6) store<u64>(dst, 0, 24);
  store<u32>(dst, 0, <usize>LIMBS * 4);
}

/** With another header; dst may be a. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function copyAs(dst: usize, a: usize, h: u32): void {
  const first = limb(a, 0);
  store<u64>(dst, load<u64>(a, 8), 8);
  if (LIMBS > 4) store<u64>(dst, load<u64>(a, 16), 16);
  if (LIMBS > 6) store<u64>(dst, load<u64>(a, 24), 24);
  store<u32>(dst, load<u32>(a, <usize>LIMBS * 4), <usize>LIMBS * 4);
  storePair(dst, 0, h, first);
}
