// WGSL of what the interpreter adds to the arithmetic: remainders, rounding steps as records in memory, and
// the instructions that compute with numbers of the policy.
import { ROUNDING_MODES } from '../../core/numeric/index.js';

export const INTERPRETER_NUMBERS_WGSL = /* wgsl */ `
const MODE_COUNT = ${String(ROUNDING_MODES.length)}u;

struct RoundingStep { operation: u32, scale: i32, mode: u32 }

fn roundingStepAt(address: u32) -> RoundingStep {
  let at = address >> 2u;
  let method = readWord(at + setup[SETUP_METHOD_OFFSET]);
  if (method == setup[SETUP_METHOD_NONE]) { return RoundingStep(OP_KEEP, 0, 0u); }
  let operation = select(OP_ROUND_PLACES, OP_ROUND_SCALED, method == setup[SETUP_METHOD_SCALED]);
  let scale = bitcast<i32>(readWord(at + setup[SETUP_SCALE_OFFSET]));
  let rounding = readWord(at + setup[SETUP_ROUNDING_OFFSET]);
  var mode = 0u;
  while (mode < MODE_COUNT && setup[SETUP_MODES + mode] != rounding) { mode++; }
  if (mode == MODE_COUNT) { stop(TRAP_FAULT); }
  return RoundingStep(operation, scale, mode);
}

fn numberIs(test: u32, cell: vec2u) -> bool {
  switch (test) {
    case TEST_ZERO: { return numberIsZero(cell); }
    case TEST_NEGATIVE: { return numberIsNegative(cell); }
    case TEST_NAN: { return numberIsNaN(cell); }
    default: { return numberIsFinite(cell); }
  }
}

fn stepArithmetic(code: vec4u) {
  done++;
  var step = RoundingStep(code.x >> OPCODE_BITS, 0, 0u);
  if ((code.x & OPCODE_MASK) == DO_NUMBER_ROUND) { step = roundingStepAt(readWord(code.w)); }
  numberStep(step.operation, code.y, code.zw, step.scale, step.mode);
  if (numberFlags != 0u) { stop(TRAP_NUMBER_RANGE); }
  if (state == STATE_RUNNING) { pc++; }
}
`;
