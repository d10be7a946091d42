// The output stream: values one after the other, and a look whether the buffer is nearly full.
import type { Register } from '../ir/instruction.js';
import type { FunctionEmitter } from './function-emitter.js';
import { OUT_SLACK_BYTES } from './machine.js';
import { NO_RESULT, W } from './wasm-bytes.js';

/** Writes a value to the output. */
export function emitOut(e: FunctionEmitter, a: Register): void {
  const holding = e.holding(a);
  if (holding === 'num') {
    e.emission.numbers.write(e, a);
    advance(e, e.emission.numbers.words * 4);
    return;
  }
  e.global('out')
    .get(a)
    .memory(holding === 'int' ? W.i64Store : W.i32Store, 0);
  advance(e, holding === 'int' ? 8 : 4);
}

/** Moves the output on; the host empties the buffer when it is nearly full. */
export function advance(e: FunctionEmitter, bytes: number): void {
  e.global('out').i32(bytes).op(W.i32Add).setGlobal('out');
  e.global('out').i32(OUT_SLACK_BYTES).op(W.i32Add).global('outEnd').op(W.i32GtU);
  e.op(W.if, NO_RESULT).call(e.emission.helper('drain')).op(W.end);
}
