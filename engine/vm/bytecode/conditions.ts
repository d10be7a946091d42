// Conditions of `if` that need no word of their own: a comparison of whole numbers or a negation right before it, whose
// result nothing else reads.
import type { Instruction, Register } from '../ir/instruction.js';
import { isPassedOn, type Uses } from './register-uses.js';
import { WHOLE_CONDITION } from './encode-arithmetic.js';

/** Every order of two whole numbers. */
const ALL_ORDERS = 7;

export interface FusedCondition {
  /** Instructions it stands for, the `if` among them. */
  readonly count: number;
  readonly isNegated: boolean;
  /** The comparison; null: the register is the condition. */
  readonly orders: number | null;
  readonly a: Register;
  readonly b: Register;
}

export function fusedCondition(
  code: readonly Instruction[],
  at: number,
  uses: Uses,
): FusedCondition | null {
  const first = code[at];
  if (first === undefined || !('dst' in first) || first.dst === null) return null;
  const orders = ordersOf(first);
  const second = code[at + 1];
  if (!isPassedOn(uses, first.dst) || second === undefined) return null;
  if (first.op === 'flag.not' && second.op === 'if' && second.a === first.dst)
    return { count: 2, isNegated: true, orders: null, a: first.a, b: first.a };
  if (orders === null || !('a' in first) || !('b' in first)) return null;
  const { a, b } = first;
  if (second.op === 'if' && second.a === first.dst)
    return { count: 2, isNegated: false, orders, a, b };
  const third = code[at + 2];
  const isNegation = second.op === 'flag.not' && second.a === first.dst;
  if (!isNegation || !isPassedOn(uses, second.dst) || third?.op !== 'if' || third.a !== second.dst)
    return null;
  return { count: 3, isNegated: false, orders: ALL_ORDERS ^ orders, a, b };
}

function ordersOf(i: Instruction): number | null {
  switch (i.op) {
    case 'int.eq':
    case 'int.ne':
    case 'int.lt':
    case 'int.lte':
    case 'int.gt':
    case 'int.gte':
      return WHOLE_CONDITION[i.op];
    default:
      return null;
  }
}
