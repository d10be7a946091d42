// Collects instructions while a program is encoded: words, places, and jumps whose targets are known later.
import { invariant } from '../../core/kernel/fault.js';
import { INSTRUCTION_WORDS, OPCODE_BITS } from './bytecode.js';
import { type Opcode, OPCODES } from './opcode.js';

export interface Encoded {
  readonly qualifier?: number;
  readonly x?: number;
  readonly y?: number;
  readonly z?: number;
}

/** An operand of an instruction that is written once its value is known. */
export interface Hole {
  readonly instruction: number;
  readonly operand: 'x' | 'y';
}

const OPERANDS = { x: 1, y: 2 } as const;

/** What fits above an opcode; strides and widths are far smaller. */
const QUALIFIER_END = 2 ** (32 - OPCODE_BITS);

export class InstructionWords {
  private readonly words: number[] = [];
  private readonly places: number[] = [];
  /** Of what is emitted next, an index into the program's places. */
  place = 0;

  /** Number of the next instruction. */
  get next(): number {
    return this.places.length;
  }

  emit(opcode: Opcode, { qualifier = 0, x = 0, y = 0, z = 0 }: Encoded = {}): number {
    invariant(qualifier < QUALIFIER_END, 'a qualifier fits its bits');
    this.words.push(OPCODES.indexOf(opcode) + qualifier * 2 ** OPCODE_BITS, x, y, z);
    this.places.push(this.place);
    return this.next - 1;
  }

  fill({ instruction, operand }: Hole, value: number): void {
    this.words[instruction * INSTRUCTION_WORDS + OPERANDS[operand]] = value;
  }

  finish(): { readonly words: Uint32Array; readonly places: Uint32Array } {
    return { words: Uint32Array.from(this.words), places: Uint32Array.from(this.places) };
  }
}
