// Writes the body of one function: what every kind of instruction is written with. It knows no instruction itself.
import { invariant } from '../../core/kernel/fault.js';
import type { Holding } from '../../core/memory/value-type.js';
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import type { DecimalImport } from './decimal-imports.js';
import { globalIndex, trapNumber } from './machine.js';
import { ByteWriter, I32, I64, NO_RESULT, type ValueCode, W } from './wasm-bytes.js';

/** How numbers of a policy are held and computed. */
export interface NumberCode {
  /** Of the local that holds one. */
  readonly type: ValueCode;
  /** Of a cell in memory. */
  readonly words: number;
  /** `num.*` and `const.num`. */
  emit(e: FunctionEmitter, instruction: Instruction): void;
  /** Takes a number that a call left on the stack. */
  receive(e: FunctionEmitter, call: Extract<Instruction, { op: 'call' }>, dst: Register): void;
  move(e: FunctionEmitter, i: Extract<Instruction, { op: 'move' }>): void;
  load(e: FunctionEmitter, i: Extract<Instruction, { op: 'load' }>): void;
  store(e: FunctionEmitter, i: Extract<Instruction, { op: 'store' }>): void;
  /** Into the output buffer at its current end. */
  write(e: FunctionEmitter, a: Register): void;
}

export interface Emission {
  readonly program: Program;
  readonly numbers: NumberCode;
  /** Index of a function of the program in the module. */
  readonly functionIndex: (index: number) => number;
  /** Helpers of the module by name. */
  readonly helper: (name: HelperName) => number;
}

export type HelperName =
  'drain' | 'round' | 'reserve' | 'grow' | 'listNew' | 'truncate' | 'feed' | DecimalImport;

export class FunctionEmitter {
  readonly out = new ByteWriter();
  /** Locals beside the registers. */
  readonly locals: ValueCode[] = [];

  constructor(
    readonly emission: Emission,
    readonly code: FunctionCode,
    /** Of the function within the program; -1: a helper. */
    readonly index: number,
  ) {}

  holding(register: Register): Holding {
    const holding = this.code.registers[register];
    invariant(holding !== undefined, 'a register of this function');
    return holding;
  }

  get(register: Register): this {
    this.out.byte(W.localGet).u32(register);
    return this;
  }

  set(register: Register): this {
    this.out.byte(W.localSet).u32(register);
    return this;
  }

  op(...bytes: readonly number[]): this {
    this.out.bytes(bytes);
    return this;
  }

  i32(value: number): this {
    this.out.byte(W.i32Const).i32(value);
    return this;
  }

  i64(value: bigint): this {
    this.out.byte(W.i64Const).i64(value);
    return this;
  }

  global(name: Parameters<typeof globalIndex>[0]): this {
    this.out.byte(W.globalGet).u32(globalIndex(name));
    return this;
  }

  setGlobal(name: Parameters<typeof globalIndex>[0]): this {
    this.out.byte(W.globalSet).u32(globalIndex(name));
    return this;
  }

  call(index: number): this {
    this.out.byte(W.call).u32(index);
    return this;
  }

  /** A load or store at base + bytes; every value is aligned to words. */
  memory(opcode: number, bytes: number): this {
    this.out.byte(opcode).u32(2).u32(bytes);
    return this;
  }

  /** A local beside the registers. */
  scratch(type: ValueCode): number {
    this.locals.push(type);
    return this.code.registers.length + this.locals.length - 1;
  }

  /** Stops when the condition on the stack holds. */
  trapIf(trap: Parameters<typeof trapNumber>[0], at: number): this {
    this.op(W.if, NO_RESULT);
    this.trapNow(trap, at);
    return this.op(W.end);
  }

  trapNow(trap: Parameters<typeof trapNumber>[0], at: number): this {
    return this.trapAt(trap, () => this.i32(at));
  }

  /** Stops at a place that is known only when the code runs. */
  trapAt(trap: Parameters<typeof trapNumber>[0], pushPlace: () => void): this {
    this.i32(trapNumber(trap)).setGlobal('trap');
    pushPlace();
    return this.setGlobal('trapPlace').op(W.unreachable);
  }
}

export function valueCode(holding: Holding, numbers: NumberCode): ValueCode {
  switch (holding) {
    case 'word':
      return I32;
    case 'int':
      return I64;
    case 'num':
      return numbers.type;
    case 'none':
      return I32;
  }
}

/** Ends the body: its locals, then its code. */
export function finishBody(e: FunctionEmitter): ByteWriter {
  e.op(W.end);
  const types = e.code.registers
    .slice(e.code.parameters.length)
    .map((holding) => valueCode(holding, e.emission.numbers))
    .concat(e.locals);
  const body = new ByteWriter();
  body.u32(types.length);
  for (const type of types) body.u32(1).byte(type);
  return body.bytes(e.out.view());
}
