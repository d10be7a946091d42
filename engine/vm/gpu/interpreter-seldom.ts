// WGSL of the instructions that are neither plain nor arithmetic: lists, memory, whole numbers, questions, output, and
// where ticks begin and end. Compilers inline every call, so each helper is called from one place.

export const INTERPRETER_SELDOM_WGSL = /* wgsl */ `
fn stepSeldom(code: vec4u) {
  done++;
  let opcode = code.x & OPCODE_MASK;
  let qualifier = code.x >> OPCODE_BITS;
  // Where an operand is no address, or a word only, what is read here is not used.
  let left = vec2u(readWord(code.z), readWord(code.z + 1u));
  let right = vec2u(readWord(code.w), readWord(code.w + 1u));
  var list = left.x >> 2u;
  // Length, capacity, address of the elements, words of a block; the list gets it back where it writesHeader.
  var header = vec4u(0u);
  var writesHeader = opcode == DO_LIST_GROW || opcode == DO_LIST_TRUNCATE || opcode == DO_LIST_PLACE;
  if (writesHeader || opcode == DO_LIST_HAS) {
    header = vec4u(readWord(list), readWord(list + 1u), readWord(list + 2u), readWord(list + 3u));
  }
  var next = pc + 1u;
  var value = vec2u(0u);
  // Words of the result: none, one, or two.
  var width = 1u;
  // Words of the arena to take, and words to copy there or to clear.
  var taken = 0u;
  var count = 0u;
  var place = list;
  var isCopy = false;
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
      count = code.y;
      width = 0u;
    }
    case DO_ALLOCATE: {
      taken = code.z;
      count = code.z;
    }
    // The elements of a list are written before they are read.
    case DO_LIST_NEW: { taken = code.z * qualifier + LIST_WORDS; }
    case DO_LIST_HAS: { value.x = u32(right.y == 0u && right.x < header.x); }
    case DO_LIST_GROW: {
      isCopy = header.x == header.y;
      if (isCopy) {
        refuseToMove(left.x, header.w);
        count = header.x * qualifier;
        header.y = header.x * 2u + 1u;
        taken = header.y * qualifier;
      }
    }
    case DO_LIST_TRUNCATE: {
      truncateList(header, right.x);
      header.x = right.x;
      width = 0u;
    }
    case DO_LIST_PLACE: {
      header = vec4u(header.x, BLOCK_LIST_CAPACITY, left.x + LIST_WORDS * 4u, header.w);
      width = 0u;
    }
    case DO_WHOLE_STEP: {
      value = wholeStep(qualifier, left, right);
      width = 2u;
    }
    case DO_WHOLE_PICK: {
      let holds = (qualifier >> u32(wholeCompare(left, right) + 1)) & 1u;
      value = select(right, left, holds == 1u);
      width = 2u;
    }
    case DO_NUMBER_COMPARE, DO_NUMBER_ORDER: {
      let order = numberCompare(code.z, code.w, left, right);
      let isOrder = opcode == DO_NUMBER_ORDER;
      if (isOrder && order == UNORDERED) { stop(TRAP_UNORDERED); }
      let whole = vec2u(bitcast<u32>(order), select(0u, 0xffffffffu, order < 0));
      value = select(vec2u((qualifier >> u32(order + 1)) & 1u, 0u), whole, isOrder);
      width = select(1u, 2u, isOrder);
    }
    case DO_NUMBER_IS: { value.x = u32(numberIs(qualifier, left)); }
    case DO_NUMBER_TO_WHOLE: {
      value = numberToWhole(code.z, left);
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
    let isMade = opcode == DO_NUMBER_TO_WHOLE || (opcode == DO_WHOLE_STEP && qualifier == WHOLE_REMAINDER);
    stop(select(TRAP_INT_RANGE, TRAP_NOT_WHOLE, isMade));
  }
  if (state != STATE_RUNNING) { return; }
  let source = header.z >> 2u;
  let isNewList = opcode == DO_LIST_NEW;
  if (isNewList || isCopy || opcode == DO_ALLOCATE) {
    let address = takeArena(taken);
    if (state != STATE_RUNNING) { return; }
    place = address >> 2u;
    value.x = address;
    if (isCopy) { header.z = address; }
    if (isNewList) {
      list = place;
      header = vec4u(0u, code.z, address + LIST_WORDS * 4u, 0u);
      writesHeader = true;
    }
  }
  if (opcode == DO_LIST_GROW) {
    // The address of the new last element.
    value.x = header.z + header.x * qualifier * 4u;
    header.x++;
  }
  for (var i = 0u; i < count; i++) {
    var moved = 0u;
    if (isCopy) { moved = readWord(source + i); }
    writeWord(place + i, moved);
  }
  for (var i = 0u; i < select(0u, LIST_WORDS, writesHeader); i++) {
    writeWord(list + i, header.x);
    header = header.yzwx;
  }
  if (width > 0u) { writeWord(code.y, value.x); }
  if (width > 1u) { writeWord(code.y + 1u, value.y); }
  pc = next;
}
`;
