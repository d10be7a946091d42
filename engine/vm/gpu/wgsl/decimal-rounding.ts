// WGSL of the decimal rounding: the result register to a number of significant digits or of decimal places.
// The only place where a decimal loses digits.

export const DECIMAL_ROUNDING_WGSL = /* wgsl */ `
const LIMB_DIGITS = 4;

// For exponents up to four, one of which is a limb.
fn powerOfTen(exponent: u32) -> u32 {
  let square = select(1u, 100u, (exponent & 2u) != 0u);
  return select(1u, 10u, (exponent & 1u) != 0u) * select(square, BASE, exponent == 4u);
}

fn digitsOf(limb: u32) -> i32 {
  return 1 + i32(limb >= 10u) + i32(limb >= 100u) + i32(limb >= 1000u);
}

// Rounds a finite result whose first limb that is not zero is lead; amount is in significant digits, or in decimal places.
fn roundResult(lead: u32, amount: i32, isPlaces: bool, mode: u32) {
  let top = LIMB_DIGITS * (result.exponent - i32(lead));
  let digits = digitsOf(limbs[RESULT_LIMBS + lead]);
  // Digit slots kept, counted from the first slot of the leading limb; its leading zeros are slots too.
  let slots = LIMB_DIGITS + amount + select(-digits, top, isPlaces);
  if (slots < LIMB_DIGITS * i32(result.count - lead)) { cutResult(lead, slots, top, digits, mode); }
}

fn cutResult(lead: u32, slots: i32, top: i32, digits: i32, mode: u32) {
  let kept = u32(max(slots, 0));
  let cut = lead + kept / 4u;
  let unit = powerOfTen(4u - kept % 4u);
  let limb = limbs[RESULT_LIMBS + cut];
  let whole = limb / unit;
  let tail = limb - whole * unit;
  var isRest = resultRest;
  for (var i = cut + 1u; i < result.count; i++) { isRest = isRest || limbs[RESULT_LIMBS + i] != 0u; }
  var place = select(placeOf(tail < unit / 2u, tail == unit / 2u, isRest), EXACT, tail == 0u && !isRest);
  // The unit is above every digit.
  if (slots < 0) { place = BELOW_HALF; }
  var isOdd = (whole & 1u) == 1u;
  if (unit == BASE) { isOdd = cut > lead && (limbs[RESULT_LIMBS + cut - 1u] & 1u) == 1u; }
  let isAway = roundsAway(place, isOdd, result.isNegative, mode);
  resultRest = false;
  if (!isAway && slots <= LIMB_DIGITS - digits) {
    setResult(KIND_ZERO, result.isNegative);
  } else {
    // Where nothing of the result is kept it becomes the unit of the last place.
    let exponent = top + LIMB_DIGITS - slots;
    let isUnit = kept == 0u;
    if (isUnit) { result.exponent = exponent >> 2u; }
    let last = select(cut, 0u, isUnit);
    result.count = last + 1u;
    endResult(last, select(whole * unit + select(0u, unit, isAway), powerOfTen(u32(exponent & 3)), isUnit));
  }
}

// Sets the last limb of the result, which may be BASE: then one is carried.
fn endResult(index: u32, limb: u32) {
  var at = RESULT_LIMBS + index;
  var sum = limb;
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
