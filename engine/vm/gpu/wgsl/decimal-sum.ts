// WGSL of decimal sums and products: exact limbs into the result register, or as many as a rounding can ask for and
// whether something follows them. Finite non-zero operands only.

export const DECIMAL_SUM_WGSL = /* wgsl */ `
// A zero on one side leaves the other one, with a limb before it.
fn addDecimal(x: DecimalHead, y: DecimalHead) {
  let hasZero = x.kind == KIND_ZERO || y.kind == KIND_ZERO;
  let isDifference = !hasZero && x.isNegative != y.isNegative;
  var isSwapped = x.kind == KIND_ZERO || (!hasZero && x.exponent < y.exponent);
  loop {
    var big = x;
    var small = y;
    if (isSwapped) {
      big = y;
      small = x;
    }
    let bigLimbs = select(LEFT_LIMBS, RIGHT_LIMBS, isSwapped);
    let shift = select(u32(big.exponent - small.exponent), 0u, hasZero);
    // Two limbs more than a cell has: one may cancel, and the digits of the policy are fewer than a cell's.
    let width = max(big.count, min(small.count + shift, 2u * policyLimbs + 2u));
    resultRest = small.count + shift > width;
    // What lies below the last limb takes one unit of it and leaves a rest.
    var carry = u32(isDifference && resultRest);
    var digits = 0u;
    for (var i = width + 1u; i > 0u; i--) {
      // The result's first limb is above both operands; their index is below zero there.
      let at = i - 2u;
      let upper = limbAt(bigLimbs, at, big.count);
      let lower = limbAt(RIGHT_LIMBS - bigLimbs, at - shift, small.count) + carry;
      carry = u32(select(upper + lower >= BASE, upper < lower, isDifference));
      let limb = select(upper + lower - carry * BASE, upper + carry * BASE - lower, isDifference);
      digits |= limb;
      limbs[RESULT_LIMBS + i - 1u] = limb;
    }
    result = DecimalHead(KIND_FINITE, big.isNegative, big.exponent + 1, width + 1u);
    if (digits == 0u) { setResult(KIND_ZERO, policyRounding == 3u); }
    // A difference that borrows from above its limbs is the other way round; exponents were equal then.
    if (!isDifference || carry == 0u) { break; }
    isSwapped = !isSwapped;
  }
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
