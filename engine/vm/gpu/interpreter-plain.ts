// WGSL of the instructions that are done most: they move words about and jump. Their loop is kept short on purpose; all
// else leaves it.

export const INTERPRETER_PLAIN_WGSL = /* wgsl */ `
fn copyWords(to: u32, source: u32, count: u32) {
  for (var i = 0u; i < count; i++) { writeWord(to + i, readWord(source + i)); }
}

// Until an instruction of another kind, or the end of the budget.
fn stepPlain(budget: u32) {
  while (done < budget && state == STATE_RUNNING) {
    let code = program[pc];
    let opcode = code.x & OPCODE_MASK;
    if (opcode >= PLAIN_END) { break; }
    done++;
    let qualifier = code.x >> OPCODE_BITS;
    // Where the third operand is no address, what is read here is not used.
    let left = readWord(code.z);
    let right = readWord(code.w);
    var next = pc + 1u;
    var destination = code.y;
    var value = 0u;
    var hasValue = true;
    var source = code.z;
    var count = 0u;
    switch (opcode) {
      case DO_COPY, DO_LOAD, DO_STORE: {
        if (opcode == DO_LOAD) { source = (left >> 2u) + code.w; }
        if (opcode == DO_STORE) {
          destination += left >> 2u;
          source = code.w;
        }
        count = qualifier;
        hasValue = false;
      }
      case DO_JUMP, DO_JUMP_UNLESS: {
        if (opcode == DO_JUMP || left == 0u) { next = code.y; }
        hasValue = false;
      }
      case DO_WORD_EQUAL: { value = u32(left == right); }
      case DO_WORD_DIFFERS: { value = u32(left != right); }
      case DO_FLAG_AND: { value = left & right; }
      case DO_FLAG_OR: { value = left | right; }
      case DO_FLAG_NOT: { value = u32(left == 0u); }
      case DO_ADDRESS: { value = left + code.w * 4u; }
      case DO_IS_STATE: { value = u32(isState(left)); }
      case DO_CALL: {
        value = next;
        next = code.z;
      }
      case DO_RETURN: {
        next = left;
        hasValue = false;
      }
      case DO_LOOP: {
        fuel--;
        if (fuel == 0u) {
          stop(TRAP_ENDLESS);
          next = pc;
        }
        hasValue = false;
      }
      default: {
        let x = vec2u(left, readWord(code.z + 1u));
        let y = vec2u(right, readWord(code.w + 1u));
        value = (qualifier >> u32(wholeCompare(x, y) + 1)) & 1u;
      }
    }
    copyWords(destination, source, count);
    if (hasValue) { writeWord(destination, value); }
    pc = next;
  }
}
`;
