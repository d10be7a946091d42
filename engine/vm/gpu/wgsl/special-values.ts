// WGSL of what zeros, infinities and NaN make of an operation: one table for both policies, as IEEE 754 and decimal.js
// agree on it.
import { constantsOf } from './operation-constants.js';
import { NUMBER_OPERATIONS } from './operations.js';

/** What an operation makes of a left and a right kind: rows are left, columns right, both Zero, Finite, Infinite, NaN. */
const SUM = 'ZFIN FFIN IIIN NNNN';
const PRODUCT = 'ZZNN ZFIN NIIN NNNN';
const QUOTIENT = 'NZZN IFZN IINN NNNN';
/** The kind of the left one, whatever lies right of it. */
const LEFT = 'ZZZZ FFFF IIII NNNN';

/** Two bits an entry, the first lowest. */
function packed(table: string): string {
  const kinds = Array.from(table.replaceAll(' ', ''), (kind) => 'ZFIN'.indexOf(kind));
  return `${String(kinds.reduceRight((word, kind) => word * 4 + kind, 0))}u`;
}

export const SPECIAL_VALUES_WGSL = /* wgsl */ `
${constantsOf('OP', NUMBER_OPERATIONS)}
// None of them: the result is the first operand.
const OP_KEEP = ${String(NUMBER_OPERATIONS.length)}u;

const KIND_ZERO = 0u;
const KIND_FINITE = 1u;
const KIND_INFINITE = 2u;
const KIND_NAN = 3u;

struct Side { kind: u32, isNegative: bool }

// The result where special operands decide it; KIND_FINITE where they do not: the arithmetic, or the only operand, is
// the result then. Unary operations pass their operand twice; a difference comes as a sum. A NaN's sign says nothing.
fn decideSpecial(operation: u32, x: Side, y: Side) -> Side {
  let isSum = operation == OP_ADD;
  let isProduct = operation == OP_MULTIPLY;
  let isQuotient = operation == OP_DIVIDE;
  var kinds = select(${packed(LEFT)}, ${packed(SUM)}, isSum);
  kinds = select(kinds, ${packed(PRODUCT)}, isProduct);
  kinds = select(kinds, ${packed(QUOTIENT)}, isQuotient);
  let kind = (kinds >> (8u * x.kind + 2u * y.kind)) & 3u;
  let isMixed = x.isNegative != y.isNegative;
  // Infinities that cancel each other, and roots of what is below zero.
  let isCancelled = isSum && isMixed && x.kind == KIND_INFINITE && y.kind == KIND_INFINITE;
  let isUndefined = isCancelled || (operation == OP_ROOT && x.isNegative && kind != KIND_ZERO);
  // Zeros of both signs are a negative zero when the policy rounds down.
  let ofZeros = select(x.isNegative, policyRounding == 3u, isMixed);
  let ofInfinities = select(y.isNegative, x.isNegative, x.kind == KIND_INFINITE);
  let ofSum = select(ofInfinities, ofZeros, kind == KIND_ZERO);
  // The others keep what they are given; only the sign may change.
  let ofOne = (x.isNegative != (operation == OP_NEGATE)) && operation != OP_ABSOLUTE;
  let sign = select(select(ofOne, ofSum, isSum), isMixed, isProduct || isQuotient);
  return Side(select(kind, KIND_NAN, isUndefined), sign);
}
`;
