// Scratch memory: where an operation puts the limbs of its exact result before they are rounded. One operation at a time
// uses it, and nothing in it outlives the operation, so that whoever owns the memory may overwrite it in between.

/** Bytes 128 to 767 of the memory belong to the arithmetic; below them and above them nothing is touched. */
const SCRATCH: usize = 128;

/**
 * The exact result, most significant limb first. Place 0 is kept for a carry out of it when it is rounded; the last place
 * is a cell's length behind a product or a shifted sum, at most 3 * 8 + 4.
 */
const WORK: usize = SCRATCH;
/** Where a result has its first limb, or the carry into one. */
export const HEAD: i32 = 1;
/** The dividend or radicand that is used up, and the remainder that grows behind it. */
const REST: usize = SCRATCH + 192;
/** A cell between the steps of an operation that rounds several times, and one for its constant. */
export const CELL: usize = SCRATCH + 384;
export const POWER: usize = SCRATCH + 448;

// @ts-ignore: a decorator of AssemblyScript
@inline
export function work(i: i32): u32 {
  return load<u32>(<usize>i << 2, WORK);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function setWork(i: i32, value: u32): void {
  store<u32>(<usize>i << 2, value, WORK);
}

/** Two limbs at once, both zero. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function clearPair(i: i32): void {
  store<u64>(<usize>i << 2, 0, WORK);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function rest(i: i32): u32 {
  return load<u32>(<usize>i << 2, REST);
}

// @ts-ignore: a decorator of AssemblyScript
@inline
export function setRest(i: i32, value: u32): void {
  store<u32>(<usize>i << 2, value, REST);
}
