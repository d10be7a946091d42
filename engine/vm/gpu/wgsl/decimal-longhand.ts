// WGSL of decimal quotients and square roots: both are one longhand loop. A quotient subtracts digit * divisor; a root
// subtracts digit * (twice the root so far, then the digit), and the divisor grows by a limb each step.
// Finite non-zero operands only, the radicand positive.

export const DECIMAL_LONGHAND_WGSL = /* wgsl */ `
// A register times a factor below BASE; its first limb takes the last carry.
fn scaleLimbs(base: u32, count: u32, factor: u32) {
  var carry = 0u;
  for (var i = base + count; i > base; i--) {
    let product = limbs[i - 1u] * factor + carry;
    carry = product / BASE;
    limbs[i - 1u] = product - carry * BASE;
  }
}

// The largest digit that may fit, never too small and rarely too large: by the limbs above and at the divisor's first, as
// one number, the limb behind them, and the divisor's second limb, zero where it has none.
fn estimateDigit(dividend: u32, next: u32, second: u32) -> u32 {
  let first = limbs[RIGHT_LIMBS];
  var digit = min(dividend / first, BASE - 1u);
  var rest = dividend - digit * first;
  while (rest < BASE && digit * second > rest * BASE + next) {
    digit--;
    rest += first;
  }
  return digit;
}

// Subtracts amount * divisor from the limbs behind limbs[at]; what limbs[at] loses by it is returned.
fn subtractMultiple(at: u32, length: u32, amount: i32) -> i32 {
  var carry = 0;
  for (var i = length; i > 0u; i--) {
    // The offset makes the dividend of the carry positive; it is taken back behind the division.
    let value = i32(limbs[at + i]) - amount * i32(limbs[RIGHT_LIMBS + i - 1u]) - carry + BORROW_MAX * i32(BASE);
    let quotient = value / i32(BASE);
    limbs[at + i] = u32(value - quotient * i32(BASE));
    carry = BORROW_MAX - quotient;
  }
  return carry;
}
// A digit times a limb of a root's divisor, which may be twice a digit, stays below this many times BASE.
const BORROW_MAX = 20000;

// The square root of a number below 1e8, bit by bit.
fn smallRoot(radicand: u32) -> u32 {
  var root = 0u;
  for (var bit = 8192u; bit > 0u; bit >>= 1u) {
    let trial = root | bit;
    if (trial * trial <= radicand) { root = trial; }
  }
  return root;
}

fn divideOrRoot(x: DecimalHead, y: DecimalHead, isRoot: bool) {
  var factor = 1u;
  var steps = 1u + (policyPrecision + 3u) / 4u;
  var size = 0u;
  var offset = 1u;
  if (isRoot) {
    // The first two limbs are the pair whose root is the first limb: the lower one has an even exponent.
    offset = u32(1 - (x.exponent & 1));
    result.exponent = x.exponent >> 1u;
    size = max(2u * steps, x.count + offset);
  } else {
    // The first limb of a quotient may be zero.
    steps++;
    result.exponent = x.exponent - y.exponent;
    size = max(steps + y.count, x.count + 1u);
    factor = BASE / (limbs[RIGHT_LIMBS] + 1u);
  }
  for (var i = 0u; i < size; i++) {
    limbs[RESULT_LIMBS + i] = limbAt(LEFT_LIMBS, i - offset, x.count);
  }
  if (isRoot) {
    // Powers of four until the pair has its eight digits: the estimates need a large first limb.
    let pair = limbs[RESULT_LIMBS] * BASE + limbs[RESULT_LIMBS + 1u] + 1u;
    while (pair * factor * factor <= 25000000u) { factor *= 2u; }
  }
  // A root's operand twice; else dividend and divisor.
  for (var turn = 0u; turn < 2u; turn++) {
    let isDivisor = turn == 1u && !isRoot;
    scaleLimbs(select(RESULT_LIMBS, RIGHT_LIMBS, isDivisor), select(size, y.count, isDivisor), factor);
  }
  runLonghand(steps, y.count, isRoot);
  resultRest = false;
  for (var i = steps; i < size; i++) { resultRest = resultRest || limbs[RESULT_LIMBS + i] != 0u; }
  result.count = steps;
  if (isRoot) {
    var carry = 0u;
    for (var i = 0u; i < steps; i++) {
      let dividend = carry * BASE + limbs[RESULT_LIMBS + i];
      let quotient = dividend / factor;
      limbs[RESULT_LIMBS + i] = quotient;
      carry = dividend - quotient * factor;
    }
    resultRest = resultRest || carry != 0u;
  }
}

// Leaves the digits in the first limbs of the result and the remainder behind them.
fn runLonghand(steps: u32, divisorLength: u32, isRoot: bool) {
  for (var step = 0u; step < steps; step++) {
    let at = RESULT_LIMBS + step;
    let length = select(divisorLength, step + 1u, isRoot);
    // The place of a root's digit in its divisor; it counts as empty while the digit is estimated.
    let place = RIGHT_LIMBS + step;
    let top = limbs[at];
    let pair = top * BASE + limbs[at + 1u];
    let hasSecond = length > 1u && !(isRoot && step == 1u);
    let second = select(0u, limbs[RIGHT_LIMBS + 1u], hasSecond);
    var digit = 0u;
    if (isRoot && step == 0u) { digit = smallRoot(pair); }
    else { digit = estimateDigit(pair, limbs[at + 2u], second); }
    var rest = i32(top);
    var amount = i32(digit);
    var last = digit;
    loop {
      if (isRoot) { limbs[place] = last; }
      rest -= subtractMultiple(at, length, amount);
      if (rest >= 0) { break; }
      // One digit less: a root's divisor ends in the digit, and d * d - (d - 1) * (d - 1) = 2 * d - 1.
      last = 2u * digit - 1u;
      digit--;
      amount = -1;
    }
    limbs[at] = digit;
    if (isRoot) {
      // A root leaves at most twice itself, one limb more than a quotient leaves. Its divisor needs no carries: its
      // limbs may be twice a digit.
      limbs[at + 1u] += u32(rest) * BASE;
      limbs[place] = 2u * digit;
    }
  }
}
`;
