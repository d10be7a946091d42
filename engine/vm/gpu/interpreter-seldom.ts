// WGSL of the instructions that are neither plain nor arithmetic: lists, memory, whole numbers, questions, output, and
// where ticks begin and end. Compilers inline every call, so each helper is called from one place; and each variable that
// a case of a switch may set is code in every case.
import { GROUP_ENDS, type Opcode, OPCODES } from '../bytecode/opcode.js';

/** A bit for each opcode of the group. */
const bitsOf = (names: readonly Opcode[]): string =>
  `${String(names.reduce((bits, name) => bits + 2 ** (OPCODES.indexOf(name) - GROUP_ENDS.plain), 0))}u`;

const TWO_WORDS = ['whole-step', 'whole-pick', 'number-order', 'number-to-whole'] as const;
const ONE_WORD = [
  'allocate',
  'list-new',
  'list-has',
  'list-grow',
  'number-compare',
  'number-is',
] as const;

export const INTERPRETER_SELDOM_WGSL = /* wgsl */ `
fn stepSeldom(code: vec4u) {
  done++;
  let opcode = code.x & OPCODE_MASK;
  if (opcode < DO_CLEAR) {
    if (opcode == DO_TICK_END) { endTick(); }
    else if (tick < setup[SETUP_TICKS_END]) { beginTick(); }
    else { state = STATE_DONE; }
  } else if (opcode == DO_OUT) {
    let count = code.x >> OPCODE_BITS;
    if (hasRoom(count)) {
      for (var i = 0u; i < count; i++) { output[outputBase + out + i] = readWord(code.z + i); }
      out += count;
      pc++;
    }
  } else {
    stepValue(code);
  }
}

fn stepValue(code: vec4u) {
  let opcode = code.x & OPCODE_MASK;
  // Where an operand is no address, or a word only, what is read here is not used.
  let left = vec2u(readWord(code.z), readWord(code.z + 1u));
  let right = vec2u(readWord(code.w), readWord(code.w + 1u));
  var value = vec2u(0u);
  if (opcode <= DO_LIST_PLACE) { value.x = stepMemory(code, left, right); }
  else { value = computeValue(code, left, right); }
  if (state == STATE_RUNNING) {
    let bit = opcode - PLAIN_END;
    let width = 2u * ((${bitsOf(TWO_WORDS)} >> bit) & 1u) + ((${bitsOf(ONE_WORD)} >> bit) & 1u);
    for (var i = 0u; i < width; i++) {
      writeWord(code.y + i, value.x);
      value = value.yx;
    }
    pc++;
  }
}

fn computeValue(code: vec4u, left: vec2u, right: vec2u) -> vec2u {
  let opcode = code.x & OPCODE_MASK;
  let qualifier = code.x >> OPCODE_BITS;
  let isOrder = opcode == DO_NUMBER_ORDER;
  var value = vec2u(0u);
  // -1, 0 or 1, or UNORDERED; a condition has a bit for each.
  var order = 0;
  switch (opcode) {
    case DO_WHOLE_STEP: { value = wholeStep(qualifier, left, right); }
    case DO_WHOLE_PICK: { order = wholeCompare(left, right); }
    case DO_NUMBER_COMPARE, DO_NUMBER_ORDER: { order = numberCompare(code.z, code.w, left, right); }
    case DO_NUMBER_IS: { value.x = u32(numberIs(qualifier, left)); }
    case DO_NUMBER_TO_WHOLE: { value = numberToWhole(code.z, left); }
    default: {}
  }
  let holds = ((qualifier >> u32(order + 1)) & 1u) == 1u;
  if (opcode == DO_WHOLE_PICK) { value = select(right, left, holds); }
  if (opcode == DO_NUMBER_COMPARE) { value.x = u32(holds); }
  if (isOrder) { value = vec2u(bitcast<u32>(order), select(0u, 0xffffffffu, order < 0)); }
  let isMade = opcode == DO_NUMBER_TO_WHOLE || (opcode == DO_WHOLE_STEP && qualifier == WHOLE_REMAINDER);
  stopIf(numberFlags != 0u, select(TRAP_INT_RANGE, TRAP_NOT_WHOLE, isMade));
  stopIf(isOrder && order == UNORDERED, TRAP_UNORDERED);
  stopIf(opcode == DO_TRAP, qualifier);
  return value;
}
`;
