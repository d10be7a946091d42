// WGSL of the four operations and the square root on the parts of doubles: finite non-zero operands, a result that is
// still to be rounded. Quotients and roots come bit by bit, which is short code and exact.

export const BINARY64_ARITHMETIC_WGSL = /* wgsl */ `
// Bits of a quotient or a root: 53, one to round by, and some to spare for a leading zero.
const QUOTIENT_BITS = 58u;
const ROOT_BITS = 56u;

// Bits of the dividend below its fraction; zero but in an exact rounding.
var<private> dividendTail: vec2u;

// One of them may be zero, whose fraction is zero.
fn addDoubles(x: DoubleParts, y: DoubleParts) -> DoubleParts {
  let isLess = x.exponent == y.exponent && wideIsLess(x.fraction, y.fraction);
  let isSmaller = x.exponent < y.exponent || isLess;
  let isSwapped = x.kind == KIND_ZERO || (y.kind != KIND_ZERO && isSmaller);
  var big = x;
  var small = y;
  if (isSwapped) {
    big = y;
    small = x;
  }
  let moved = wideRightSticky(small.fraction, u32(big.exponent - small.exponent));
  let isDifference = big.isNegative != small.isNegative;
  big.fraction = select(wideSum(big.fraction, moved), wideDifference(big.fraction, moved), vec2<bool>(isDifference));
  let isZero = wideIsZero(big.fraction);
  big.kind = select(KIND_FINITE, KIND_ZERO, isZero);
  big.isNegative = big.isNegative && !isZero;
  return big;
}

fn multiplyDoubles(x: DoubleParts, y: DoubleParts, product: vec4u) -> DoubleParts {
  let sticky = u32(!wideIsZero(product.xy));
  let fraction = vec2u(product.z | sticky, product.w);
  return DoubleParts(KIND_FINITE, x.isNegative != y.isNegative, x.exponent + y.exponent + 2, fraction);
}

fn divideDoubles(x: DoubleParts, y: DoubleParts) -> DoubleParts {
  var rest = x.fraction;
  var tail = dividendTail;
  var quotient = vec2u(0u);
  for (var i = 0u; i < QUOTIENT_BITS; i++) {
    let isOne = !wideIsLess(rest, y.fraction);
    if (isOne) { rest = wideDifference(rest, y.fraction); }
    quotient = vec2u((quotient.x << 1u) | u32(isOne), (quotient.y << 1u) | (quotient.x >> 31u));
    rest = vec2u((rest.x << 1u) | (tail.y >> 31u), (rest.y << 1u) | (rest.x >> 31u));
    tail = vec2u(tail.x << 1u, (tail.y << 1u) | (tail.x >> 31u));
  }
  // An exact rounding has at most 117 bits, so the tail is used up by now.
  quotient.x |= u32(!wideIsZero(rest));
  // The first bit of the quotient stands for one.
  let exponent = x.exponent - y.exponent + 63 - i32(QUOTIENT_BITS);
  return DoubleParts(KIND_FINITE, x.isNegative != y.isNegative, exponent, quotient);
}

fn rootOfDouble(x: DoubleParts) -> DoubleParts {
  // An even exponent halves.
  var radicand = wideLeft(x.fraction, u32(x.exponent & 1));
  var rest = vec2u(0u);
  var root = vec2u(0u);
  for (var i = 0u; i < ROOT_BITS; i++) {
    rest = vec2u((rest.x << 2u) | (radicand.y >> 30u), (rest.y << 2u) | (rest.x >> 30u));
    radicand = vec2u(radicand.x << 2u, (radicand.y << 2u) | (radicand.x >> 30u));
    let trial = vec2u((root.x << 2u) | 1u, (root.y << 2u) | (root.x >> 30u));
    let isOne = !wideIsLess(rest, trial);
    if (isOne) { rest = wideDifference(rest, trial); }
    root = vec2u((root.x << 1u) | u32(isOne), (root.y << 1u) | (root.x >> 31u));
  }
  root.x |= u32(!wideIsZero(rest));
  return DoubleParts(KIND_FINITE, false, (x.exponent >> 1u) + 63 - i32(ROOT_BITS), root);
}
`;
