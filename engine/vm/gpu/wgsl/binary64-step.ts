// WGSL of one binary64 operation from cells to cell, and of the two roundings to decimal places. Each part is called
// from one place: a scaled rounding goes round the loop of `numberStep` twice, product then quotient.
// Like `numberStep` it should be called from one place.

/** 5^27 is the last power that fits 63 bits; more places than that are nobody's money. */
const EXACT_SCALE_MAX = 27;
/** And up to this scale a power of ten, counted as below, is rounded as IEEE 754 has it. */
const SCALE_MAX = 30;

export const BINARY64_STEP_WGSL = /* wgsl */ `
const EXACT_SCALE_MAX = ${String(EXACT_SCALE_MAX)};
const SCALE_MAX = ${String(SCALE_MAX)};

// 5^scale * 2^exponent, and the parts of 10^scale.
struct Scale { power: vec2u, parts: DoubleParts }

// Exact up to EXACT_SCALE_MAX; above it bits fall off that are too low to be rounded by.
fn scaleParts(scale: i32, isRounded: bool) -> Scale {
  var power = vec2u(1u, 0u);
  var exponent = scale;
  for (var i = 0; i < scale; i++) {
    if (power.y >= 0x20000000u) {
      power = wideRight(power, 3u);
      exponent += 3;
    }
    power = wideSum(power, wideLeft(power, 2u));
  }
  let zeros = wideLeadingZeros(power);
  var fraction = wideLeft(power, zeros - 1u);
  if (isRounded) {
    // To 53 bits; no power in question is so near the next binary one that it becomes that.
    let up = vec2u(0x1ffu + ((fraction.x >> 10u) & 1u), 0u);
    fraction = wideSum(fraction, up) & vec2u(0xfffffc00u, 0xffffffffu);
  }
  return Scale(power, DoubleParts(KIND_FINITE, false, exponent + 63 - i32(zeros), fraction));
}

// Whether a rounding to whole multiples of 10^-scale has something to do. value * 10^scale = fraction53 * 5^scale / 2^shift
fn wholeShift(x: DoubleParts, scale: i32) -> i32 {
  return select(0, 52 - x.exponent - scale, x.kind == KIND_FINITE);
}

// The product is shifted and rounded to a whole number, whose bits below those of the result are left in dividendTail.
fn roundToWhole(x: DoubleParts, product: vec4u, shift: i32, mode: u32) -> DoubleParts {
  var whole = vec4u(0u);
  var place = BELOW_HALF;
  // The product has at most 116 bits.
  if (shift < 120) {
    whole = product;
    var rest = 0u;
    var lost = 0u;
    // The last bit goes alone: it is the half.
    for (var left = u32(shift); left > 0u;) {
      let bits = clamp(left - 1u, 1u, 31u);
      rest |= lost;
      lost = whole.x & ((1u << bits) - 1u);
      whole = (whole >> vec4u(bits)) | (vec4u(whole.yzw, 0u) << vec4u(32u - bits));
      left -= bits;
    }
    place = select(placeOf(lost == 0u, lost == 1u, rest != 0u), EXACT, (lost | rest) == 0u);
  }
  if (roundsAway(place, (whole.x & 1u) == 1u, x.isNegative, mode)) {
    let low = wideSum(whole.xy, vec2u(1u, 0u));
    whole = vec4u(low, wideSum(whole.zw, vec2u(u32(wideIsZero(low)), 0u)));
  }
  let isLow = wideIsZero(whole.zw);
  let zeros = wideLeadingZeros(select(whole.zw, whole.xy, vec2<bool>(isLow))) + select(0u, 64u, isLow);
  let normal = fourLeft(whole, zeros - 1u);
  dividendTail = normal.xy;
  return DoubleParts(select(KIND_FINITE, KIND_ZERO, zeros == 128u), x.isNegative, 127 - i32(zeros), normal.zw);
}

fn computeDouble(operation: u32, x: DoubleParts, y: DoubleParts, product: vec4u) -> DoubleParts {
  let special = decideSpecial(operation, Side(x.kind, x.isNegative), Side(y.kind, y.isNegative));
  var value = x;
  switch (operation) {
    case OP_ADD: { value = addDoubles(x, y); }
    case OP_MULTIPLY: { value = multiplyDoubles(x, y, product); }
    case OP_DIVIDE: { value = divideDoubles(x, y); }
    case OP_ROOT: { value = rootOfDouble(x); }
    case OP_NEGATE: { value.isNegative = !x.isNegative; }
    case OP_ABSOLUTE: { value.isNegative = false; }
    default: {}
  }
  if (special.kind != KIND_FINITE) {
    value.kind = special.kind;
    value.isNegative = special.isNegative;
  }
  return value;
}

// One operation. scale and mode belong to the two roundings that name them.
fn numberStep(operation: u32, destination: u32, operands: vec2u, scale: i32, mode: u32) {
  let isScaled = operation == OP_ROUND_SCALED;
  let isPlaces = operation == OP_ROUND_PLACES;
  let isTruncation = operation == OP_TRUNCATE;
  var cell = readDouble(operands.x);
  let other = readDouble(select(operands.x, operands.y, operation <= OP_DIVIDE));
  let isInScale = scale >= 0 && scale <= SCALE_MAX;
  let unit = scaleParts(select(0, scale, (isScaled || isPlaces) && isInScale), isScaled);
  if (isScaled && !isInScale) { numberFlags |= OUT_OF_RANGE; }
  dividendTail = vec2u(0u);
  for (var round = 0u; round < select(1u, 2u, isScaled); round++) {
    var x = DoubleParts();
    var y = x;
    for (var side = 0u; side < 2u; side++) {
      x = y;
      y = doubleParts(select(cell, other, vec2<bool>(side == 1u)));
    }
    if (operation == OP_FROM_WHOLE) {
      let magnitude = wholeMagnitude(cell);
      x = DoubleParts(select(KIND_FINITE, KIND_ZERO, wideIsZero(magnitude)), isNegativeWhole(cell), 62, magnitude);
      y = x;
    }
    var current = operation;
    if (operation == OP_SUBTRACT) {
      y.isNegative = !y.isNegative;
      current = OP_ADD;
    }
    if (isScaled) { current = select(OP_DIVIDE, OP_MULTIPLY, round == 0u); }
    if (isScaled || isPlaces) { y = unit.parts; }
    let places = select(0, scale, isPlaces);
    var shift = 0;
    if (isPlaces || isTruncation || round == 1u) { shift = wholeShift(x, places); }
    let isRounding = shift > 0;
    var product = vec4u(0u);
    if (isRounding || current == OP_MULTIPLY) {
      let factor = select(vec2u(1u, 0u), unit.power, vec2<bool>(isPlaces));
      let sides = vec4u(wideRight(x.fraction, 10u), factor);
      let chosen = select(vec4u(x.fraction, y.fraction), sides, vec4<bool>(isRounding));
      product = wideTimesWide(chosen.xy, chosen.zw);
    }
    if (isRounding) {
      // The exact decimal expansion rounded to places is n / 10^scale for a whole n.
      if (places < 0 || places > EXACT_SCALE_MAX) { numberFlags |= OUT_OF_RANGE; }
      x = roundToWhole(x, product, shift, select(mode, 1u, isTruncation));
      if (isPlaces) { current = OP_DIVIDE; }
    }
    cell = doubleCell(computeDouble(current, x, y, product));
  }
  writeWord(destination, cell.x);
  writeWord(destination + 1u, cell.y);
}
`;
