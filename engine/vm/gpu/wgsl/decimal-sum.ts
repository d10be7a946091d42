// WGSL of decimal sums and products: exact limbs into the result register, or as many as a rounding can ask for and
// whether something follows them. Finite non-zero operands only.

export const DECIMAL_SUM_WGSL = /* wgsl */ `
// -1, 0 or 1: the magnitudes in the two operand registers.
fn compareMagnitudes(x: DecimalHead, y: DecimalHead) -> i32 {
  if (x.exponent != y.exponent) { return select(-1, 1, x.exponent > y.exponent); }
  for (var i = 0u; i < max(x.count, y.count); i++) {
    let a = limbAt(LEFT_LIMBS, i, x.count);
    let b = limbAt(RIGHT_LIMBS, i, y.count);
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
  let bigLimbs = select(LEFT_LIMBS, RIGHT_LIMBS, isSwapped);
  let smallLimbs = select(RIGHT_LIMBS, LEFT_LIMBS, isSwapped);
  let shift = u32(big.exponent - small.exponent);
  // Two limbs more than a cell has: one may cancel, and the digits of the policy are fewer than a cell's.
  let width = max(big.count, min(small.count + shift, 2u * policyLimbs + 2u));
  resultRest = small.count + shift > width;
  // What lies below the last limb takes one unit of it and leaves a rest.
  var carry = u32(isDifference && resultRest);
  for (var i = width + 1u; i > 0u; i--) {
    // The result's first limb is above both operands; their index is below zero there.
    let at = i - 2u;
    let upper = limbAt(bigLimbs, at, big.count);
    let lower = limbAt(smallLimbs, at - shift, small.count) + carry;
    var limb = upper + lower;
    if (isDifference) {
      carry = u32(upper < lower);
      limb = upper + carry * BASE - lower;
    } else {
      carry = u32(limb >= BASE);
      limb -= carry * BASE;
    }
    limbs[RESULT_LIMBS + i - 1u] = limb;
  }
  result = DecimalHead(KIND_FINITE, big.isNegative, big.exponent + 1, width + 1u);
}

fn multiplyDecimal(x: DecimalHead, y: DecimalHead) {
  result.exponent = x.exponent + y.exponent + 1;
  result.count = x.count + y.count;
  var carry = 0u;
  // A column sums at most 16 products below 1e8, which a word holds; the first column is the last carry.
  for (var column = result.count; column > 0u;) {
    column--;
    var sum = carry;
    for (var i = column - min(column, y.count); i < min(column, x.count); i++) {
      sum += limbs[LEFT_LIMBS + i] * limbs[RIGHT_LIMBS + column - 1u - i];
    }
    carry = sum / BASE;
    limbs[RESULT_LIMBS + column] = sum - carry * BASE;
  }
}
`;
