// A kernel that answers rows of questions: each invocation is a lane with one row (operation, policy, operands) in its
// part of the memory, interleaved over lanes as the interpreter's memory will be. It is a one-instruction interpreter.
import {
  ARITHMETIC_WGSL,
  DECIMAL_LIMBS_MAX,
  NUMBER_OPERATIONS,
  WHOLE_OPERATIONS,
} from '../../../engine/vm/gpu/wgsl/index.js';

const CELL_WORDS = 1 + DECIMAL_LIMBS_MAX;

/** Word addresses in a lane. The flags and the answer to a question come before the result's cell. */
export const ROW = {
  family: 0,
  operation: 1,
  precision: 2,
  rounding: 3,
  limbs: 4,
  scale: 5,
  mode: 6,
  flags: 7,
  answer: 8,
  left: 9,
  right: 9 + CELL_WORDS,
  result: 9 + 2 * CELL_WORDS,
  words: 9 + 3 * CELL_WORDS,
} as const;

export const FAMILIES = ['decimal', 'binary64', 'whole'] as const;
export const QUESTIONS = [
  'compare',
  'is-zero',
  'is-negative',
  'is-nan',
  'is-finite',
  'to-whole',
] as const;

/** Questions are numbered behind the operations. */
export const OPERATION_NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  [...NUMBER_OPERATIONS, ...QUESTIONS].map((name, index) => [name, index]),
);
export const WHOLE_NUMBERS: Readonly<Record<string, number>> = Object.fromEntries(
  [...WHOLE_OPERATIONS, 'compare'].map((name, index) => [name, index]),
);

export const WORKGROUP_SIZE = 64;

const questionCases = (family: string): string => `
      case ${String(OPERATION_NUMBERS['compare'])}u: { answer = u32(${family}Compare(LEFT, RIGHT)); }
      case ${String(OPERATION_NUMBERS['is-zero'])}u: { answer = u32(${family}IsZero(LEFT)); }
      case ${String(OPERATION_NUMBERS['is-negative'])}u: { answer = u32(${family}IsNegative(LEFT)); }
      case ${String(OPERATION_NUMBERS['is-nan'])}u: { answer = u32(${family}IsNaN(LEFT)); }
      case ${String(OPERATION_NUMBERS['is-finite'])}u: { answer = u32(${family}IsFinite(LEFT)); }
      case ${String(OPERATION_NUMBERS['to-whole'])}u: { writeWhole(RESULT, ${family}ToWhole(LEFT)); }
      default: {
        ${family}Step(operation, RESULT, vec2u(LEFT, RIGHT), scale, readWord(${String(ROW.mode)}u));
      }`;

export const ROW_SHADER = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> memory: array<u32>;
@group(0) @binding(1) var<storage, read> lanes: array<u32>;

fn word(laneBase: u32, address: u32) -> u32 {
  return address * lanes[0] + laneBase;
}
${ARITHMETIC_WGSL}
const LEFT = ${String(ROW.left)}u;
const RIGHT = ${String(ROW.right)}u;
const RESULT = ${String(ROW.result)}u;

@compute @workgroup_size(${String(WORKGROUP_SIZE)})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= lanes[0]) { return; }
  numberLane = id.x;
  numberFlags = 0u;
  policyPrecision = readWord(${String(ROW.precision)}u);
  policyRounding = readWord(${String(ROW.rounding)}u);
  policyLimbs = readWord(${String(ROW.limbs)}u);
  let operation = readWord(${String(ROW.operation)}u);
  let scale = bitcast<i32>(readWord(${String(ROW.scale)}u));
  var answer = 0u;
  switch (readWord(${String(ROW.family)}u)) {
    case 0u: {
      switch (operation) {${questionCases('decimal')}
      }
    }
    case 1u: {
      switch (operation) {${questionCases('binary64')}
      }
    }
    default: {
      if (operation == ${String(WHOLE_NUMBERS['compare'])}u) {
        answer = u32(wholeCompare(readWhole(LEFT), readWhole(RIGHT)));
      } else {
        writeWhole(RESULT, wholeStep(operation, readWhole(LEFT), readWhole(RIGHT)));
      }
    }
  }
  writeWord(${String(ROW.flags)}u, numberFlags);
  writeWord(${String(ROW.answer)}u, answer);
}
`;
