// Whole numbers as i64. Whatever leaves +-(2^53 - 1) traps: no lane may go on with it. They have one zero, as the engine
// keeps none of the signs that JavaScript gives it.
import { invariant } from '../../core/kernel/fault.js';
import type { Instruction } from '../ir/instruction.js';
import type { FunctionEmitter } from './function-emitter.js';
import { W } from './wasm-bytes.js';

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

const COMPARE = {
  'int.eq': W.i64Eq,
  'int.ne': W.i64Ne,
  'int.lt': W.i64LtS,
  'int.lte': W.i64LeS,
  'int.gt': W.i64GtS,
  'int.gte': W.i64GeS,
} as const;

export function emitInt(e: FunctionEmitter, i: Instruction): void {
  switch (i.op) {
    case 'int.eq':
    case 'int.ne':
    case 'int.lt':
    case 'int.lte':
    case 'int.gt':
    case 'int.gte':
      e.get(i.a).get(i.b).op(COMPARE[i.op]).set(i.dst);
      return;
    case 'int.add':
    case 'int.sub':
      e.get(i.a)
        .get(i.b)
        .op(i.op === 'int.add' ? W.i64Add : W.i64Sub)
        .set(i.dst);
      checkRange(e, i.dst, i.at);
      return;
    case 'int.mul':
      emitMul(e, i);
      return;
    case 'int.rem':
      emitRem(e, i);
      return;
    case 'int.min':
    case 'int.max':
      e.get(i.a).get(i.b).get(i.a).get(i.b);
      e.op(i.op === 'int.min' ? W.i64LtS : W.i64GtS, W.select).set(i.dst);
      return;
    case 'int.neg':
      e.i64(0n).get(i.a).op(W.i64Sub).set(i.dst);
      return;
    case 'int.abs':
      e.get(i.a).i64(0n).get(i.a).op(W.i64Sub).get(i.a).i64(0n).op(W.i64GeS, W.select).set(i.dst);
      return;
    default:
      invariant(false, `${i.op} is an operation on whole numbers`);
  }
}

/** r + MAX as unsigned is at most 2 * MAX exactly when r is within the range. */
function checkRange(e: FunctionEmitter, register: number, at: number): void {
  e.get(register)
    .i64(SAFE)
    .op(W.i64Add)
    .i64(2n * SAFE)
    .op(W.i64GtU)
    .trapIf('int-range', at);
}

/** The product of doubles is exact below 2^53 and tells when the exact one is not below it. */
function emitMul(
  e: FunctionEmitter,
  i: { readonly dst: number; readonly a: number; readonly b: number; readonly at: number },
): void {
  e.get(i.a).op(W.f64ConvertI64S).get(i.b).op(W.f64ConvertI64S, W.f64Mul, W.f64Abs);
  e.out.byte(W.f64Const).f64(Number.MAX_SAFE_INTEGER);
  e.op(W.f64Gt).trapIf('int-range', i.at);
  e.get(i.a).get(i.b).op(W.i64Mul).set(i.dst);
}

function emitRem(
  e: FunctionEmitter,
  i: { readonly dst: number; readonly a: number; readonly b: number; readonly at: number },
): void {
  e.get(i.b).op(W.i64Eqz).trapIf('not-whole', i.at);
  e.get(i.a).get(i.b).op(W.i64RemS).set(i.dst);
}
