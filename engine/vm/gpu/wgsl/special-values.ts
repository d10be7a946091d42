// WGSL of what zeros, infinities and NaN make of an operation: one table for both policies, as IEEE 754 and decimal.js
// agree on it.
import { constantsOf } from './operation-constants.js';
import { NUMBER_OPERATIONS } from './operations.js';

export const SPECIAL_VALUES_WGSL = /* wgsl */ `
${constantsOf('OP', NUMBER_OPERATIONS)}

const KIND_ZERO = 0u;
const KIND_FINITE = 1u;
const KIND_INFINITE = 2u;
const KIND_NAN = 3u;

struct Side { kind: u32, isNegative: bool }

// The result where special operands decide it; KIND_FINITE where they do not: the arithmetic, or the only operand, is
// the result then. Unary operations pass their operand twice; a difference comes as a sum.
fn decideSpecial(operation: u32, x: Side, y: Side) -> Side {
  if (x.kind == KIND_NAN || y.kind == KIND_NAN) { return Side(KIND_NAN, false); }
  let areFinite = x.kind == KIND_FINITE && y.kind == KIND_FINITE;
  let isNegative = x.isNegative != y.isNegative;
  let isInfinite = x.kind == KIND_INFINITE || y.kind == KIND_INFINITE;
  switch (operation) {
    case OP_ADD: {
      if (isInfinite) {
        let isUndefined = x.kind == y.kind && isNegative;
        let sign = select(y.isNegative, x.isNegative, x.kind == KIND_INFINITE);
        return Side(select(KIND_INFINITE, KIND_NAN, isUndefined), sign);
      }
      if (x.kind == KIND_ZERO && y.kind == KIND_ZERO) {
        // Zeros of both signs are a negative zero when the policy rounds down.
        return Side(KIND_ZERO, select(x.isNegative, policyRounding == 3u, isNegative));
      }
      return Side(KIND_FINITE, false);
    }
    case OP_MULTIPLY: {
      if (areFinite) { return Side(KIND_FINITE, false); }
      let isUndefined = isInfinite && (x.kind == KIND_ZERO || y.kind == KIND_ZERO);
      let kind = select(KIND_ZERO, KIND_INFINITE, isInfinite);
      return Side(select(kind, KIND_NAN, isUndefined), isNegative);
    }
    case OP_DIVIDE: {
      if (areFinite) { return Side(KIND_FINITE, false); }
      let isZero = x.kind == KIND_ZERO || y.kind == KIND_INFINITE;
      let kind = select(KIND_INFINITE, KIND_ZERO, isZero);
      return Side(select(kind, KIND_NAN, x.kind == y.kind), isNegative);
    }
    case OP_ROOT: {
      if (x.kind == KIND_FINITE && !x.isNegative) { return Side(KIND_FINITE, false); }
      let isUndefined = x.isNegative && x.kind != KIND_ZERO;
      return Side(select(x.kind, KIND_NAN, isUndefined), x.isNegative);
    }
    default: {
      // The others keep what they are given; only the sign of a zero or an infinity may change.
      if (x.kind == KIND_FINITE) { return Side(KIND_FINITE, false); }
      let isFlipped = operation == OP_NEGATE;
      return Side(x.kind, (x.isNegative != isFlipped) && operation != OP_ABSOLUTE);
    }
  }
}
`;
