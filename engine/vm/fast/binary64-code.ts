// binary64: the machine's own doubles. A NaN is stored in one form only, so that equal states are equal words.
import { invariant } from '../../core/kernel/fault.js';
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionEmitter, NumberCode } from './function-emitter.js';
import { F64, W } from './wasm-bytes.js';

const BINARY = {
  'num.add': W.f64Add,
  'num.sub': W.f64Sub,
  'num.mul': W.f64Mul,
  'num.div': W.f64Div,
} as const;
const COMPARE = {
  'num.eq': W.f64Eq,
  'num.lt': W.f64Lt,
  'num.lte': W.f64Le,
  'num.gt': W.f64Gt,
  'num.gte': W.f64Ge,
} as const;
const UNARY = {
  'num.neg': W.f64Neg,
  'num.abs': W.f64Abs,
  'num.sqrt': W.f64Sqrt,
  'num.trunc': W.f64Trunc,
} as const;

export const binary64Code: NumberCode = {
  type: F64,
  words: 2,
  emit,
  move: (e, i) => {
    e.get(i.a).set(i.dst);
  },
  receive: (e, _call, dst) => {
    e.set(dst);
  },
  load: (e, i) => {
    e.get(i.base)
      .memory(W.f64Load, i.offset * 4)
      .set(i.dst);
  },
  store: (e, i) => {
    canonical(e.get(i.base), i.a).memory(W.f64Store, i.offset * 4);
  },
  write: (e, a) => {
    canonical(e.global('out'), a).memory(W.f64Store, 0);
  },
};

function constant(e: FunctionEmitter, value: number): FunctionEmitter {
  e.out.byte(W.f64Const).f64(value);
  return e;
}

/** The value, or the one NaN. */
function canonical(e: FunctionEmitter, a: Register): FunctionEmitter {
  return constant(e, NaN).get(a).get(a).get(a).op(W.f64Ne, W.select);
}

function emit(e: FunctionEmitter, i: Instruction): void {
  switch (i.op) {
    case 'const.num':
      constant(e, Number(e.emission.program.numbers[i.text])).set(i.dst);
      return;
    case 'num.add':
    case 'num.sub':
    case 'num.mul':
    case 'num.div':
      e.get(i.a).get(i.b).op(BINARY[i.op]).set(i.dst);
      return;
    case 'num.eq':
    case 'num.lt':
    case 'num.lte':
    case 'num.gt':
    case 'num.gte':
      e.get(i.a).get(i.b).op(COMPARE[i.op]).set(i.dst);
      return;
    case 'num.neg':
    case 'num.abs':
    case 'num.sqrt':
    case 'num.trunc':
      e.get(i.a).op(UNARY[i.op]).set(i.dst);
      return;
    case 'num.from-int':
      e.get(i.a).op(W.f64ConvertI64S).set(i.dst);
      return;
    case 'num.to-int':
      emitToInt(e, i);
      return;
    case 'num.cmp':
      emitCompare(e, i);
      return;
    case 'num.round':
      e.get(i.a).get(i.b).call(e.emission.helper('round')).set(i.dst);
      return;
    default:
      emitTest(e, i);
  }
}

function emitTest(e: FunctionEmitter, i: Instruction): void {
  switch (i.op) {
    case 'num.is-zero':
      constant(e.get(i.a), 0).op(W.f64Eq).set(i.dst);
      return;
    case 'num.is-nan':
      e.get(i.a).get(i.a).op(W.f64Ne).set(i.dst);
      return;
    case 'num.is-finite':
      // x - x is zero for what is finite, and no number otherwise.
      constant(e.get(i.a).get(i.a).op(W.f64Sub), 0).op(W.f64Eq).set(i.dst);
      return;
    case 'num.is-neg':
      constant(e, 1).get(i.a).op(W.f64Copysign);
      constant(e, 0).op(W.f64Lt).get(i.a).get(i.a).op(W.f64Eq, W.i32And).set(i.dst);
      return;
    default:
      invariant(false, `${i.op} is an operation on numbers`);
  }
}

/** Only whole numbers within 2^53; they have one zero. */
function emitToInt(
  e: FunctionEmitter,
  i: { readonly a: Register; readonly dst: Register; readonly at: number },
): void {
  const { a, dst, at } = i;
  e.get(a).op(W.f64Trunc).get(a).op(W.f64Ne).trapIf('not-whole', at);
  constant(e.get(a).op(W.f64Abs), Number.MAX_SAFE_INTEGER).op(W.f64Gt).trapIf('not-whole', at);
  e.get(a).op(W.i64TruncF64S).set(dst);
}

function emitCompare(
  e: FunctionEmitter,
  i: { readonly a: Register; readonly b: Register; readonly dst: Register; readonly at: number },
): void {
  const { a, b, dst, at } = i;
  e.get(a).get(a).op(W.f64Ne).get(b).get(b).op(W.f64Ne, W.i32Or).trapIf('unordered', at);
  // (a > b) - (a < b)
  e.get(a)
    .get(b)
    .op(W.f64Gt, W.i64ExtendI32U)
    .get(a)
    .get(b)
    .op(W.f64Lt, W.i64ExtendI32U, W.i64Sub)
    .set(dst);
}
