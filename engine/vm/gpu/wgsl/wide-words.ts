// WGSL of unsigned numbers of 64 and 128 bits in vectors of words, lowest word first. Shifts may be as long as the number.

export const WIDE_WORDS_WGSL = /* wgsl */ `
fn wideSum(x: vec2u, y: vec2u) -> vec2u {
  let low = x.x + y.x;
  return vec2u(low, x.y + y.y + u32(low < x.x));
}

fn wideDifference(x: vec2u, y: vec2u) -> vec2u {
  return vec2u(x.x - y.x, x.y - y.y - u32(x.x < y.x));
}

fn wideNegative(x: vec2u) -> vec2u {
  return vec2u(~x.x + 1u, ~x.y + u32(x.x == 0u));
}

fn wideIsLess(x: vec2u, y: vec2u) -> bool {
  return x.y < y.y || (x.y == y.y && x.x < y.x);
}

fn wideIsZero(x: vec2u) -> bool {
  return (x.x | x.y) == 0u;
}

// By the exponent of a float, which is less code than what stands for countLeadingZeros on some devices. The bit behind
// the leading one is cleared, so that no rounding can make it the next power of two.
fn wideLeadingZeros(x: vec2u) -> u32 {
  let isLow = x.y == 0u;
  let word = select(x.y, x.x, isLow);
  let zeros = 158u - (bitcast<u32>(f32(word & ~(word >> 1u))) >> 23u);
  return select(zeros, 32u, word == 0u) + select(0u, 32u, isLow);
}

// amount 0 to 63. A word shifts by 31 at most, hence the shift in two steps.
fn wideLeft(x: vec2u, amount: u32) -> vec2u {
  let bits = amount & 31u;
  let moved = vec2u(x.x << bits, (x.y << bits) | ((x.x >> 1u) >> (31u - bits)));
  return select(moved, vec2u(0u, moved.x), vec2<bool>(amount > 31u));
}

fn wideRight(x: vec2u, amount: u32) -> vec2u {
  let bits = amount & 31u;
  let moved = vec2u((x.x >> bits) | ((x.y << 1u) << (31u - bits)), x.y >> bits);
  return select(moved, vec2u(moved.y, 0u), vec2<bool>(amount > 31u));
}

// Shifts right and keeps in the last bit whether anything fell off: enough for a rounding above it.
fn wideRightSticky(x: vec2u, amount: u32) -> vec2u {
  let moved = select(wideRight(x, amount), vec2u(0u), vec2<bool>(amount > 63u));
  let isLost = any(wideLeft(moved, amount) != x);
  return vec2u(moved.x | u32(isLost), moved.y);
}

fn fourLeft(x: vec4u, amount: u32) -> vec4u {
  var moved = x;
  for (var i = 0u; i < (amount >> 5u); i++) { moved = vec4u(0u, moved.xyz); }
  let bits = vec4u(amount & 31u);
  return (moved << bits) | ((vec4u(0u, moved.xyz) >> vec4u(1u)) >> (vec4u(31u) - bits));
}

// The product of two numbers of 64 bits.
fn wideTimesWide(x: vec2u, y: vec2u) -> vec4u {
  let low = wideProduct(x.x, y.x);
  let one = wideProduct(x.x, y.y);
  let two = wideProduct(x.y, y.x);
  let high = wideProduct(x.y, y.y);
  let middle = wideSum(vec2u(one.x, 0u), wideSum(vec2u(two.x, 0u), vec2u(low.y, 0u)));
  let top = wideSum(high, wideSum(vec2u(one.y, 0u), wideSum(vec2u(two.y, 0u), vec2u(middle.y, 0u))));
  return vec4u(low.x, middle.x, top.x, top.y);
}
`;
