// A kernel that answers rows of questions: each invocation is a lane with one row (operation, policy, operands) in its
// part of the memory, interleaved over lanes as the interpreter's memory will be. It is a one-instruction interpreter.
import {
  arithmeticWgsl,
  DECIMAL_LIMBS_MAX,
  NUMBER_OPERATIONS,
  WHOLE_OPERATIONS,
} from '../../../engine/vm/gpu/wgsl/index.js';

const CELL_WORDS = 1 + DECIMAL_LIMBS_MAX;

/** Word addresses in a lane. The flags and the answer to a question come before the result's cell. */
export const ROW = {
  isWhole: 0,
  operation: 1,
  precision: 2,
  rounding: 3,
  limbs: 4,
  scale: 5,
  mode: 6,
  flags: 7,
  answer: 8,
  /** Where the result goes: its own cell, or that of an operand. */
  destination: 9,
  left: 10,
  right: 10 + CELL_WORDS,
  result: 10 + 2 * CELL_WORDS,
  words: 10 + 3 * CELL_WORDS,
} as const;

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

const number = (name: string): string => `${String(OPERATION_NUMBERS[name])}u`;
const at = (address: number): string => `${String(address)}u`;

/** The kernel of one kind of policy; whole numbers are in both. */
export const rowShader = (kind: 'decimal' | 'binary64'): string => /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> memory: array<u32>;
@group(0) @binding(1) var<storage, read> lanes: array<u32>;

fn word(laneBase: u32, address: u32) -> u32 {
  return address * lanes[0] + laneBase;
}
${arithmeticWgsl(kind)}
const LEFT = ${at(ROW.left)};
const RIGHT = ${at(ROW.right)};

fn stepWhole(operation: u32) -> i32 {
  let x = readWhole(LEFT);
  let y = readWhole(RIGHT);
  if (operation == ${String(WHOLE_NUMBERS['compare'])}u) { return wholeCompare(x, y); }
  writeWhole(readWord(${at(ROW.destination)}), wholeStep(operation, x, y));
  return 0;
}

fn stepNumber(operation: u32) -> i32 {
  switch (operation) {
    case ${number('compare')}: { return numberCompare(LEFT, RIGHT, readWhole(LEFT), readWhole(RIGHT)); }
    case ${number('is-zero')}: { return i32(numberIsZero(readWhole(LEFT))); }
    case ${number('is-negative')}: { return i32(numberIsNegative(readWhole(LEFT))); }
    case ${number('is-nan')}: { return i32(numberIsNaN(readWhole(LEFT))); }
    case ${number('is-finite')}: { return i32(numberIsFinite(readWhole(LEFT))); }
    case ${number('to-whole')}: {
      writeWhole(readWord(${at(ROW.destination)}), numberToWhole(LEFT, readWhole(LEFT)));
    }
    default: {
      let scale = bitcast<i32>(readWord(${at(ROW.scale)}));
      let destination = readWord(${at(ROW.destination)});
      numberStep(operation, destination, vec2u(LEFT, RIGHT), scale, readWord(${at(ROW.mode)}));
    }
  }
  return 0;
}

@compute @workgroup_size(${String(WORKGROUP_SIZE)})
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= lanes[0]) { return; }
  numberLane = id.x;
  numberFlags = 0u;
  policyPrecision = readWord(${at(ROW.precision)});
  policyRounding = readWord(${at(ROW.rounding)});
  policyLimbs = readWord(${at(ROW.limbs)});
  let operation = readWord(${at(ROW.operation)});
  var answer = 0;
  if (readWord(${at(ROW.isWhole)}) == 1u) { answer = stepWhole(operation); }
  else { answer = stepNumber(operation); }
  writeWord(${at(ROW.flags)}, numberFlags);
  writeWord(${at(ROW.answer)}, bitcast<u32>(answer));
}
`;
