// decimal: a register holds the address of a cell. Cells of results are fixed places of their own; a value that cannot
// change any more is used where it lies. The arithmetic itself is in assembly/decimal.ts.
import { invariant } from '../../core/kernel/fault.js';
import type { Instruction, NumCompare, Register } from '../ir/instruction.js';
import type { Program } from '../ir/program.js';
import { type BorrowedCells, borrowedCells } from './borrowed-cells.js';
import type { DecimalImport } from './decimal-imports.js';
import type { FunctionEmitter, NumberCode } from './function-emitter.js';
import { type StaticMemory, staticMemory } from './static-memory.js';
import { I32, W } from './wasm-bytes.js';

const BINARY = { 'num.add': 'add', 'num.sub': 'sub', 'num.mul': 'mul', 'num.div': 'div' } as const;
const UNARY = {
  'num.neg': 'neg',
  'num.abs': 'abs',
  'num.sqrt': 'sqrt',
  'num.trunc': 'trunc',
} as const;
const TEST = {
  'num.is-zero': 'isZero',
  'num.is-neg': 'isNeg',
  'num.is-nan': 'isNaN',
  'num.is-finite': 'isFinite',
} as const;

/** `cmp` gives 2 where either side is no number. */
const UNORDERED = 2;
/** `toInt` gives it where a value is no whole number below 2^53. */
const NOT_WHOLE = -(2n ** 63n);

export const decimalCode = (program: Program): NumberCode =>
  new DecimalCode(staticMemory(program), borrowedCells(program), program.numWords);

/** A stretch of memory: what pushes its base address, and bytes from there. */
interface Cell {
  readonly base: () => void;
  readonly offset: number;
}

class DecimalCode implements NumberCode {
  readonly type = I32;

  constructor(
    private readonly memory: StaticMemory,
    private readonly borrowed: readonly BorrowedCells[],
    readonly words: number,
  ) {}

  private slotOf(e: FunctionEmitter, register: Register): number {
    const slot = this.memory.slots[e.index]?.[register];
    invariant(slot !== undefined && slot > 0, 'a number has a cell');
    return slot;
  }

  private copyCell(e: FunctionEmitter, to: Cell, from: Cell): void {
    for (let i = 0; i < this.words; i += 2) {
      const isPair = i + 1 < this.words;
      to.base();
      from.base();
      e.memory(isPair ? W.i64Load : W.i32Load, from.offset + i * 4);
      e.memory(isPair ? W.i64Store : W.i32Store, to.offset + i * 4);
    }
  }

  move(e: FunctionEmitter, i: Extract<Instruction, { op: 'move' }>): void {
    if (this.isBorrowed(e, i)) e.get(i.a).set(i.dst);
    else this.fill(e, i.dst, { base: () => e.get(i.a), offset: 0 });
  }

  private isBorrowed(e: FunctionEmitter, i: Instruction): boolean {
    return this.borrowed[e.index]?.has(i) === true;
  }

  /** Copies into the register's own cell, and points the register there. */
  private fill(e: FunctionEmitter, dst: Register, from: Cell): void {
    const slot = this.slotOf(e, dst);
    this.copyCell(e, { base: () => e.i32(slot), offset: 0 }, from);
    e.i32(slot).set(dst);
  }

  receive(e: FunctionEmitter, i: Extract<Instruction, { op: 'call' }>, dst: Register): void {
    e.set(dst);
    if (!this.isBorrowed(e, i)) this.own(e, dst);
  }

  /** Copies what a register points to into its own cell. */
  private own(e: FunctionEmitter, dst: Register): void {
    this.fill(e, dst, { base: () => e.get(dst), offset: 0 });
  }

  load(e: FunctionEmitter, i: Extract<Instruction, { op: 'load' }>): void {
    const offset = i.offset * 4;
    if (i.isStable || this.isBorrowed(e, i)) e.get(i.base).i32(offset).op(W.i32Add).set(i.dst);
    else this.fill(e, i.dst, { base: () => e.get(i.base), offset });
  }

  store(e: FunctionEmitter, i: Extract<Instruction, { op: 'store' }>): void {
    const to = { base: () => e.get(i.base), offset: i.offset * 4 };
    this.copyCell(e, to, { base: () => e.get(i.a), offset: 0 });
  }

  write(e: FunctionEmitter, a: Register): void {
    const to = { base: () => e.global('out'), offset: 0 };
    this.copyCell(e, to, { base: () => e.get(a), offset: 0 });
  }

  emit(e: FunctionEmitter, i: Instruction): void {
    const call = (name: DecimalImport): FunctionEmitter => e.call(e.emission.helper(name));
    switch (i.op) {
      case 'const.num':
        e.i32(this.memory.constants[i.text] ?? 0).set(i.dst);
        return;
      case 'num.add':
      case 'num.sub':
      case 'num.mul':
      case 'num.div':
        e.i32(this.slotOf(e, i.dst)).get(i.a).get(i.b);
        call(BINARY[i.op]).i32(this.slotOf(e, i.dst)).set(i.dst);
        return;
      case 'num.neg':
      case 'num.abs':
      case 'num.sqrt':
      case 'num.trunc':
        e.i32(this.slotOf(e, i.dst)).get(i.a);
        call(UNARY[i.op]).i32(this.slotOf(e, i.dst)).set(i.dst);
        return;
      case 'num.from-int':
        e.i32(this.slotOf(e, i.dst)).get(i.a);
        call('fromInt').i32(this.slotOf(e, i.dst)).set(i.dst);
        return;
      case 'num.round':
        e.get(i.a).get(i.b).call(e.emission.helper('round')).set(i.dst);
        this.own(e, i.dst);
        return;
      default:
        emitQuestion(e, i);
    }
  }
}

/** What gives no number: tests, comparisons, and the whole number a value is. */
function emitQuestion(e: FunctionEmitter, i: Instruction): void {
  const call = (name: DecimalImport): FunctionEmitter => e.call(e.emission.helper(name));
  switch (i.op) {
    case 'num.to-int':
      e.get(i.a);
      call('toInt').set(i.dst);
      e.get(i.dst).i64(NOT_WHOLE).op(W.i64Eq).trapIf('not-whole', i.at);
      return;
    case 'num.is-zero':
    case 'num.is-neg':
    case 'num.is-nan':
    case 'num.is-finite':
      e.get(i.a);
      call(TEST[i.op]).set(i.dst);
      return;
    case 'num.eq':
    case 'num.lt':
    case 'num.gt':
    case 'num.lte':
    case 'num.gte':
      e.get(i.a).get(i.b);
      call('cmp');
      ORDERED[i.op](e).set(i.dst);
      return;
    case 'num.cmp': {
      const order = e.scratch(I32);
      e.get(i.a).get(i.b);
      call('cmp').out.byte(W.localTee).u32(order);
      e.i32(UNORDERED).op(W.i32Eq).trapIf('unordered', i.at);
      e.get(order).op(W.i64ExtendI32S).set(i.dst);
      return;
    }
    default:
      invariant(false, `${i.op} is an operation on numbers`);
  }
}

/** From what `cmp` left on the stack. */
const ORDERED: Readonly<Record<NumCompare, (e: FunctionEmitter) => FunctionEmitter>> = {
  'num.eq': (e) => e.op(W.i32Eqz),
  'num.lt': (e) => e.i32(-1).op(W.i32Eq),
  'num.gt': (e) => e.i32(1).op(W.i32Eq),
  // -1 and 0 are those below 2 when one is added.
  'num.lte': (e) => e.i32(1).op(W.i32Add).i32(2).op(W.i32LtU),
  'num.gte': (e) => e.i32(2).op(W.i32LtU),
};
