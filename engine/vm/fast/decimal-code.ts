// decimal: a register holds the address of a cell. Cells of results are fixed places of their own; a value that cannot
// change any more is used where it lies. The arithmetic itself is in assembly/decimal.ts.
import { invariant } from '../../core/kernel/fault.js';
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionEmitter } from './emit-function.js';
import type { NumberCode } from './number-code.js';
import type { StaticMemory } from './static-memory.js';
import { I32, I64, W, type ValueCode } from './wasm-bytes.js';

/** Imported functions of the arithmetic: parameters and result. */
export const DECIMAL_IMPORTS = {
  add: [[I32, I32, I32], null],
  sub: [[I32, I32, I32], null],
  mul: [[I32, I32, I32], null],
  div: [[I32, I32, I32], null],
  sqrt: [[I32, I32], null],
  neg: [[I32, I32], null],
  abs: [[I32, I32], null],
  trunc: [[I32, I32], null],
  cmp: [[I32, I32], I32],
  isZero: [[I32], I32],
  isNeg: [[I32], I32],
  isNaN_: [[I32], I32],
  isFinite_: [[I32], I32],
  fromInt: [[I32, I64], null],
  toInt: [[I32], I64],
} as const satisfies Readonly<Record<string, readonly [readonly ValueCode[], ValueCode | null]>>;

export type DecimalImport = keyof typeof DECIMAL_IMPORTS;

const BINARY = { 'num.add': 'add', 'num.sub': 'sub', 'num.mul': 'mul', 'num.div': 'div' } as const;
const UNARY = { 'num.neg': 'neg', 'num.abs': 'abs', 'num.sqrt': 'sqrt', 'num.trunc': 'trunc' } as const;
const TEST = {
  'num.is-zero': 'isZero',
  'num.is-neg': 'isNeg',
  'num.is-nan': 'isNaN_',
  'num.is-finite': 'isFinite_',
} as const;

/** `cmp` gives 2 where either side is no number. */
const UNORDERED = 2;

export function decimalCode(memory: StaticMemory, words: number): NumberCode {
  const slotOf = (e: FunctionEmitter, register: Register): number => {
    const slot = memory.slots[e.emission.program.functions.indexOf(e.code)]?.[register];
    invariant(slot !== undefined && slot > 0, 'a number has a cell');
    return slot;
  };
  /** Pushes the cell of a result, runs `work`, and points the register there. */
  const into = (e: FunctionEmitter, dst: Register, work: () => void): void => {
    e.i32(slotOf(e, dst));
    work();
    e.i32(slotOf(e, dst)).set(dst);
  };
  const copyCell = (e: FunctionEmitter, to: () => void, from: () => void, offsets: Offsets): void => {
    for (let i = 0; i < words; i += 2) {
      const isPair = i + 1 < words;
      to();
      from();
      e.memory(isPair ? W.i64Load : W.i32Load, offsets.from + i * 4);
      e.memory(isPair ? W.i64Store : W.i32Store, offsets.to + i * 4);
    }
  };
  const move = (e: FunctionEmitter, dst: Register, a: Register): void => {
    const slot = slotOf(e, dst);
    copyCell(e, () => e.i32(slot), () => e.get(a), NO_OFFSETS);
    e.i32(slot).set(dst);
  };
  const receive = (e: FunctionEmitter, dst: Register): void => {
    e.set(dst);
    move(e, dst, dst);
  };
  return {
    type: I32,
    words,
    move,
    receive,
    load: (e, i) => {
      const from = i.offset * 4;
      if (i.isStable) e.get(i.base).i32(from).op(W.i32Add).set(i.dst);
      else {
        const slot = slotOf(e, i.dst);
        copyCell(e, () => e.i32(slot), () => e.get(i.base), { from, to: 0 });
        e.i32(slot).set(i.dst);
      }
    },
    store: (e, i) => {
      copyCell(e, () => e.get(i.base), () => e.get(i.a), { from: 0, to: i.offset * 4 });
    },
    write: (e, a) => {
      copyCell(e, () => e.global('out'), () => e.get(a), NO_OFFSETS);
    },
    emit: (e, i) => {
      if (i.op === 'const.num') e.i32(memory.constants[i.text] ?? 0).set(i.dst);
      else emitOperation(e, i, { into, receive });
    },
  };
}

interface Offsets {
  readonly from: number;
  readonly to: number;
}
const NO_OFFSETS: Offsets = { from: 0, to: 0 };

interface Results {
  readonly into: (e: FunctionEmitter, dst: Register, work: () => void) => void;
  readonly receive: (e: FunctionEmitter, dst: Register) => void;
}

function emitOperation(e: FunctionEmitter, i: Instruction, { into, receive }: Results): void {
  const call = (name: DecimalImport): FunctionEmitter => e.call(e.emission.helper(name));
  switch (i.op) {
    case 'num.add':
    case 'num.sub':
    case 'num.mul':
    case 'num.div':
      into(e, i.dst, () => {
        e.get(i.a).get(i.b);
        call(BINARY[i.op as keyof typeof BINARY]);
      });
      return;
    case 'num.neg':
    case 'num.abs':
    case 'num.sqrt':
    case 'num.trunc':
      into(e, i.dst, () => {
        e.get(i.a);
        call(UNARY[i.op as keyof typeof UNARY]);
      });
      return;
    case 'num.from-int':
      into(e, i.dst, () => {
        e.get(i.a);
        call('fromInt');
      });
      return;
    case 'num.round':
      e.get(i.a).get(i.b).call(e.emission.helper('round'));
      receive(e, i.dst);
      return;
    case 'num.to-int':
      e.get(i.a);
      call('toInt').set(i.dst);
      return;
    case 'num.is-zero':
    case 'num.is-neg':
    case 'num.is-nan':
    case 'num.is-finite':
      e.get(i.a);
      call(TEST[i.op]).set(i.dst);
      return;
    default:
      emitComparison(e, i);
  }
}

function emitComparison(e: FunctionEmitter, i: Instruction): void {
  invariant('b' in i && 'dst' in i && 'a' in i && i.dst !== null, `${i.op} is a comparison`);
  e.get(i.a as Register).get(i.b).call(e.emission.helper('cmp'));
  switch (i.op) {
    case 'num.eq':
      e.op(W.i32Eqz);
      break;
    case 'num.lt':
      e.i32(-1).op(W.i32Eq);
      break;
    case 'num.gt':
      e.i32(1).op(W.i32Eq);
      break;
    case 'num.lte':
      // -1 and 0 are those below 2 when one is added.
      e.i32(1).op(W.i32Add).i32(2).op(W.i32LtU);
      break;
    case 'num.gte':
      e.i32(2).op(W.i32LtU);
      break;
    case 'num.cmp': {
      const order = e.scratch(I32);
      e.out.byte(W.localTee).u32(order);
      e.i32(UNORDERED).op(W.i32Eq).trapIf('missing', i.at);
      e.out.byte(W.localGet).u32(order);
      e.op(W.i64ExtendI32S);
      break;
    }
    default:
      invariant(false, `${i.op} is an operation on numbers`);
  }
  e.set(i.dst);
}
