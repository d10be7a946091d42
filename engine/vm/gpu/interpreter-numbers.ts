// WGSL of what the interpreter adds to the arithmetic: remainders, rounding steps as records in memory, and
// the instructions that compute with numbers of the policy.
import { ROUNDING_MODES } from '../../core/numeric/index.js';

export const INTERPRETER_NUMBERS_WGSL = /* wgsl */ `
const MODE_COUNT = ${String(ROUNDING_MODES.length)}u;

struct RoundingStep { operation: u32, scale: i32, mode: u32 }

fn roundingStepAt(address: u32) -> RoundingStep {
  let at = address >> 2u;
  let method = readWord(at + setup[SETUP_METHOD_OFFSET]);
  let isNone = method == setup[SETUP_METHOD_NONE];
  let rounded = select(OP_ROUND_PLACES, OP_ROUND_SCALED, method == setup[SETUP_METHOD_SCALED]);
  let scale = bitcast<i32>(readWord(at + setup[SETUP_SCALE_OFFSET]));
  let rounding = readWord(at + setup[SETUP_ROUNDING_OFFSET]);
  var mode = 0u;
  while (mode < MODE_COUNT && setup[SETUP_MODES + mode] != rounding) { mode++; }
  stopIf(mode == MODE_COUNT && !isNone, TRAP_FAULT);
  return RoundingStep(select(rounded, OP_KEEP, isNone), scale, mode);
}

fn numberIs(test: u32, cell: vec2u) -> bool {
  let isNumber = select(numberIsFinite(cell), numberIsNaN(cell), test == TEST_NAN);
  return select(select(isNumber, numberIsNegative(cell), test == TEST_NEGATIVE), numberIsZero(cell), test == TEST_ZERO);
}

fn stepArithmetic(code: vec4u) {
  done++;
  var step = RoundingStep(code.x >> OPCODE_BITS, 0, 0u);
  if ((code.x & OPCODE_MASK) == DO_NUMBER_ROUND) { step = roundingStepAt(readWord(code.w)); }
  numberStep(step.operation, code.y, code.zw, step.scale, step.mode);
  stopIf(numberFlags != 0u, TRAP_NUMBER_RANGE);
  pc += u32(state == STATE_RUNNING);
}
`;
