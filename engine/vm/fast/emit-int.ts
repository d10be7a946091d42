// Whole numbers as i64. Whatever leaves +-(2^53 - 1), or would be -0 in JavaScript, traps: no lane may go on with it.
import { invariant } from '../../core/kernel/fault.js';
import type { Instruction } from '../ir/instruction.js';
import type { FunctionEmitter } from './function-emitter.js';
import { F64, I64, W } from './wasm-bytes.js';

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
      e.get(i.a).op(W.i64Eqz).trapIf('int-range', i.at);
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
  const product = e.scratch(F64);
  e.get(i.a).op(W.f64ConvertI64S).get(i.b).op(W.f64ConvertI64S, W.f64Mul);
  e.out.byte(W.localTee).u32(product);
  e.op(W.f64Abs);
  e.out.byte(W.f64Const).f64(Number.MAX_SAFE_INTEGER);
  e.op(W.f64Gt).trapIf('int-range', i.at);
  trapNegativeZero(e, product, i.at);
  e.get(i.a).get(i.b).op(W.i64Mul).set(i.dst);
}

function trapNegativeZero(e: FunctionEmitter, double: number, at: number): void {
  e.out.byte(W.localGet).u32(double);
  e.op(W.i64ReinterpretF64)
    .i64(-(2n ** 63n))
    .op(W.i64Eq)
    .trapIf('int-range', at);
}

function emitRem(
  e: FunctionEmitter,
  i: { readonly dst: number; readonly a: number; readonly b: number; readonly at: number },
): void {
  e.get(i.b).op(W.i64Eqz).trapIf('int-range', i.at);
  const made = e.scratch(I64);
  e.get(i.a).get(i.b).op(W.i64RemS);
  e.out.byte(W.localTee).u32(made);
  e.op(W.i64Eqz).get(i.a).i64(0n).op(W.i64LtS, W.i32And).trapIf('int-range', i.at);
  e.out.byte(W.localGet).u32(made);
  e.set(i.dst);
}
