// Lists: a header of four words (length, capacity, address of the elements, words of a block) and the elements.
import { invariant } from '../../core/kernel/fault.js';
import { BLOCK_LIST_CAPACITY } from '../../core/memory/block-layout.js';
import { LIST_HEADER, LIST_WORDS } from '../../core/memory/record-layout.js';
import type { Instruction } from '../ir/instruction.js';
import type { FunctionEmitter } from './function-emitter.js';
import { W } from './wasm-bytes.js';

/** Bytes from a list's address. */
export const LIST = {
  length: LIST_HEADER.length * 4,
  capacity: LIST_HEADER.capacity * 4,
  elements: LIST_HEADER.elements * 4,
  block: LIST_HEADER.block * 4,
} as const;

export function emitList(e: FunctionEmitter, i: Instruction): void {
  switch (i.op) {
    case 'list.new':
      e.i32(i.capacity)
        .i32(i.stride * 4)
        .i32(i.at)
        .call(e.emission.helper('listNew'))
        .set(i.dst);
      return;
    case 'list.length':
      e.get(i.a).memory(W.i32Load, LIST.length).op(W.i64ExtendI32U).set(i.dst);
      return;
    case 'list.has':
      inRange(e, i).set(i.dst);
      return;
    case 'list.at':
      inRange(e, i).op(W.i32Eqz).trapIf('missing', i.at);
      e.get(i.a).memory(W.i32Load, LIST.elements).get(i.index).op(W.i32WrapI64);
      e.i32(i.stride * 4)
        .op(W.i32Mul, W.i32Add)
        .set(i.dst);
      return;
    case 'list.grow':
      e.get(i.a)
        .i32(i.stride * 4)
        .i32(i.at)
        .call(e.emission.helper('grow'))
        .set(i.dst);
      return;
    case 'list.truncate':
      e.get(i.a).get(i.length).op(W.i32WrapI64).call(e.emission.helper('truncate'));
      return;
    case 'list.place':
      e.get(i.a).i32(BLOCK_LIST_CAPACITY).memory(W.i32Store, LIST.capacity);
      e.get(i.a)
        .get(i.a)
        .i32(LIST_WORDS * 4)
        .op(W.i32Add)
        .memory(W.i32Store, LIST.elements);
      return;
    default:
      invariant(false, `${i.op} is an operation on lists`);
  }
}

function inRange(
  e: FunctionEmitter,
  i: { readonly a: number; readonly index: number },
): FunctionEmitter {
  return e.get(i.index).get(i.a).memory(W.i32Load, LIST.length).op(W.i64ExtendI32U, W.i64LtU);
}
