// WGSL of whole numbers in two words (two's complement, low word first), kept within what JavaScript counts exactly.
import { constantsOf } from './operation-constants.js';
import { WHOLE_OPERATIONS } from './operations.js';

export const WHOLES_WGSL = /* wgsl */ `
${constantsOf('WHOLE', WHOLE_OPERATIONS)}
// Upper word of 2^53.
const WHOLE_LIMIT_HIGH = 0x200000u;

// A magnitude with its sign, of which zero has none; out of range where JavaScript would round it.
fn checkedWhole(magnitude: vec2u, isNegative: bool, isValid: bool) -> vec2u {
  numberFlags |= select(0u, OUT_OF_RANGE, !isValid || magnitude.y >= WHOLE_LIMIT_HIGH);
  return select(magnitude, wideNegative(magnitude), vec2<bool>(isNegative));
}

fn isNegativeWhole(x: vec2u) -> bool {
  return (x.y >> 31u) == 1u;
}

fn wholeMagnitude(x: vec2u) -> vec2u {
  return select(x, wideNegative(x), vec2<bool>(isNegativeWhole(x)));
}

fn readWhole(address: u32) -> vec2u {
  return vec2u(readWord(address), readWord(address + 1u));
}

fn writeWhole(address: u32, value: vec2u) {
  writeWord(address, value.x);
  writeWord(address + 1u, value.y);
}

fn wholeCompare(left: vec2u, right: vec2u) -> i32 {
  let high = vec2i(bitcast<i32>(left.y), bitcast<i32>(right.y));
  let low = i32(left.x > right.x) - i32(left.x < right.x);
  return select(low, select(-1, 1, high.x > high.y), high.x != high.y);
}

fn wideRemainder(x: vec2u, divisor: vec2u) -> vec2u {
  var rest = x;
  if (!wideIsZero(divisor) && !wideIsLess(rest, divisor)) {
    for (var shift = i32(wideLeadingZeros(divisor) - wideLeadingZeros(rest)); shift >= 0; shift--) {
      let part = wideLeft(divisor, u32(shift));
      if (!wideIsLess(rest, part)) { rest = wideDifference(rest, part); }
    }
  }
  return rest;
}

// Operands are within range, so a sum cannot wrap. A remainder has the sign of the dividend, as JavaScript has it.
fn wholeStep(operation: u32, left: vec2u, right: vec2u) -> vec2u {
  let x = wholeMagnitude(left);
  let y = wholeMagnitude(right);
  var magnitude = x;
  var isNegative = isNegativeWhole(left);
  var isValid = true;
  switch (operation) {
    case WHOLE_MULTIPLY: {
      let product = wideTimesWide(x, y);
      magnitude = product.xy;
      isNegative = isNegative != isNegativeWhole(right);
      isValid = wideIsZero(product.zw);
    }
    case WHOLE_NEGATE: { isNegative = !isNegative; }
    case WHOLE_ABSOLUTE: { isNegative = false; }
    case WHOLE_REMAINDER: {
      magnitude = wideRemainder(x, y);
      isValid = !wideIsZero(y);
    }
    default: {
      let sum = wideSum(left, select(right, wideNegative(right), vec2<bool>(operation == WHOLE_SUBTRACT)));
      magnitude = wholeMagnitude(sum);
      isNegative = isNegativeWhole(sum);
    }
  }
  return checkedWhole(magnitude, isNegative, isValid);
}
`;
