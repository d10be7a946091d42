// What the build gives the assembly as constants (scripts/support/assembly.mjs). For editors; the compiler reads no types.

/** Limbs of a number cell: 4, 6 or 8. */
declare const LIMBS: i32;
