// WGSL of what is asked of binary64 cells: order, kind, whole value. The cells come as values; these write nothing.

export const BINARY64_QUESTIONS_WGSL = /* wgsl */ `
fn numberIsZero(cell: vec2u) -> bool {
  return (cell.x | (cell.y << 1u)) == 0u;
}

// The cells have one NaN, and nothing lies above it.
fn numberIsNaN(cell: vec2u) -> bool {
  return (cell.y & 0x7fffffffu) == 0x7ff80000u;
}

fn numberIsFinite(cell: vec2u) -> bool {
  return (cell.y & 0x7ff00000u) != 0x7ff00000u;
}

// A negative zero is negative; a NaN cell has no sign.
fn numberIsNegative(cell: vec2u) -> bool {
  return (cell.y >> 31u) == 1u;
}

// A whole number that lies among others as the cell does; zeros of both signs are one.
fn orderOf(cell: vec2u) -> vec2u {
  let magnitude = vec2u(cell.x, cell.y & 0x7fffffffu);
  return select(magnitude, wideNegative(magnitude), vec2<bool>(numberIsNegative(cell)));
}

// The addresses are those of the cells.
fn numberCompare(left: u32, right: u32, x: vec2u, y: vec2u) -> i32 {
  if (numberIsNaN(x) || numberIsNaN(y)) { return UNORDERED; }
  return wholeCompare(orderOf(x), orderOf(y));
}

// The whole number in a cell, as two words; out of range when it is none, or leaves 2^53 - 1.
fn numberToWhole(address: u32, cell: vec2u) -> vec2u {
  if (numberIsZero(cell)) { return vec2u(0u); }
  // Bits of the fraction behind the point; a subnormal has too many, an infinity or NaN too few.
  let behind = 1075 - i32((cell.y >> 20u) & 0x7ffu);
  let shift = u32(clamp(behind, 0, 52));
  let fraction = vec2u(cell.x, (cell.y & 0xfffffu) | 0x100000u);
  let whole = wideRight(fraction, shift);
  let isWhole = behind == i32(shift) && all(wideLeft(whole, shift) == fraction);
  return checkedWhole(whole, numberIsNegative(cell), isWhole);
}
`;
