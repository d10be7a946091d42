// WGSL of whole numbers in two words (two's complement, low word first), kept within what JavaScript counts exactly.
import { constantsOf } from './operation-constants.js';
import { WHOLE_OPERATIONS } from './operations.js';

export const WHOLES_WGSL = /* wgsl */ `
${constantsOf('WHOLE', WHOLE_OPERATIONS)}
// Upper word of 2^53.
const WHOLE_LIMIT_HIGH = 0x200000u;

// A magnitude with its sign, of which zero has none; out of range where JavaScript would round it.
fn checkedWhole(magnitude: vec2u, isNegative: bool, isValid: bool) -> vec2u {
  if (!isValid || magnitude.y >= WHOLE_LIMIT_HIGH) {
    numberFlags |= OUT_OF_RANGE;
    return vec2u(0u);
  }
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
  if (high.x != high.y) { return select(-1, 1, high.x > high.y); }
  return i32(left.x > right.x) - i32(left.x < right.x);
}

// Operands are within range, so a sum cannot wrap.
fn wholeStep(operation: u32, left: vec2u, right: vec2u) -> vec2u {
  if (operation == WHOLE_MULTIPLY) {
    let x = wholeMagnitude(left);
    let y = wholeMagnitude(right);
    let product = wideTimesWide(x, y);
    let isNegative = isNegativeWhole(left) != isNegativeWhole(right);
    return checkedWhole(product.xy, isNegative, wideIsZero(product.zw));
  }
  if (operation == WHOLE_NEGATE) {
    return checkedWhole(wholeMagnitude(left), !isNegativeWhole(left), true);
  }
  let other = select(right, wideNegative(right), vec2<bool>(operation == WHOLE_SUBTRACT));
  let sum = wideSum(left, other);
  return checkedWhole(wholeMagnitude(sum), isNegativeWhole(sum), true);
}
`;
