// The arithmetic of the GPU lane as WGSL text, for an interpreter to include.
// Strings rather than .wgsl files: every tool that reads TypeScript then bundles and runs them without a loader.
import { BINARY64_ARITHMETIC_WGSL } from './binary64-arithmetic.js';
import { BINARY64_PARTS_WGSL } from './binary64-parts.js';
import { BINARY64_QUESTIONS_WGSL } from './binary64-questions.js';
import { BINARY64_STEP_WGSL } from './binary64-step.js';
import { DECIMAL_CELLS_WGSL } from './decimal-cells.js';
import { DECIMAL_LONGHAND_WGSL } from './decimal-longhand.js';
import { DECIMAL_QUESTIONS_WGSL } from './decimal-questions.js';
import { DECIMAL_ROUNDING_WGSL } from './decimal-rounding.js';
import { DECIMAL_STEP_WGSL } from './decimal-step.js';
import { DECIMAL_SUM_WGSL } from './decimal-sum.js';
import { NUMBER_WORDS_WGSL } from './number-words.js';
import { SPECIAL_VALUES_WGSL } from './special-values.js';
import { WHOLES_WGSL } from './wholes.js';
import { WIDE_WORDS_WGSL } from './wide-words.js';

export { DECIMAL_LIMBS_MAX } from './decimal-cells.js';
export { OUT_OF_RANGE } from './number-words.js';
export { NUMBER_OPERATIONS, WHOLE_OPERATIONS } from './operations.js';

const SHARED = [NUMBER_WORDS_WGSL, WIDE_WORDS_WGSL, WHOLES_WGSL, SPECIAL_VALUES_WGSL];

const BY_POLICY = {
  decimal: [
    DECIMAL_CELLS_WGSL,
    DECIMAL_ROUNDING_WGSL,
    DECIMAL_SUM_WGSL,
    DECIMAL_LONGHAND_WGSL,
    DECIMAL_STEP_WGSL,
    DECIMAL_QUESTIONS_WGSL,
  ],
  binary64: [
    BINARY64_PARTS_WGSL,
    BINARY64_ARITHMETIC_WGSL,
    BINARY64_STEP_WGSL,
    BINARY64_QUESTIONS_WGSL,
  ],
} as const;

/**
 * The arithmetic of one kind of policy, and whole numbers. Both kinds declare the same functions, so that one
 * interpreter text serves both and a pipeline is compiled with half the code. Precision, rounding and limbs of a decimal
 * policy are values, not code.
 *
 * The shader around it declares `memory: array<u32>` and `fn word(laneBase: u32, address: u32) -> u32`, sets
 * `numberLane`, `policyPrecision`, `policyRounding` and `policyLimbs` before the first step, and looks at `numberFlags`
 * after the last. Addresses are in words; a destination may be one of the operands:
 * - `numberStep(operation: u32, destination: u32, operands: vec2u, scale: i32, mode: u32)`, call it from one place:
 *   compilers inline it. OP_ADD and so on are the constants of NUMBER_OPERATIONS.
 * - `numberCompare(left, right, x: vec2u, y: vec2u) -> i32` (UNORDERED with a NaN), `numberIsZero(x) -> bool`,
 *   `numberIsNegative`, `numberIsNaN`, `numberIsFinite`, `numberToWhole(address, x) -> vec2u`: x and y are the first two
 *   words of the cells, which the interpreter has read already.
 * - `readWhole(address) -> vec2u`, `writeWhole(address, value)`, `wholeStep(operation, left: vec2u, right: vec2u) ->
 *   vec2u` with the constants of WHOLE_OPERATIONS, `wholeCompare(left: vec2u, right: vec2u) -> i32`.
 */
export function arithmeticWgsl(kind: keyof typeof BY_POLICY): string {
  return [...SHARED, ...BY_POLICY[kind]].join('\n');
}
