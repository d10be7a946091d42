// WGSL of the instructions that are neither plain nor arithmetic: lists, memory, whole numbers, questions, output, and
// where ticks begin and end. Compilers inline every call, so each helper is called from one place.

export const INTERPRETER_SELDOM_WGSL = /* wgsl */ `
fn stepSeldom() {
  done++;
  let code = program[pc];
  let opcode = code.x & OPCODE_MASK;
  let qualifier = code.x >> OPCODE_BITS;
  // Where an operand is no address, or a word only, what is read here is not used.
  let left = vec2u(readWord(code.z), readWord(code.z + 1u));
  let right = vec2u(readWord(code.w), readWord(code.w + 1u));
  let list = left.x >> 2u;
  var next = pc + 1u;
  var value = vec2u(0u);
  // Words of the result: none, one, or two.
  var width = 1u;
  var fillFrom = 0u;
  var fillCount = 0u;
  switch (opcode) {
    case DO_TICK_BEGIN: {
      beginTick();
      next = pc;
      width = 0u;
    }
    case DO_TICK_END: {
      endTick();
      next = pc;
      width = 0u;
    }
    case DO_CLEAR: {
      fillFrom = list;
      fillCount = code.y;
      width = 0u;
    }
    case DO_ALLOCATE, DO_LIST_NEW: {
      let isList = opcode == DO_LIST_NEW;
      value.x = takeArena(code.z * select(1u, qualifier, isList) + select(0u, LIST_WORDS, isList));
      // The elements of a list are written before they are read.
      fillFrom = value.x >> 2u;
      fillCount = select(code.z, LIST_WORDS, isList);
    }
    case DO_LIST_HAS: { value.x = u32(right.y == 0u && right.x < readWord(list)); }
    case DO_LIST_GROW: { value.x = growList(left.x, qualifier); }
    case DO_LIST_TRUNCATE: {
      truncateList(list, right.x);
      width = 0u;
    }
    case DO_LIST_PLACE: { width = 0u; }
    case DO_WHOLE_STEP: {
      value = wholeStep(qualifier, left, right);
      width = 2u;
    }
    case DO_WHOLE_REMAINDER: {
      value = wholeRemainder(left, right);
      width = 2u;
    }
    case DO_WHOLE_ABSOLUTE: {
      value = wholeMagnitude(left);
      width = 2u;
    }
    case DO_WHOLE_PICK: {
      let holds = (qualifier >> u32(wholeCompare(left, right) + 1)) & 1u;
      value = select(right, left, holds == 1u);
      width = 2u;
    }
    case DO_NUMBER_COMPARE, DO_NUMBER_ORDER: {
      let order = numberCompare(code.z, code.w);
      let isOrder = opcode == DO_NUMBER_ORDER;
      if (isOrder && order == UNORDERED) { stop(TRAP_UNORDERED); }
      let whole = vec2u(bitcast<u32>(order), select(0u, 0xffffffffu, order < 0));
      value = select(vec2u((qualifier >> u32(order + 1)) & 1u, 0u), whole, isOrder);
      width = select(1u, 2u, isOrder);
    }
    case DO_NUMBER_IS: { value.x = u32(numberIs(qualifier, code.z)); }
    case DO_NUMBER_TO_WHOLE: {
      value = numberToWhole(code.z);
      width = 2u;
    }
    case DO_OUT: {
      if (hasRoom(qualifier)) {
        for (var i = 0u; i < qualifier; i++) { output[outputBase + out + i] = readWord(code.z + i); }
        out += qualifier;
      }
      width = 0u;
    }
    case DO_TRAP: { stop(qualifier); }
    default: { stop(TRAP_FAULT); }
  }
  if (numberFlags != 0u && state == STATE_RUNNING) {
    let isMade = opcode == DO_NUMBER_TO_WHOLE || opcode == DO_WHOLE_REMAINDER;
    stop(select(TRAP_INT_RANGE, TRAP_NOT_WHOLE, isMade));
  }
  if (state != STATE_RUNNING) { return; }
  for (var i = 0u; i < fillCount; i++) { writeWord(fillFrom + i, 0u); }
  if (width > 0u) { writeWord(code.y, value.x); }
  if (width > 1u) { writeWord(code.y + 1u, value.y); }
  if (opcode == DO_LIST_NEW || opcode == DO_LIST_PLACE) {
    let isNew = opcode == DO_LIST_NEW;
    placeList(select(left.x, value.x, isNew), select(BLOCK_LIST_CAPACITY, code.z, isNew));
  }
  pc = next;
}
`;
