// WGSL of what is asked of decimal cells: order, kind, whole value. The first two words of a cell come as values, the
// others are read where they lie; these write none.

export const DECIMAL_QUESTIONS_WGSL = /* wgsl */ `
fn numberKind(cell: vec2u) -> u32 {
  return (cell.x >> 29u) & 3u;
}

fn numberIsZero(cell: vec2u) -> bool { return numberKind(cell) == KIND_ZERO; }
fn numberIsNaN(cell: vec2u) -> bool { return numberKind(cell) == KIND_NAN; }
fn numberIsFinite(cell: vec2u) -> bool { return numberKind(cell) <= KIND_FINITE; }
// A negative zero is negative; a NaN cell has no sign.
fn numberIsNegative(cell: vec2u) -> bool { return (cell.x >> 31u) == 1u; }

// x and y begin the cells at the two addresses.
fn numberCompare(left: u32, right: u32, x: vec2u, y: vec2u) -> i32 {
  let a = x.x;
  let b = y.x;
  let kinds = vec2u((a >> 29u) & 3u, (b >> 29u) & 3u);
  let signs = select(vec2i(1), vec2i(-1), vec2u(a >> 31u, b >> 31u) == vec2u(1u));
  let sides = select(signs, vec2i(0), kinds == vec2u(KIND_ZERO));
  var order = i32(sides.x > sides.y) - i32(sides.x < sides.y);
  // Kind above exponent above limbs: the magnitude in the order of the words.
  var first = a & 0x7fffffffu;
  var second = b & 0x7fffffffu;
  for (var i = 1u; i <= policyLimbs && order == 0 && first == second; i++) {
    first = readWord(left + i);
    second = readWord(right + i);
  }
  if (order == 0) { order = sides.x * (i32(first > second) - i32(first < second)); }
  return select(order, UNORDERED, any(kinds == vec2u(KIND_NAN)));
}

// The whole number in a cell, as two words; out of range when it is none, or leaves 2^53 - 1.
fn numberToWhole(address: u32, cell: vec2u) -> vec2u {
  let header = cell.x;
  let kind = (header >> 29u) & 3u;
  let isNegative = (header >> 31u) == 1u;
  let exponent = i32(header & 0xffffu) - EXPONENT_BIAS;
  // Two limbs hold 2^53.
  var isWhole = kind == KIND_FINITE && exponent >= 0 && exponent <= 1;
  var value = vec2u(0u);
  for (var i = 0u; i < policyLimbs; i++) {
    let limb = readWord(address + 1u + i);
    if (i == 0u || (i == 1u && exponent == 1)) {
      value = wideSum(wideProduct(value.x, 100000000u), vec2u(limb, 0u));
    } else {
      isWhole = isWhole && limb == 0u;
    }
  }
  if (exponent == 1 && policyLimbs == 1u) { value = wideProduct(value.x, 100000000u); }
  let isZero = kind == KIND_ZERO;
  return checkedWhole(select(value, vec2u(0u), vec2<bool>(isZero)), isNegative, isWhole || isZero);
}
`;
