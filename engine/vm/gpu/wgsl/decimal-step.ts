// WGSL of one decimal operation from cells to cell: operands into registers, what special values decide, the
// arithmetic, the rounding. Compilers inline every call, so each part is called from one place, and so should
// `numberStep` be.

export const DECIMAL_STEP_WGSL = /* wgsl */ `
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
    let middle = second / BASE;
    let third = ((second - middle * BASE) << 16u) | (rest.x & 0xffffu);
    let last = third / BASE;
    limbs[RESULT_LIMBS + i - 1u] = third - last * BASE;
    rest = vec2u((middle << 16u) | last, first);
  }
}

// One operation. scale and mode belong to the two roundings that name them; the other addresses may coincide.
fn numberStep(operation: u32, destination: u32, operands: vec2u, scale: i32, mode: u32) {
  let isWhole = operation == OP_FROM_WHOLE;
  let isBinary = operation <= OP_DIVIDE;
  if (isWhole) {
    loadWhole(operands.x);
  } else {
    var x = DecimalHead();
    var y = x;
    for (var side = 0u; side < select(1u, 2u, isBinary); side++) {
      x = y;
      y = loadDecimal(
        select(operands.x, operands.y, side == 1u),
        select(LEFT_LIMBS, RIGHT_LIMBS, side == 1u),
      );
    }
    if (!isBinary) { x = y; }
    // A difference is the sum with the other sign, in decimal.js too.
    y.isNegative = y.isNegative != (operation == OP_SUBTRACT);
    computeDecimal(select(operation, OP_ADD, operation == OP_SUBTRACT), x, y);
  }
  finishDecimal(operation, destination, scale, mode);
}

fn computeDecimal(operation: u32, x: DecimalHead, y: DecimalHead) {
  let special = decideSpecial(operation, Side(x.kind, x.isNegative), Side(y.kind, y.isNegative));
  if (special.kind != KIND_FINITE) {
    setResult(special.kind, special.isNegative);
    return;
  }
  resultRest = false;
  result = DecimalHead(KIND_FINITE, x.isNegative != y.isNegative, 0, 0u);
  switch (operation) {
    case OP_MULTIPLY: { multiplyDecimal(x, y); }
    case OP_DIVIDE, OP_ROOT: { divideOrRoot(x, y, operation == OP_ROOT); }
    default: {
      var head = x;
      var other = y;
      if (operation != OP_ADD) {
        // These change no digits: the operand plus zero.
        other = DecimalHead();
        head.isNegative = special.isNegative;
      }
      addDecimal(head, other);
    }
  }
}

// To the digits of the policy, then to decimal places: a scaled rounding does both, the others one or none. Then the
// result is written.
fn finishDecimal(operation: u32, destination: u32, scale: i32, mode: u32) {
  let isTruncation = operation == OP_TRUNCATE;
  let toPlaces = operation == OP_ROUND_SCALED || isTruncation || operation == OP_ROUND_PLACES;
  var turn = select(2u, 1u, toPlaces);
  if (operation <= OP_ROOT || operation == OP_ROUND_SCALED) { turn = 0u; }
  loop {
    let lead = leadingLimb();
    if (turn == 2u) {
      storeDecimal(destination, lead);
      break;
    }
    let isPlaces = turn == 1u;
    if (result.kind == KIND_FINITE) {
      let places = select(scale, 0, isTruncation);
      let placesMode = select(mode, 1u, isTruncation);
      let amount = select(i32(policyPrecision), places, isPlaces);
      roundResult(lead, amount, isPlaces, select(policyRounding, placesMode, isPlaces));
    }
    turn = select(2u, 1u, toPlaces && !isPlaces);
  }
}
`;
