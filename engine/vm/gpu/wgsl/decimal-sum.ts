// WGSL of decimal sums and products: exact limbs into the result register, or as many as a rounding can ask for and
// whether something follows them. Finite non-zero operands only.

export const DECIMAL_SUM_WGSL = /* wgsl */ `
fn leftLimb(index: u32, count: u32) -> u32 {
  if (index < count) { return leftLimbs[index]; }
  return 0u;
}

fn rightLimb(index: u32, count: u32) -> u32 {
  if (index < count) { return rightLimbs[index]; }
  return 0u;
}

// -1, 0 or 1: the magnitudes in the two operand registers.
fn compareMagnitudes(x: DecimalHead, y: DecimalHead) -> i32 {
  if (x.exponent != y.exponent) { return select(-1, 1, x.exponent > y.exponent); }
  for (var i = 0u; i < max(x.count, y.count); i++) {
    let a = leftLimb(i, x.count);
    let b = rightLimb(i, y.count);
    if (a != b) { return select(-1, 1, a > b); }
  }
  return 0;
}

fn addDecimal(x: DecimalHead, y: DecimalHead) {
  let isDifference = x.isNegative != y.isNegative;
  let order = compareMagnitudes(x, y);
  if (isDifference && order == 0) {
    setResult(KIND_ZERO, policyRounding == 3u);
    return;
  }
  let isSwapped = order < 0;
  var big = x;
  var small = y;
  if (isSwapped) {
    big = y;
    small = x;
  }
  let shift = u32(big.exponent - small.exponent);
  // Two limbs more than a cell has: one may cancel, and the digits of the policy are fewer than a cell's.
  let width = max(big.count, min(small.count + shift, 2u * policyLimbs + 2u));
  resultRest = small.count + shift > width;
  // What lies below the last limb takes one unit of it and leaves a rest.
  var carry = u32(isDifference && resultRest);
  for (var i = width; i > 0u; i--) {
    let at = i - 1u;
    let fromBig = vec2u(at, big.count);
    // Above its first limb the smaller one has zeros.
    let fromSmall = vec2u(at - min(at, shift), select(0u, small.count, at >= shift));
    let fromLeft = select(fromBig, fromSmall, isSwapped);
    let fromRight = select(fromSmall, fromBig, isSwapped);
    let a = leftLimb(fromLeft.x, fromLeft.y);
    let b = rightLimb(fromRight.x, fromRight.y);
    let upper = select(a, b, isSwapped);
    let lower = select(b, a, isSwapped) + carry;
    if (isDifference) {
      carry = u32(upper < lower);
      limbs[i] = upper + carry * BASE - lower;
    } else {
      carry = u32(upper + lower >= BASE);
      limbs[i] = upper + lower - carry * BASE;
    }
  }
  limbs[0] = carry;
  result = DecimalHead(KIND_FINITE, big.isNegative, big.exponent + 1, width + 1u);
}

fn multiplyDecimal(x: DecimalHead, y: DecimalHead) {
  var carry = 0u;
  // A column sums at most 16 products below 1e8, which a word holds.
  for (var column = x.count + y.count - 1u; column > 0u; column--) {
    let high = column - 1u;
    var sum = carry;
    for (var i = select(0u, column - y.count, column > y.count); i <= min(high, x.count - 1u); i++) {
      sum += leftLimbs[i] * rightLimbs[high - i];
    }
    carry = sum / BASE;
    limbs[column] = sum - carry * BASE;
  }
  limbs[0] = carry;
  result.exponent = x.exponent + y.exponent + 1;
  result.count = x.count + y.count;
}
`;
