// One function of the intermediate form as instructions. Registers are fixed addresses; a number in a register is a cell
// there, so that every operand is an address and no value is shared.
import { invariant } from '../../core/kernel/fault.js';
import { trapNumber } from '../fast/machine.js';
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import type { AddressedFunction } from './addressed-function.js';
import { type FusedCondition, fusedCondition } from './conditions.js';
import { encodeArithmetic } from './encode-arithmetic.js';
import { encodeList } from './encode-list.js';
import { type Frame, type FrameLayout, wordsOf } from './frame-layout.js';
import type { Hole, InstructionWords } from './instruction-words.js';
import { usesOf } from './register-uses.js';
import { OpenBlocks } from './open-blocks.js';

export interface Encoding {
  readonly program: Program;
  readonly layout: FrameLayout;
  readonly code: InstructionWords;
  /** Calls whose functions may not have been encoded yet. */
  readonly calls: { readonly hole: Hole; readonly callee: number }[];
}

const WORD_OPCODES = {
  'word.eq': 'word-equal',
  'word.ne': 'word-differs',
  'flag.and': 'flag-and',
  'flag.or': 'flag-or',
} as const;

export class FunctionEncoder implements AddressedFunction {
  readonly code: InstructionWords;
  private readonly function: FunctionCode;
  private readonly frame: Frame;
  private readonly blocks: OpenBlocks;

  constructor(
    private readonly encoding: Encoding,
    index: number,
  ) {
    this.code = encoding.code;
    this.function = encoding.program.functions[index] as FunctionCode;
    this.frame = encoding.layout.frames[index] as Frame;
    this.blocks = new OpenBlocks(this.code);
  }

  encode(): void {
    const { code, parameters, registers } = this.function;
    const uses = usesOf(code, parameters, registers.length);
    for (let at = 0; at < code.length; at += 1) {
      const instruction = code[at] as Instruction;
      this.code.place = instruction.at;
      const fused = fusedCondition(code, at, uses);
      if (fused === null) this.instruction(instruction);
      else {
        this.condition(fused);
        at += fused.count - 1;
      }
    }
    if (this.function.result === 'none') this.return(null);
    else this.code.emit('trap', { qualifier: trapNumber('fault') });
  }

  at(register: Register): number {
    const address = this.frame.registers[register];
    invariant(address !== undefined, 'a register of this function');
    return address;
  }

  /** Words of what a register holds. */
  width(register: Register): number {
    const holding = this.function.registers[register];
    invariant(holding !== undefined, 'a register of this function');
    return wordsOf(holding, this.encoding.program.numWords);
  }

  private instruction(i: Instruction): void {
    if (i.op.startsWith('list.')) encodeList(this, i);
    else if (i.op.startsWith('int.') || i.op.startsWith('num.')) encodeArithmetic(this, i);
    else if (!this.control(i) && !this.plain(i)) this.memory(i);
  }

  private condition({ orders, isNegated, a, b }: FusedCondition): void {
    const y = this.at(a);
    const jump =
      orders === null
        ? this.code.emit('jump-unless', { qualifier: Number(isNegated), y })
        : this.code.emit('jump-unless-whole', { qualifier: orders, y, z: this.at(b) });
    this.blocks.if(jump);
  }

  private control(i: Instruction): boolean {
    switch (i.op) {
      case 'if':
        this.blocks.if(this.code.emit('jump-unless', { y: this.at(i.a) }));
        return true;
      case 'else':
      case 'end':
      case 'block':
      case 'loop':
        this.blocks[i.op]();
        return true;
      case 'br':
        this.blocks.leave(i.depth);
        return true;
      case 'return':
        this.return(i.a);
        return true;
      case 'call':
        this.call(i);
        return true;
      case 'trap':
        this.code.emit('trap', { qualifier: trapNumber(i.trap) });
        return true;
      default:
        return false;
    }
  }

  private return(a: Register | null): void {
    if (a !== null) this.copy(this.frame.resultAt, this.at(a), this.width(a));
    this.code.emit('return', { y: this.frame.returnAt });
  }

  private call({ callee, args, dst }: Extract<Instruction, { op: 'call' }>): void {
    const frame = this.encoding.layout.frames[callee];
    invariant(frame !== undefined, 'a function of the program');
    args.forEach((argument, i) => {
      this.copy(frame.registers[i] as number, this.at(argument), this.width(argument));
    });
    const instruction = this.code.emit('call', { x: frame.returnAt });
    this.encoding.calls.push({ hole: { instruction, operand: 'y' }, callee });
    if (dst !== null) this.copy(this.at(dst), frame.resultAt, this.width(dst));
  }

  private copy(to: number, from: number, words: number): void {
    if (to !== from) this.code.emit('copy', { qualifier: words, x: to, y: from });
  }

  /** A register that may hold something else too gets a copy. */
  private constant(i: Instruction & { readonly dst: Register }): void {
    const address = this.encoding.layout.pool.addressOf(i);
    invariant(address !== undefined, 'constants are in the pool');
    if (!this.frame.constants.has(i.dst)) this.copy(this.at(i.dst), address, this.width(i.dst));
  }

  private plain(i: Instruction): boolean {
    switch (i.op) {
      case 'const.word':
      case 'const.int':
      case 'const.num':
      case 'root':
        this.constant(i);
        return true;
      case 'move':
        this.copy(this.at(i.dst), this.at(i.a), this.width(i.a));
        return true;
      case 'word.eq':
      case 'word.ne':
      case 'flag.and':
      case 'flag.or':
        this.code.emit(WORD_OPCODES[i.op], { x: this.at(i.dst), y: this.at(i.a), z: this.at(i.b) });
        return true;
      case 'flag.not':
        this.code.emit('flag-not', { x: this.at(i.dst), y: this.at(i.a) });
        return true;
      case 'is-state':
        this.code.emit('is-state', { x: this.at(i.dst), y: this.at(i.a) });
        return true;
      default:
        return false;
    }
  }

  private memory(i: Instruction): void {
    const { code } = this;
    switch (i.op) {
      case 'load': {
        const to = { qualifier: this.width(i.dst), x: this.at(i.dst) };
        code.emit('load', { ...to, y: this.at(i.base), z: i.offset });
        return;
      }
      case 'store': {
        const from = { qualifier: this.width(i.a), z: this.at(i.a) };
        code.emit('store', { ...from, x: i.offset, y: this.at(i.base) });
        return;
      }
      case 'address':
        code.emit('address', { x: this.at(i.dst), y: this.at(i.base), z: i.offset });
        return;
      case 'clear':
        code.emit('clear', { x: i.words, y: this.at(i.base) });
        return;
      case 'alloc':
        code.emit('allocate', { x: this.at(i.dst), y: i.words });
        return;
      case 'out.begin':
        code.emit('out', { qualifier: 1, y: this.encoding.layout.pool.addressOf(i) ?? 0 });
        return;
      case 'out.value':
        code.emit('out', { qualifier: this.width(i.a), y: this.at(i.a) });
        return;
      default:
        invariant(false, `${i.op} is an operation`);
    }
  }
}
