// A program for an interpreter: fixed-size instructions of four words, and fixed addresses for everything that is not in
// the run's image. The first word of an instruction is opcode + qualifier * 256; what the others are, operands.ts says.

export const INSTRUCTION_WORDS = 4;

/** Bits of an instruction's first word that hold the opcode; the qualifier lies above them. */
export const OPCODE_BITS = 8;

/** The first two instructions of every program: one takes up the next tick, and an entry returns to the other. */
export const TICK_BEGIN = 0;
export const TICK_END = 1;

/** Words at a fixed address of a lane's memory. */
export interface Literal {
  readonly address: number;
  readonly words: readonly number[];
}

export interface EntryPoint {
  /** Instruction at which the function begins. */
  readonly start: number;
  /** Word address of where it returns to. */
  readonly returnAt: number;
}

export interface Bytecode {
  readonly words: Uint32Array;
  /** Of every instruction, an index into the program's table of places. */
  readonly places: Uint32Array;
  readonly entries: { readonly step: EntryPoint; readonly finish: EntryPoint };
  readonly literals: readonly Literal[];
  /** Word address of the cell of each number of the program's table. */
  readonly numbersAt: readonly number[];
  /** First byte behind registers and constants: the objects of an image may start here, or later. */
  readonly objectsAt: number;
}
