// WGSL of one decimal operation from cells to cell: operands into registers, what special values decide, the
// arithmetic, the rounding. Compilers inline every call, so each part is called from one place, and so should
// `decimalStep` be.

export const DECIMAL_STEP_WGSL = /* wgsl */ `
fn copyLeft(x: DecimalHead) {
  for (var i = 0u; i < x.count; i++) { limbs[i] = leftLimbs[i]; }
}

fn copyRight(y: DecimalHead) {
  for (var i = 0u; i < y.count; i++) { limbs[i] = rightLimbs[i]; }
  result = y;
}

// A whole number of two words; its digits come out of four halves, so that each remainder fits a word.
fn loadWhole(address: u32) {
  let whole = readWhole(address);
  let isNegative = isNegativeWhole(whole);
  var rest = wholeMagnitude(whole);
  result = DecimalHead(select(KIND_FINITE, KIND_ZERO, wideIsZero(rest)), isNegative, 4, 5u);
  resultRest = false;
  for (var i = 5u; i > 0u; i--) {
    let first = rest.y / BASE;
    let second = ((rest.y - first * BASE) << 16u) | (rest.x >> 16u);
    let third = ((second % BASE) << 16u) | (rest.x & 0xffffu);
    limbs[i - 1u] = third % BASE;
    rest = vec2u(((second / BASE) << 16u) | (third / BASE), first);
  }
}

// One operation. scale and mode belong to the two roundings that name them; the other addresses may coincide.
fn decimalStep(operation: u32, destination: u32, operands: vec2u, scale: i32, mode: u32) {
  let isWhole = operation == OP_FROM_WHOLE;
  let isBinary = operation <= OP_DIVIDE;
  if (isWhole) {
    loadWhole(operands.x);
  } else {
    var x = DecimalHead();
    var y = x;
    for (var side = 0u; side < select(1u, 2u, isBinary); side++) {
      x = y;
      y = loadDecimal(select(operands.x, operands.y, side == 1u), side == 1u);
    }
    if (!isBinary) { x = y; }
    // A difference is the sum with the other sign, in decimal.js too.
    y.isNegative = y.isNegative != (operation == OP_SUBTRACT);
    computeDecimal(select(operation, OP_ADD, operation == OP_SUBTRACT), x, y);
  }
  roundFinite(operation, scale, mode);
  storeDecimal(destination);
}

fn computeDecimal(operation: u32, x: DecimalHead, y: DecimalHead) {
  let special = decideSpecial(operation, Side(x.kind, x.isNegative), Side(y.kind, y.isNegative));
  if (special.kind != KIND_FINITE) {
    setResult(special.kind, special.isNegative);
    return;
  }
  result = x;
  resultRest = false;
  let isNegative = x.isNegative != y.isNegative;
  switch (operation) {
    case OP_ADD: {
      if (x.kind == KIND_ZERO) { copyRight(y); }
      else if (y.kind == KIND_ZERO) { copyLeft(x); }
      else { addDecimal(x, y); }
    }
    case OP_MULTIPLY: {
      multiplyDecimal(x, y);
      result.isNegative = isNegative;
    }
    case OP_DIVIDE, OP_ROOT: {
      divideOrRoot(x, y, operation == OP_ROOT);
      result.isNegative = isNegative;
    }
    case OP_NEGATE: {
      copyLeft(x);
      result.isNegative = !x.isNegative;
    }
    case OP_ABSOLUTE: {
      copyLeft(x);
      result.isNegative = false;
    }
    default: { copyLeft(x); }
  }
}

// To the digits of the policy, then to decimal places: a scaled rounding does both, the others one or none.
fn roundFinite(operation: u32, scale: i32, mode: u32) {
  let isScaled = operation == OP_ROUND_SCALED;
  let isTruncation = operation == OP_TRUNCATE;
  let toDigits = operation <= OP_ROOT || isScaled;
  let toPlaces = isScaled || isTruncation || operation == OP_ROUND_PLACES;
  for (var turn = u32(!toDigits); turn < select(1u, 2u, toPlaces); turn++) {
    if (result.kind != KIND_FINITE) { return; }
    let places = select(scale, 0, isTruncation);
    let placesMode = select(mode, 1u, isTruncation);
    let isPlaces = turn == 1u;
    let amount = select(i32(policyPrecision), places, isPlaces);
    roundResult(amount, isPlaces, select(policyRounding, placesMode, isPlaces));
  }
}
`;
