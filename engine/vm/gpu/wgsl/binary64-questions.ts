// WGSL of what is asked of binary64 cells: order, kind, whole value. These write nothing.

export const BINARY64_QUESTIONS_WGSL = /* wgsl */ `
fn numberIsZero(address: u32) -> bool {
  let cell = readDouble(address);
  return wideIsZero(vec2u(cell.x, cell.y & 0x7fffffffu));
}

// The cells have one NaN, and nothing lies above it.
fn numberIsNaN(address: u32) -> bool {
  return (readWord(address + 1u) & 0x7fffffffu) == 0x7ff80000u;
}

fn numberIsFinite(address: u32) -> bool {
  return (readWord(address + 1u) & 0x7ff00000u) != 0x7ff00000u;
}

// A negative zero is negative; a NaN cell has no sign.
fn numberIsNegative(address: u32) -> bool {
  return (readWord(address + 1u) >> 31u) == 1u;
}

fn numberCompare(left: u32, right: u32) -> i32 {
  if (numberIsNaN(left) || numberIsNaN(right)) { return UNORDERED; }
  if (numberIsZero(left) && numberIsZero(right)) { return 0; }
  let x = readDouble(left);
  let y = readDouble(right);
  let isNegative = (x.y >> 31u) == 1u;
  if ((x.y ^ y.y) >> 31u == 1u) { return select(1, -1, isNegative); }
  if (all(x == y)) { return 0; }
  return select(1, -1, wideIsLess(x, y) != isNegative);
}

// The whole number in a cell, as two words; out of range when it is none, or leaves 2^53 - 1.
fn numberToWhole(address: u32) -> vec2u {
  let parts = doubleParts(readDouble(address));
  if (parts.kind == KIND_ZERO) { return vec2u(0u); }
  let isInside = parts.kind == KIND_FINITE && parts.exponent >= 0 && parts.exponent <= 52;
  let shift = u32(62 - clamp(parts.exponent, 0, 52));
  let whole = wideRight(parts.fraction, shift);
  let isWhole = all(wideLeft(whole, shift) == parts.fraction);
  return checkedWhole(whole, parts.isNegative, isInside && isWhole);
}
`;
