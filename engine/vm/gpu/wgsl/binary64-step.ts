// WGSL of one binary64 operation from cells to cell, and of the two roundings to decimal places. Each part is called
// from one place: a scaled rounding goes round the loop of `numberStep` twice, product then quotient.
// Like `numberStep` it should be called from one place.

/** 5^27 is the last power that fits 63 bits; more places than that are nobody's money. */
const EXACT_SCALE_MAX = 27;

export const BINARY64_STEP_WGSL = /* wgsl */ `
const EXACT_SCALE_MAX = ${String(EXACT_SCALE_MAX)};

// To a whole number. The parts stay normal, because a quotient may follow.
fn roundToWhole(parts: DoubleParts, mode: u32) -> DoubleParts {
  if (parts.kind != KIND_FINITE || parts.exponent >= 52) { return parts; }
  var rounded = parts;
  var whole = vec2u(0u);
  var place = BELOW_HALF;
  let shift = u32(62 - max(parts.exponent, 0));
  if (parts.exponent < 0) {
    let isExactHalf = all(parts.fraction == LEADING_ONE);
    place = placeOf(parts.exponent < -1, isExactHalf, false);
  } else {
    whole = wideRight(parts.fraction, shift);
    let rest = wideDifference(parts.fraction, wideLeft(whole, shift));
    if (wideIsZero(rest)) { return parts; }
    let half = wideLeft(vec2u(1u, 0u), shift - 1u);
    place = placeOf(wideIsLess(rest, half), all(rest == half), false);
  }
  if (roundsAway(place, (whole.x & 1u) == 1u, parts.isNegative, mode)) {
    whole = wideSum(whole, vec2u(1u, 0u));
  }
  if (wideIsZero(whole)) { return DoubleParts(KIND_ZERO, parts.isNegative, 0, whole); }
  let zeros = wideLeadingZeros(whole);
  rounded.exponent = 63 - i32(zeros);
  rounded.fraction = wideLeft(whole, zeros - 1u);
  return rounded;
}

// The exact decimal expansion rounded to places is n / 10^scale for a whole n. True: x is made n, y 5^scale, and their
// quotient is what is wanted. False: x itself is the result.
fn prepareExactRounding(x: ptr<function, DoubleParts>, y: ptr<function, DoubleParts>, scale: i32, mode: u32) -> bool {
  // value * 10^scale = fraction53 * 5^scale / 2^shift
  let shift = 52 - (*x).exponent - scale;
  if ((*x).kind != KIND_FINITE || shift <= 0) { return false; }
  if (scale > EXACT_SCALE_MAX) {
    numberFlags |= OUT_OF_RANGE;
    return false;
  }
  var power = vec2u(1u, 0u);
  for (var i = 0; i < scale; i++) { power = wideSum(power, wideLeft(power, 2u)); }
  let product = wideTimesWide(wideRight((*x).fraction, 10u), power);
  var whole = vec4u(0u);
  var place = BELOW_HALF;
  // The product has at most 116 bits.
  if (shift < 120) {
    let halves = fourRight(product, u32(shift - 1));
    whole = fourRight(halves, 1u);
    let isRest = any(fourLeft(halves, u32(shift - 1)) != product);
    let isHalf = (halves.x & 1u) == 1u;
    place = select(placeOf(!isHalf, isHalf, isRest), EXACT, !isHalf && !isRest);
  }
  if (roundsAway(place, (whole.x & 1u) == 1u, (*x).isNegative, mode)) {
    for (var i = 0u; i < 4u; i++) {
      whole[i]++;
      if (whole[i] != 0u) { break; }
    }
  }
  let upper = wideLeadingZeros(whole.zw);
  let zeros = select(upper, 64u + wideLeadingZeros(whole.xy), upper == 64u);
  if (zeros == 128u) {
    (*x).kind = KIND_ZERO;
    return false;
  }
  let normal = fourLeft(whole, zeros - 1u);
  let powerZeros = wideLeadingZeros(power);
  (*x).fraction = normal.zw;
  dividendTail = normal.xy;
  (*x).exponent = 127 - i32(zeros);
  (*y) = DoubleParts(KIND_FINITE, false, 63 - i32(powerZeros) + scale, wideLeft(power, powerZeros - 1u));
  return true;
}

fn computeDouble(operation: u32, x: DoubleParts, y: DoubleParts) -> DoubleParts {
  let special = decideSpecial(operation, Side(x.kind, x.isNegative), Side(y.kind, y.isNegative));
  if (special.kind != KIND_FINITE) {
    return DoubleParts(special.kind, special.isNegative, 0, vec2u(0u));
  }
  var value = x;
  switch (operation) {
    case OP_ADD: { value = addDoubles(x, y); }
    case OP_MULTIPLY: { value = multiplyDoubles(x, y); }
    case OP_DIVIDE: { value = divideDoubles(x, y); }
    case OP_ROOT: { value = rootOfDouble(x); }
    case OP_NEGATE: { value.isNegative = !x.isNegative; }
    case OP_ABSOLUTE: { value.isNegative = false; }
    default: {}
  }
  return value;
}

// One operation. scale and mode belong to the two roundings that name them.
fn numberStep(operation: u32, destination: u32, operands: vec2u, scale: i32, mode: u32) {
  var x = DoubleParts();
  dividendTail = vec2u(0u);
  if (operation == OP_FROM_WHOLE) {
    let whole = readWhole(operands.x);
    let magnitude = wholeMagnitude(whole);
    x = DoubleParts(select(KIND_FINITE, KIND_ZERO, wideIsZero(magnitude)), isNegativeWhole(whole), 62, magnitude);
  } else {
    x = doubleParts(readDouble(operands.x));
  }
  var y = x;
  var current = operation;
  let isScaled = operation == OP_ROUND_SCALED;
  if (operation <= OP_DIVIDE || isScaled) {
    var cell = vec2u(0u);
    if (isScaled) { cell = doublePowerOfTen(scale); } else { cell = readDouble(operands.y); }
    y = doubleParts(cell);
  }
  if (operation == OP_SUBTRACT) {
    y.isNegative = !y.isNegative;
    current = OP_ADD;
  }
  if (isScaled) { current = OP_MULTIPLY; }
  if (operation == OP_ROUND_PLACES && prepareExactRounding(&x, &y, scale, mode)) { current = OP_DIVIDE; }
  let rounds = select(1u, 2u, isScaled || operation == OP_TRUNCATE);
  var cell = vec2u(0u);
  for (var round = 0u; round < rounds; round++) {
    if (round == 1u) {
      x = roundToWhole(doubleParts(cell), select(1u, mode, isScaled));
      if (isScaled) { current = OP_DIVIDE; } else { y = x; }
    }
    cell = doubleCell(computeDouble(current, x, y));
  }
  writeWord(destination, cell.x);
  writeWord(destination + 1u, cell.y);
}
`;
