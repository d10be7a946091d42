// WGSL of the instructions that are done most: they move words about and jump. Their loop is kept short on purpose; all
// else leaves it.

export const INTERPRETER_PLAIN_WGSL = /* wgsl */ `
// Until an instruction of another kind, which is given back, or the end of the budget: the one done last, or none, is given back then.
fn stepPlain(budget: u32) -> vec4u {
  var code = vec4u(0u);
  while (done < budget && state == STATE_RUNNING) {
    code = program[pc];
    let opcode = code.x & OPCODE_MASK;
    if (opcode >= PLAIN_END) { break; }
    done++;
    let qualifier = code.x >> OPCODE_BITS;
    // Where the third operand is no address, what is read here is not used.
    let left = readWord(code.z);
    let right = readWord(code.w);
    var next = pc + 1u;
    var destination = code.y;
    var value = vec2u(0u);
    // Words of the result: none, one, or two.
    var width = 1u;
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
        width = 0u;
      }
      case DO_JUMP, DO_JUMP_UNLESS: {
        if (opcode == DO_JUMP || (left == 0u) != (qualifier == 1u)) { next = code.y; }
        width = 0u;
      }
      case DO_WORD_EQUAL: { value.x = u32(left == right); }
      case DO_WORD_DIFFERS: { value.x = u32(left != right); }
      case DO_FLAG_AND: { value.x = left & right; }
      case DO_FLAG_OR: { value.x = left | right; }
      case DO_FLAG_NOT: { value.x = u32(left == 0u); }
      case DO_ADDRESS: { value.x = left + code.w * 4u; }
      case DO_IS_STATE: { value.x = u32(isState(left)); }
      case DO_CALL: {
        value.x = next;
        next = code.z;
      }
      case DO_RETURN: {
        next = left;
        width = 0u;
      }
      case DO_LIST_LENGTH, DO_LIST_AT: {
        let list = left >> 2u;
        let length = readWord(list);
        if (opcode == DO_LIST_LENGTH) {
          value.x = length;
          width = 2u;
        } else {
          value.x = readWord(list + 2u) + right * qualifier * 4u;
          stopIf(right >= length || readWord(code.w + 1u) != 0u, TRAP_MISSING);
        }
      }
      case DO_LOOP: {
        fuel--;
        stopIf(fuel == 0u, TRAP_ENDLESS);
        width = 0u;
      }
      default: {
        let x = vec2u(left, readWord(code.z + 1u));
        let y = vec2u(right, readWord(code.w + 1u));
        if (opcode == DO_WHOLE_SUM) {
          value = wideSum(x, select(y, wideNegative(y), vec2<bool>(qualifier == 1u)));
          width = 2u;
          stopIf(wholeMagnitude(value).y >= WHOLE_LIMIT_HIGH, TRAP_INT_RANGE);
        } else {
          let holds = (qualifier >> u32(wholeCompare(x, y) + 1)) & 1u;
          value.x = holds;
          if (opcode == DO_JUMP_UNLESS_WHOLE) {
            next = select(code.y, next, holds == 1u);
            width = 0u;
          }
        }
      }
    }
    if (state != STATE_RUNNING) { break; }
    // The words of the result, or those of the source: every write is much code.
    for (var i = 0u; i < width + count; i++) {
      if (count > 0u) { value.x = readWord(source + i); }
      writeWord(destination + i, value.x);
      value = value.yx;
    }
    pc = next;
  }
  return code;
}
`;
