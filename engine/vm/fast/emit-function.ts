// One function of the intermediate form as WebAssembly under binary64: registers are locals, control flow maps one to one.
import { invariant } from '../../core/kernel/fault.js';
import { ROOTS_AT } from '../../core/memory/run-image.js';
import type { Instruction, Register } from '../ir/instruction.js';
import { emitInt } from './emit-int.js';
import { emitList } from './emit-list.js';
import type { FunctionEmitter } from './function-emitter.js';
import { finishBody } from './function-emitter.js';
import { advance, emitOut } from './emit-output.js';
import type { ByteWriter } from './wasm-bytes.js';
import { NO_RESULT, W } from './wasm-bytes.js';

export function emitBody(e: FunctionEmitter): ByteWriter {
  for (const instruction of e.code.code) emitInstruction(e, instruction);
  if (e.code.result !== 'none') e.op(W.unreachable);
  return finishBody(e);
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
      if (i.dst !== null && e.holding(i.dst) === 'num') e.emission.numbers.receive(e, i, i.dst);
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
      if (e.holding(i.dst) === 'num') e.emission.numbers.move(e, i);
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
      e.i32(0)
        .memory(W.i32Load, ROOTS_AT + i.root * 4)
        .set(i.dst);
      return;
    case 'address':
      e.get(i.base)
        .i32(i.offset * 4)
        .op(W.i32Add)
        .set(i.dst);
      return;
    case 'is-state':
      isState(e, i.a).set(i.dst);
      return;
    case 'clear':
      e.get(i.base)
        .i32(0)
        .i32(i.words * 4)
        .op(W.prefix, W.memoryFill, 0);
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
  e.get(i.dst)
    .i32(i.words * 4)
    .op(W.i32Add)
    .setGlobal('arena');
  reserve(e, () => e.i32(i.at));
}

/** After the end of what the tick made has moved: room for it, or the lane stops at the place that is pushed. */
export function reserve(e: FunctionEmitter, pushPlace: () => void): void {
  e.global('arena').global('arenaEnd').op(W.i32GtU, W.if, NO_RESULT);
  e.call(e.emission.helper('reserve')).op(W.i32Eqz, W.if, NO_RESULT);
  e.trapAt('memory', pushPlace);
  e.op(W.end, W.end);
}

function emitMemory(e: FunctionEmitter, i: Instruction): void {
  switch (i.op) {
    case 'load':
      if (e.holding(i.dst) === 'num') e.emission.numbers.load(e, i);
      else
        e.get(i.base)
          .memory(e.holding(i.dst) === 'int' ? W.i64Load : W.i32Load, i.offset * 4)
          .set(i.dst);
      return;
    case 'store':
      if (e.holding(i.a) === 'num') e.emission.numbers.store(e, i);
      else
        e.get(i.base)
          .get(i.a)
          .memory(e.holding(i.a) === 'int' ? W.i64Store : W.i32Store, i.offset * 4);
      return;
    case 'out.begin':
      e.global('out')
        .i32(i.sink + 1)
        .memory(W.i32Store, 0);
      advance(e, 4);
      return;
    case 'out.value':
      emitOut(e, i.a);
      return;
    default:
      invariant(false, `${i.op} is an operation`);
  }
}
