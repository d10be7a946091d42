// The settings of the run and the flag that a result was given up. Module-wide, because a lane has one policy.

/** Numbered as in decimal.js. */
export const UP: i32 = 0;
export const DOWN: i32 = 1;
export const CEIL: i32 = 2;
export const FLOOR: i32 = 3;
export const HALF_UP: i32 = 4;
export const HALF_DOWN: i32 = 5;
export const HALF_EVEN: i32 = 6;
export const HALF_CEIL: i32 = 7;
export const HALF_FLOOR: i32 = 8;

/** Digits that fit a cell wherever they begin within its first limb. */
const PRECISION_MAX: i32 = LIMBS * 8 - 7;

// The numbers of half-up and of 20 digits stand here as such: a name would be read by a start function.
export let precision: i32 = 20;
export let rounding: i32 = 4;
let flag: i32 = 0;

/** Traps on settings that no cell of this size can serve: results would silently lose digits. */
export function setPolicy(digits: i32, mode: i32): void {
  if (digits < 1 || digits > PRECISION_MAX || mode < UP || mode > HALF_FLOOR) unreachable();
  precision = digits;
  rounding = mode;
}

/** Address of the first cell since the last call whose result was given up because no cell can hold it; 0: there is none. */
export function takeFlag(): i32 {
  const taken = flag;
  flag = 0;
  return taken;
}

export function raiseFlag(cell: usize): void {
  if (flag == 0) flag = <i32>cell;
}
