export const LIMBS: i32 = 4;
