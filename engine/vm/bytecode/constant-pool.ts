// Constants of a program at fixed addresses: a register that only ever holds one needs no instruction and no room, it is the
// constant. Words and whole numbers are known here; numbers of a policy become cells when a run starts.
import { ROOTS_AT } from '../../core/memory/run-image.js';
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import type { Literal } from './bytecode.js';

const WHOLE_BITS = 64;
const WORD_MASK = 0xffff_ffffn;

/** The words of a constant; undefined where an instruction makes none, or one of a policy. */
export function literalOf(i: Instruction): readonly number[] | undefined {
  switch (i.op) {
    case 'const.word':
      return [i.value >>> 0];
    case 'const.int': {
      const bits = BigInt.asUintN(WHOLE_BITS, BigInt(i.value));
      return [Number(bits & WORD_MASK), Number(bits >> 32n)];
    }
    case 'out.begin':
      return [i.sink + 1];
    default:
      return undefined;
  }
}

export class ConstantPool {
  private readonly addresses = new Map<string, number>();
  readonly literals: Literal[] = [];
  /** Word address of each number of the program's table. */
  readonly numbersAt: readonly number[];
  /** First word behind the constants. */
  readonly end: number;

  readonly numWords: number;

  constructor(program: Program) {
    this.numWords = program.numWords;
    let next = ROOTS_AT / 4 + program.roots.length;
    this.numbersAt = program.numbers.map(() => {
      next += program.numWords;
      return next - program.numWords;
    });
    for (const { code } of program.functions) {
      for (const instruction of code) {
        const words = literalOf(instruction);
        if (words === undefined || this.addresses.has(String(words))) continue;
        this.addresses.set(String(words), next);
        this.literals.push({ address: next, words });
        next += words.length;
      }
    }
    this.end = next;
  }

  /** Word address of what an instruction makes, if that is a constant or a root. */
  addressOf(i: Instruction): number | undefined {
    if (i.op === 'const.num') return this.numbersAt[i.text];
    if (i.op === 'root') return ROOTS_AT / 4 + i.root;
    const words = literalOf(i);
    return words === undefined ? undefined : this.addresses.get(String(words));
  }

  /** Registers that hold one constant and nothing else, with its address. */
  aliases({ code, parameters }: FunctionCode): ReadonlyMap<Register, number> {
    const made = new Map<Register, number>();
    const mixed = new Set<Register>(parameters);
    for (const instruction of code) {
      if (!('dst' in instruction) || instruction.dst === null) continue;
      const { dst } = instruction;
      const address = this.addressOf(instruction);
      if (address === undefined || (made.has(dst) && made.get(dst) !== address)) mixed.add(dst);
      else made.set(dst, address);
    }
    for (const register of mixed) made.delete(register);
    return made;
  }
}
