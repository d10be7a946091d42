// WGSL of decimal quotients and square roots: both are one longhand loop. A quotient subtracts digit * divisor; a root
// subtracts digit * (twice the root so far, then the digit), and the divisor grows by a limb each step.
// Finite non-zero operands only, the radicand positive.

export const DECIMAL_LONGHAND_WGSL = /* wgsl */ `
// limbs[0, count) times a factor below BASE; the first limb takes the last carry.
fn scaleLimbs(count: u32, factor: u32) {
  var carry = 0u;
  for (var i = count; i > 0u; i--) {
    let product = limbs[i - 1u] * factor + carry;
    carry = product / BASE;
    limbs[i - 1u] = product - carry * BASE;
  }
}

fn placeOperand(x: DecimalHead, offset: u32, size: u32) {
  limbs[0] = 0u;
  for (var i = 0u; i < size; i++) {
    var limb = 0u;
    if (i < x.count) { limb = leftLimbs[i]; }
    limbs[offset + i] = limb;
  }
}

// The largest digit that may fit, never too small and rarely one too large. at is the limb above the divisor's first.
fn estimateDigit(at: u32, length: u32) -> u32 {
  let first = rightLimbs[0];
  let dividend = limbs[at] * BASE + limbs[at + 1u];
  var digit = min(dividend / first, BASE - 1u);
  var rest = dividend - digit * first;
  if (length < 2u) { return digit; }
  while (rest < BASE && digit * rightLimbs[1] > rest * BASE + limbs[at + 2u]) {
    digit--;
    rest += first;
  }
  return digit;
}

// Subtracts digit * divisor below limbs[at]. Negative when limbs[at] wraps.
fn subtractMultiple(at: u32, length: u32, digit: u32) {
  var carry = 0u;
  for (var i = length; i > 0u; i--) {
    let product = digit * rightLimbs[i - 1u] + carry;
    carry = product / BASE;
    let low = product - carry * BASE;
    let limb = limbs[at + i];
    let isBorrowed = limb < low;
    limbs[at + i] = limb + select(0u, BASE, isBorrowed) - low;
    carry += u32(isBorrowed);
  }
  limbs[at] -= carry;
}

fn addDivisor(at: u32, length: u32) {
  var carry = 0u;
  for (var i = length; i > 0u; i--) {
    let sum = limbs[at + i] + rightLimbs[i - 1u] + carry;
    carry = sum / BASE;
    limbs[at + i] = sum - carry * BASE;
  }
  limbs[at] += carry;
}

// The square root of a number below 1e8, bit by bit.
fn smallRoot(radicand: u32) -> u32 {
  var root = 0u;
  for (var bit = 8192u; bit > 0u; bit >>= 1u) {
    let trial = root | bit;
    if (trial * trial <= radicand) { root = trial; }
  }
  return min(root, BASE - 1u);
}

fn divideOrRoot(x: DecimalHead, y: DecimalHead, isRoot: bool) {
  var factor = 1u;
  var steps = 1u + (policyPrecision + 3u) / 4u;
  var size = 0u;
  if (isRoot) {
    // The first two limbs are the pair whose root is the first limb: the lower one has an even exponent.
    let offset = u32(1 - (x.exponent & 1));
    result.exponent = x.exponent >> 1u;
    size = max(2u * steps, x.count + offset);
    placeOperand(x, offset, size - offset);
    // Powers of four until the pair has its eight digits: the estimates need a large first limb.
    let pair = limbs[0] * BASE + limbs[1] + 1u;
    while (pair * factor * factor <= 25000000u) { factor *= 2u; }
  } else {
    // The first limb of a quotient may be zero.
    steps++;
    result.exponent = x.exponent - y.exponent;
    size = max(steps + y.count, x.count + 1u);
    placeOperand(x, 1u, size - 1u);
    factor = BASE / (rightLimbs[0] + 1u);
    var carry = 0u;
    for (var i = y.count; i > 0u; i--) {
      let product = rightLimbs[i - 1u] * factor + carry;
      carry = product / BASE;
      rightLimbs[i - 1u] = product - carry * BASE;
    }
  }
  for (var turn = u32(!isRoot); turn < 2u; turn++) { scaleLimbs(size, factor); }
  runLonghand(steps, y.count, isRoot);
  var isRest = false;
  for (var i = steps; i < size; i++) { isRest = isRest || limbs[i] != 0u; }
  if (isRoot && factor > 1u) {
    var carry = 0u;
    for (var i = 0u; i < steps; i++) {
      let dividend = carry * BASE + limbs[i];
      limbs[i] = dividend / factor;
      carry = dividend - limbs[i] * factor;
    }
    isRest = isRest || carry != 0u;
  }
  result.count = steps;
  resultRest = isRest;
}

// Leaves the digits in limbs[0, steps) and the remainder behind them.
fn runLonghand(steps: u32, divisorLength: u32, isRoot: bool) {
  for (var at = 0u; at < steps; at++) {
    let length = select(divisorLength, at + 1u, isRoot);
    var digit = 0u;
    if (isRoot) { rightLimbs[at] = 0u; }
    if (isRoot && at == 0u) { digit = smallRoot(limbs[0] * BASE + limbs[1]); }
    else { digit = estimateDigit(at, length); }
    if (isRoot) { rightLimbs[at] = digit; }
    subtractMultiple(at, length, digit);
    while (limbs[at] > 0x7fffffffu) {
      // One digit less: a root's divisor ends in the digit, and d * d - (d - 1) * (d - 1) = 2 * d - 1.
      if (isRoot) { rightLimbs[at] = 2u * digit - 1u; }
      addDivisor(at, length);
      digit--;
    }
    if (isRoot) {
      // A root leaves at most twice itself, one limb more than a quotient leaves.
      limbs[at + 1u] += limbs[at] * BASE;
      rightLimbs[at] = 2u * digit;
      var i = at;
      while (i > 0u && rightLimbs[i] >= BASE) {
        rightLimbs[i] -= BASE;
        i--;
        rightLimbs[i]++;
      }
    }
    limbs[at] = digit;
  }
}
`;
