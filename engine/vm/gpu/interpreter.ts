// The GPU lane's interpreter as WGSL: one invocation is one lane, one loop with one switch over opcodes. The text depends
// on nothing but the kind of policy; program, ticks, memory and policy are buffers, so that an edit compiles no shader.
import { OPCODE_BITS, TICK_BEGIN, TICK_END } from '../bytecode/bytecode.js';
import { GROUP_ENDS, NUMBER_TESTS, OPCODES } from '../bytecode/opcode.js';
import { TRAPS } from '../fast/machine.js';
import { INTERPRETER_LISTS_WGSL } from './interpreter-lists.js';
import { INTERPRETER_NUMBERS_WGSL } from './interpreter-numbers.js';
import { INTERPRETER_PLAIN_WGSL } from './interpreter-plain.js';
import { INTERPRETER_SELDOM_WGSL } from './interpreter-seldom.js';
import { INTERPRETER_TICKS_WGSL } from './interpreter-ticks.js';
import { LANE_WORDS_WGSL, SETUP_WORDS } from './lane-words.js';
import { arithmeticWgsl } from './wgsl/index.js';
import { constantsOf } from './wgsl/operation-constants.js';

/** Lanes of one workgroup: a whole subgroup of every device. */
export const WORKGROUP_SIZE = 64;

const DECLARATIONS = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> memory: array<u32>;
@group(0) @binding(1) var<storage, read> program: array<vec4u>;
@group(0) @binding(2) var<storage, read> ticks: array<u32>;
@group(0) @binding(3) var<storage, read_write> statuses: array<u32>;
@group(0) @binding(4) var<storage, read_write> output: array<u32>;
@group(0) @binding(5) var<storage, read> setup: array<u32, ${String(SETUP_WORDS)}>;

var<private> laneCount: u32;

// The same address of all lanes lies side by side, since lanes of one program mostly do the same at once.
fn word(laneBase: u32, address: u32) -> u32 {
  return address * laneCount + laneBase;
}
`;

const MAIN = /* wgsl */ `
@compute @workgroup_size(${String(WORKGROUP_SIZE)})
fn main(@builtin(global_invocation_id) id: vec3u) {
  laneCount = setup[SETUP_LANES];
  let status = id.x * STATUS_WORDS;
  if (id.x >= laneCount || statuses[status + STATUS_STATE] != STATE_RUNNING) { return; }
  numberLane = id.x;
  numberFlags = 0u;
  policyPrecision = setup[SETUP_PRECISION];
  policyRounding = setup[SETUP_ROUNDING];
  policyLimbs = setup[SETUP_LIMBS];
  outputBase = id.x * setup[SETUP_OUTPUT_WORDS];
  loadLane(status);
  let budget = setup[SETUP_BUDGET];
  done = 0u;
  // A loop for each kind of instruction: a device that runs the lanes of a subgroup in step, or all branches of a switch,
  // does the long ones only when a lane has come to one.
  while (done < budget && state == STATE_RUNNING) {
    var code = vec4u();
    var opcode = 0u;
    loop {
      code = stepPlain(budget);
      opcode = code.x & OPCODE_MASK;
      if (opcode < PLAIN_END || opcode >= SELDOM_END) { break; }
      stepSeldom(code);
    }
    if (opcode >= SELDOM_END) { stepArithmetic(code); }
  }
  saveLane(status);
}
`;

const CONSTANTS = [
  constantsOf('DO', OPCODES),
  constantsOf('TEST', NUMBER_TESTS),
  constantsOf('TRAP', ['none', ...TRAPS]),
  `const PLAIN_END = ${String(GROUP_ENDS.plain)}u;`,
  `const SELDOM_END = ${String(GROUP_ENDS.seldom)}u;`,
  `const OPCODE_MASK = ${String(2 ** OPCODE_BITS - 1)}u;`,
  `const OPCODE_BITS = ${String(OPCODE_BITS)}u;`,
  `const TICK_BEGIN = ${String(TICK_BEGIN)}u;`,
  `const TICK_END = ${String(TICK_END)}u;`,
].join('\n');

export function interpreterWgsl(kind: 'decimal' | 'binary64'): string {
  return [
    DECLARATIONS,
    CONSTANTS,
    LANE_WORDS_WGSL,
    arithmeticWgsl(kind),
    INTERPRETER_TICKS_WGSL,
    INTERPRETER_LISTS_WGSL,
    INTERPRETER_PLAIN_WGSL,
    INTERPRETER_NUMBERS_WGSL,
    INTERPRETER_SELDOM_WGSL,
    MAIN,
  ].join('\n');
}
