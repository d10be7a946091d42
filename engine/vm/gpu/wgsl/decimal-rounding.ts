// WGSL of the decimal rounding: the result register to a number of significant digits or of decimal places.
// The only place where a decimal loses digits.

export const DECIMAL_ROUNDING_WGSL = /* wgsl */ `
const LIMB_DIGITS = 4;

fn powerOfTen(exponent: u32) -> u32 {
  var power = 1u;
  for (var i = 0u; i < exponent; i++) { power *= 10u; }
  return power;
}

fn digitsOf(limb: u32) -> i32 {
  return 1 + i32(limb >= 10u) + i32(limb >= 100u) + i32(limb >= 1000u);
}

// Rounds a finite result; amount is in significant digits, or in decimal places.
fn roundResult(amount: i32, isPlaces: bool, mode: u32) {
  let lead = leadingLimb();
  let top = LIMB_DIGITS * (result.exponent - i32(lead));
  let digits = digitsOf(limbs[RESULT_LIMBS + lead]);
  // Digit slots kept, counted from the first slot of the leading limb; its leading zeros are slots too.
  let kept = LIMB_DIGITS + amount + select(-digits, top, isPlaces);
  if (kept >= LIMB_DIGITS * i32(result.count - lead)) { return; }
  if (kept < 0) {
    roundBelowUnit(roundsAway(BELOW_HALF, false, result.isNegative, mode), top + LIMB_DIGITS - kept);
    return;
  }
  let cut = lead + u32(kept) / 4u;
  let unit = powerOfTen(4u - u32(kept) % 4u);
  let limb = limbs[RESULT_LIMBS + cut];
  let whole = limb / unit;
  let tail = limb - whole * unit;
  var isRest = resultRest;
  for (var i = cut + 1u; i < result.count; i++) { isRest = isRest || limbs[RESULT_LIMBS + i] != 0u; }
  let isExact = tail == 0u && !isRest;
  let place = select(placeOf(tail < unit / 2u, tail == unit / 2u, isRest), EXACT, isExact);
  var isOdd = (whole & 1u) == 1u;
  if (unit == BASE) { isOdd = cut > lead && (limbs[RESULT_LIMBS + cut - 1u] & 1u) == 1u; }
  let isAway = roundsAway(place, isOdd, result.isNegative, mode);
  resultRest = false;
  if (kept == 0) {
    roundBelowUnit(isAway, top + LIMB_DIGITS);
    return;
  }
  limbs[RESULT_LIMBS + cut] = whole * unit;
  result.count = cut + 1u;
  if (isAway) { addAt(cut, unit); }
  else if (kept <= LIMB_DIGITS - digits) { setResult(KIND_ZERO, result.isNegative); }
}

// Nothing of the result is kept: it becomes the unit of the last place, 10^exponent, or zero.
fn roundBelowUnit(isAway: bool, exponent: i32) {
  if (!isAway) {
    setResult(KIND_ZERO, result.isNegative);
    return;
  }
  limbs[RESULT_LIMBS] = powerOfTen(u32(exponent & 3));
  result.count = 1u;
  result.exponent = exponent >> 2u;
  resultRest = false;
}

// Adds at a limb of the result, below which nothing is left.
fn addAt(index: u32, amount: u32) {
  var at = RESULT_LIMBS + index;
  var sum = limbs[at] + amount;
  while (sum >= BASE && at > RESULT_LIMBS) {
    limbs[at] = sum - BASE;
    at--;
    sum = limbs[at] + 1u;
  }
  if (sum >= BASE) {
    // Every limb was full, so nothing but the carry is left.
    sum = 1u;
    result.count = 1u;
    result.exponent++;
  }
  limbs[at] = sum;
}
`;
