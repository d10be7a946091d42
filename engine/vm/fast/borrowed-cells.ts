// Which decimal values may be used where they lie instead of being copied into their register's own cell: those whose
// source nothing writes as long as the register is read. Judged over the text of a function, and in doubt copied.
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import { opens, readsOf, writtenBy } from '../optimise/registers.js';

/** Instructions whose result need not be copied. */
export type BorrowedCells = ReadonlySet<Instruction>;

export function borrowedCells(program: Program): readonly BorrowedCells[] {
  const writers = new Writers(program);
  return program.functions.map((code) => new Lives(code, writers).borrowed());
}

/** Functions that may write a number into memory which was there before they were called. */
class Writers {
  private readonly known: (boolean | undefined)[] = [];

  constructor(private readonly program: Program) {}

  writes(index: number): boolean {
    this.known[index] ??= this.judge(this.program.functions[index] as FunctionCode);
    return this.known[index];
  }

  private judge(code: FunctionCode): boolean {
    const made = freshRecords(code);
    return code.code.some((i) =>
      i.op === 'call' ? this.writes(i.callee) : writesNumber(code, i) && !isInto(i, made, -1),
    );
  }
}

/** Registers that hold a record of the tick which the function made itself, with the place where it did. */
function freshRecords({ code, parameters }: FunctionCode): ReadonlyMap<Register, number> {
  const writes = new Map<Register, number>();
  const made = new Map<Register, number>();
  code.forEach((i, index) => {
    const dst = writtenBy(i);
    if (dst === null) return;
    writes.set(dst, (writes.get(dst) ?? 0) + 1);
    if (i.op === 'alloc') made.set(dst, index);
  });
  for (const register of made.keys())
    if (writes.get(register) !== 1 || parameters.includes(register)) made.delete(register);
  return made;
}

function writesNumber({ registers }: FunctionCode, i: Instruction): boolean {
  if (i.op === 'store') return registers[i.a] === 'num';
  return i.op === 'clear' || i.op === 'list.truncate' || i.op === 'list.place';
}

/** A store into a record that did not exist at `since` changes nothing that was there. */
const isInto = (i: Instruction, made: ReadonlyMap<Register, number>, since: number): boolean =>
  i.op === 'store' && (made.get(i.base) ?? -Infinity) > since;

class Lives {
  private readonly reads = new Map<Register, number[]>();
  private readonly writes = new Map<Register, number[]>();
  private readonly made: ReadonlyMap<Register, number>;
  /** By index: ends of the loops around an instruction with their starts, outermost first. */
  private readonly loops: (readonly (readonly [start: number, end: number])[])[] = [];

  constructor(
    private readonly code: FunctionCode,
    private readonly writers: Writers,
  ) {
    this.made = freshRecords(code);
    code.code.forEach((i, index) => {
      for (const register of readsOf(i)) note(this.reads, register, index);
      const dst = writtenBy(i);
      if (dst !== null) note(this.writes, dst, index);
    });
    this.findLoops();
  }

  private findLoops(): void {
    const open: [start: number, end: number][] = [];
    const blocks: ([start: number, end: number] | null)[] = [];
    this.code.code.forEach((i, index) => {
      this.loops.push([...open]);
      if (opens(i) === 1) {
        const loop: [number, number] | null = i.op === 'loop' ? [index, Infinity] : null;
        blocks.push(loop);
        if (loop !== null) open.push(loop);
      } else if (i.op === 'end') {
        const loop = blocks.pop() ?? null;
        if (loop === null) return;
        loop[1] = index;
        open.pop();
      }
    });
  }

  borrowed(): BorrowedCells {
    return new Set(this.code.code.filter((i, index) => this.isBorrowed(i, index)));
  }

  private isBorrowed(i: Instruction, index: number): boolean {
    if (i.op !== 'load' && i.op !== 'move' && i.op !== 'call') return false;
    const { dst } = i;
    if (dst === null || this.code.registers[dst] !== 'num') return false;
    if (this.writes.get(dst)?.length !== 1 || this.code.parameters.includes(dst)) return false;
    const end = this.endOf(dst, index);
    if (end === null) return false;
    if (i.op === 'load') return this.isQuiet(index, end) && this.isPassedSafely(dst);
    const sources = i.op === 'move' ? [i.a] : i.args;
    // What a call gave may lie in a cell of the called function, or be one of its arguments.
    return (
      this.isQuiet(index, end) &&
      !this.hasCall(index, end) &&
      !sources.some((source) =>
        (this.writes.get(source) ?? []).some((at) => at > index && at <= end),
      )
    );
  }

  /** The last place at which the register is read; loops that began in between are read to their end. */
  private endOf(register: Register, index: number): number | null {
    let end = index;
    for (const read of this.reads.get(register) ?? []) {
      if (read <= index) return null;
      end = Math.max(end, read);
      for (const [start, until] of this.loops[read] ?? [])
        if (start > index) end = Math.max(end, until);
    }
    return end;
  }

  /** Nothing between writes numbers that were there before. A store at the end reads first. */
  private isQuiet(index: number, end: number): boolean {
    for (let at = index + 1; at < end; at += 1) {
      const i = this.code.code[at] as Instruction;
      if (i.op === 'call' && this.writers.writes(i.callee)) return false;
      if (writesNumber(this.code, i) && !isInto(i, this.made, index)) return false;
    }
    return true;
  }

  private hasCall(index: number, end: number): boolean {
    return this.code.code.slice(index + 1, end + 1).some(({ op }) => op === 'call');
  }

  /** As an argument only to what writes no numbers. */
  private isPassedSafely(register: Register): boolean {
    return (this.reads.get(register) ?? []).every((at) => {
      const i = this.code.code[at] as Instruction;
      return i.op !== 'call' || !this.writers.writes(i.callee);
    });
  }
}

function note(to: Map<Register, number[]>, register: Register, index: number): void {
  const places = to.get(register);
  if (places === undefined) to.set(register, [index]);
  else places.push(index);
}
