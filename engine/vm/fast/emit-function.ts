// One function of the intermediate form as WebAssembly under binary64: registers are locals, control flow maps one to one.
import { invariant } from '../../core/kernel/fault.js';
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import type { Holding } from '../../core/memory/value-type.js';
import type { DecimalImport } from './decimal-code.js';
import { emitInt } from './emit-int.js';
import { emitList } from './emit-list.js';
import type { NumberCode } from './number-code.js';
import { ROOTS_AT } from '../../core/memory/run-image.js';
import { globalIndex, OUT_SLACK_BYTES, trapNumber } from './machine.js';
import { ByteWriter, I32, I64, NO_RESULT, W, type ValueCode } from './wasm-bytes.js';

export interface Emission {
  readonly program: Program;
  readonly numbers: NumberCode;
  /** Index of a function of the program in the module. */
  readonly functionIndex: (index: number) => number;
  /** Helpers of the module by name. */
  readonly helper: (name: HelperName) => number;
}

export type HelperName = 'drain' | 'round' | 'grow' | 'listNew' | 'truncate' | DecimalImport;

export class FunctionEmitter {
  readonly out = new ByteWriter();
  private readonly locals: ValueCode[] = [];

  constructor(
    readonly emission: Emission,
    readonly code: FunctionCode,
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
    this.i32(trapNumber(trap)).setGlobal('trap').i32(at).setGlobal('trapPlace');
    return this.op(W.unreachable);
  }

  body(): ByteWriter {
    for (const instruction of this.code.code) emitInstruction(this, instruction);
    if (this.code.result !== 'none') this.op(W.unreachable);
    this.op(W.end);
    const { numbers } = this.emission;
    const types = this.code.registers
      .slice(this.code.parameters.length)
      .map((holding) => valueCode(holding, numbers))
      .concat(this.locals);
    const body = new ByteWriter();
    body.u32(types.length);
    for (const type of types) body.u32(1).byte(type);
    return body.bytes(this.out.view());
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

function emitInstruction(e: FunctionEmitter, instruction: Instruction): void {
  const { op } = instruction;
  if (op.startsWith('int.')) emitInt(e, instruction);
  else if (op.startsWith('num.') || op === 'const.num') e.emission.numbers.emit(e, instruction);
  else if (op.startsWith('list.')) emitList(e, instruction);
  else if (!emitControl(e, instruction)) emitPlain(e, instruction);
}

function emitControl(e: FunctionEmitter, i: Instruction): boolean {
  switch (i.op) {
    case 'if':
      e.get(i.a).op(W.if, NO_RESULT);
      return true;
    case 'else':
      e.op(W.else);
      return true;
    case 'end':
      e.op(W.end);
      return true;
    case 'block':
      e.op(W.block, NO_RESULT);
      return true;
    case 'loop':
      e.op(W.loop, NO_RESULT);
      e.global('fuel').i32(1).op(W.i32Sub).setGlobal('fuel');
      e.global('fuel').op(W.i32Eqz).trapIf('endless', i.at);
      return true;
    case 'br':
      e.out.byte(W.br).u32(i.depth);
      return true;
    case 'return':
      if (i.a !== null) e.get(i.a);
      e.op(W.return);
      return true;
    case 'call':
      for (const argument of i.args) e.get(argument);
      e.call(e.emission.functionIndex(i.callee));
      if (i.dst !== null && e.holding(i.dst) === 'num') e.emission.numbers.receive(e, i.dst);
      else if (i.dst !== null) e.set(i.dst);
      return true;
    case 'trap':
      e.trapNow(i.trap, i.at);
      return true;
    default:
      return false;
  }
}

function emitPlain(e: FunctionEmitter, i: Instruction): void {
  switch (i.op) {
    case 'const.word':
      e.i32(i.value).set(i.dst);
      return;
    case 'const.int':
      e.i64(BigInt(i.value)).set(i.dst);
      return;
    case 'move':
      if (e.holding(i.dst) === 'num') e.emission.numbers.move(e, i.dst, i.a);
      else e.get(i.a).set(i.dst);
      return;
    case 'word.eq':
    case 'word.ne':
    case 'flag.and':
    case 'flag.or':
      e.get(i.a).get(i.b).op(WORD_OPS[i.op]).set(i.dst);
      return;
    case 'flag.not':
      e.get(i.a).op(W.i32Eqz).set(i.dst);
      return;
    case 'root':
      e.i32(0).memory(W.i32Load, ROOTS_AT + i.root * 4).set(i.dst);
      return;
    case 'address':
      e.get(i.base).i32(i.offset * 4).op(W.i32Add).set(i.dst);
      return;
    case 'is-state':
      isState(e, i.a).set(i.dst);
      return;
    case 'clear':
      e.get(i.base).i32(0).i32(i.words * 4).op(W.prefix, W.memoryFill, 0);
      return;
    case 'alloc':
      emitAlloc(e, i);
      return;
    default:
      emitMemory(e, i);
  }
}

/** Whether an address lies between the ends of state: one unsigned comparison. */
export function isState(e: FunctionEmitter, address: Register): FunctionEmitter {
  e.get(address).global('stateStart').op(W.i32Sub);
  return e.global('stateEnd').global('stateStart').op(W.i32Sub, W.i32LtU);
}

const WORD_OPS = {
  'word.eq': W.i32Eq,
  'word.ne': W.i32Ne,
  'flag.and': W.i32And,
  'flag.or': W.i32Or,
} as const;

function emitAlloc(e: FunctionEmitter, i: Extract<Instruction, { op: 'alloc' }>): void {
  e.global('arena').set(i.dst);
  e.get(i.dst).i32(i.words * 4).op(W.i32Add).setGlobal('arena');
  e.global('arena').global('arenaEnd').op(W.i32GtU).trapIf('memory', i.at);
}

function emitMemory(e: FunctionEmitter, i: Instruction): void {
  switch (i.op) {
    case 'load':
      if (e.holding(i.dst) === 'num') e.emission.numbers.load(e, i);
      else e.get(i.base).memory(e.holding(i.dst) === 'int' ? W.i64Load : W.i32Load, i.offset * 4).set(i.dst);
      return;
    case 'store':
      if (e.holding(i.a) === 'num') e.emission.numbers.store(e, i);
      else e.get(i.base).get(i.a).memory(e.holding(i.a) === 'int' ? W.i64Store : W.i32Store, i.offset * 4);
      return;
    case 'out.begin':
      e.global('out').i32(i.sink + 1).memory(W.i32Store, 0);
      advance(e, 4);
      return;
    case 'out.value':
      emitOut(e, i.a);
      return;
    default:
      invariant(false, `${i.op} is an operation`);
  }
}

function emitOut(e: FunctionEmitter, a: Register): void {
  const holding = e.holding(a);
  if (holding === 'num') {
    e.emission.numbers.write(e, a);
    advance(e, e.emission.numbers.words * 4);
    return;
  }
  e.global('out').get(a).memory(holding === 'int' ? W.i64Store : W.i32Store, 0);
  advance(e, holding === 'int' ? 8 : 4);
}

/** Moves the output on; the host empties the buffer when it is nearly full. */
function advance(e: FunctionEmitter, bytes: number): void {
  e.global('out').i32(bytes).op(W.i32Add).setGlobal('out');
  e.global('out').i32(OUT_SLACK_BYTES).op(W.i32Add).global('outEnd').op(W.i32GtU);
  e.op(W.if, NO_RESULT).call(e.emission.helper('drain')).op(W.end);
}
