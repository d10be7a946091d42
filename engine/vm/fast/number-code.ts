// How numbers of a policy are held and computed in generated WebAssembly.
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionEmitter } from './emit-function.js';
import type { ValueCode } from './wasm-bytes.js';

export interface NumberCode {
  /** Of the local that holds one. */
  readonly type: ValueCode;
  /** Of a cell in memory. */
  readonly words: number;
  /** `num.*` and `const.num`. */
  emit(e: FunctionEmitter, instruction: Instruction): void;
  /** Takes a number that a call left on the stack. */
  receive(e: FunctionEmitter, dst: Register): void;
  move(e: FunctionEmitter, dst: Register, a: Register): void;
  load(e: FunctionEmitter, i: Extract<Instruction, { op: 'load' }>): void;
  store(e: FunctionEmitter, i: Extract<Instruction, { op: 'store' }>): void;
  /** Into the output buffer at its current end. */
  write(e: FunctionEmitter, a: Register): void;
}
