// Limbs of a number cell. The build replaces this file by one for each size (scripts/build.mjs).
export const LIMBS: i32 = 4;
