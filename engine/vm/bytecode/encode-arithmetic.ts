// Operations on whole numbers and on numbers of the policy as instructions.
import { invariant } from '../../core/kernel/fault.js';
import type { Instruction } from '../ir/instruction.js';
import type { AddressedFunction } from './addressed-function.js';
import type { Encoded } from './instruction-words.js';
import { NUMBER_OF, numberOperation, wholeOperation } from './number-operations.js';
import { CONDITION, NUMBER_TESTS } from './opcode.js';

export const WHOLE_CONDITION = {
  'int.eq': CONDITION.eq,
  'int.ne': CONDITION.ne,
  'int.lt': CONDITION.lt,
  'int.lte': CONDITION.lte,
  'int.gt': CONDITION.gt,
  'int.gte': CONDITION.gte,
  // Of these two, the left operand is taken where the condition holds.
  'int.min': CONDITION.lt,
  'int.max': CONDITION.gt,
} as const;

const NUMBER_CONDITION = {
  'num.eq': CONDITION.eq,
  'num.lt': CONDITION.lt,
  'num.lte': CONDITION.lte,
  'num.gt': CONDITION.gt,
  'num.gte': CONDITION.gte,
} as const;

const TEST_OF = {
  'num.is-zero': 'zero',
  'num.is-neg': 'negative',
  'num.is-nan': 'nan',
  'num.is-finite': 'finite',
} as const;

export function encodeArithmetic(e: AddressedFunction, i: Instruction): void {
  if (i.op.startsWith('int.')) encodeWhole(e, i);
  else encodeNumber(e, i);
}

interface Operands {
  readonly dst: number;
  readonly a: number;
  readonly b?: number;
}

/** Operations on one number have it as both operands. */
const operands = (e: AddressedFunction, { dst, a, b = a }: Operands): Encoded => ({
  x: e.at(dst),
  y: e.at(a),
  z: e.at(b),
});

function encodeWhole(e: AddressedFunction, i: Instruction): void {
  const { code } = e;
  switch (i.op) {
    case 'int.add':
    case 'int.sub':
      code.emit('whole-sum', { qualifier: Number(i.op === 'int.sub'), ...operands(e, i) });
      return;
    case 'int.mul':
      code.emit('whole-step', { qualifier: wholeOperation('multiply'), ...operands(e, i) });
      return;
    case 'int.neg':
      code.emit('whole-step', { qualifier: wholeOperation('negate'), ...operands(e, i) });
      return;
    case 'int.abs':
      code.emit('whole-step', { qualifier: wholeOperation('absolute'), ...operands(e, i) });
      return;
    case 'int.rem':
      code.emit('whole-step', { qualifier: wholeOperation('remainder'), ...operands(e, i) });
      return;
    case 'int.min':
    case 'int.max':
      code.emit('whole-pick', { qualifier: WHOLE_CONDITION[i.op], ...operands(e, i) });
      return;
    case 'int.eq':
    case 'int.ne':
    case 'int.lt':
    case 'int.lte':
    case 'int.gt':
    case 'int.gte':
      code.emit('whole-compare', { qualifier: WHOLE_CONDITION[i.op], ...operands(e, i) });
      return;
    default:
      invariant(false, `${i.op} is an operation on whole numbers`);
  }
}

function encodeNumber(e: AddressedFunction, i: Instruction): void {
  const { code } = e;
  switch (i.op) {
    case 'num.add':
    case 'num.sub':
    case 'num.mul':
    case 'num.div':
    case 'num.sqrt':
    case 'num.neg':
    case 'num.abs':
    case 'num.trunc':
    case 'num.from-int':
      code.emit('number-step', { qualifier: numberOperation(NUMBER_OF[i.op]), ...operands(e, i) });
      return;
    case 'num.round':
      code.emit('number-round', operands(e, i));
      return;
    case 'num.cmp':
      code.emit('number-order', operands(e, i));
      return;
    case 'num.to-int':
      code.emit('number-to-whole', operands(e, i));
      return;
    case 'num.eq':
    case 'num.lt':
    case 'num.lte':
    case 'num.gt':
    case 'num.gte':
      code.emit('number-compare', { qualifier: NUMBER_CONDITION[i.op], ...operands(e, i) });
      return;
    case 'num.is-zero':
    case 'num.is-neg':
    case 'num.is-nan':
    case 'num.is-finite': {
      const test = NUMBER_TESTS.indexOf(TEST_OF[i.op]);
      code.emit('number-is', { qualifier: test, ...operands(e, i) });
      return;
    }
    default:
      invariant(false, `${i.op} is an operation on numbers`);
  }
}
