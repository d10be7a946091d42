// The loop over many ticks, so that the host is left once for all of them: each is copied to where compiled code reads the
// current tick, and marked in the output. A tick in the feed is the number of its bytes, then its bytes.
import type { Register } from '../ir/instruction.js';
import type { FunctionEmitter } from './function-emitter.js';
import { advance } from './emit-output.js';
import { FUEL, TICK_MARK } from './machine.js';
import { I32, NO_RESULT, W } from './wasm-bytes.js';

/** (address of the first tick, how many) -> nothing. */
export function emitFeed(e: FunctionEmitter): void {
  const [at, count, bytes, cell] = [0, 1, 2, 3] as const;
  e.op(W.block, NO_RESULT, W.loop, NO_RESULT);
  e.get(count).op(W.i32Eqz, W.brIf, 1);
  e.get(at).memory(W.i32Load, 0).set(bytes);
  e.global('currentAt').get(at).i32(4).op(W.i32Add).get(bytes).op(W.prefix, W.memoryCopy, 0, 0);
  e.global('arenaStart').setGlobal('arena');
  e.i32(FUEL).setGlobal('fuel');
  e.global('out').setGlobal('tickOut');
  e.global('out').i32(TICK_MARK).memory(W.i32Store, 0);
  advance(e, 4);
  e.call(e.emission.functionIndex(e.emission.program.entries.step));
  if (e.emission.numbers.type === I32) emitOverflow(e, cell);
  e.global('ticksDone').i32(1).op(W.i32Add).setGlobal('ticksDone');
  e.get(at).get(bytes).op(W.i32Add).i32(4).op(W.i32Add).set(at);
  e.get(count).i32(1).op(W.i32Sub).set(count);
  e.op(W.br, 0, W.end, W.end);
}

/** A result that no cell holds ends the run behind its tick; the host knows whose cell it is. */
function emitOverflow(e: FunctionEmitter, cell: Register): void {
  e.call(e.emission.helper('takeFlag')).set(cell);
  e.get(cell).op(W.if, NO_RESULT);
  e.trapAt('number-range', () => e.get(cell)).op(W.end);
}
