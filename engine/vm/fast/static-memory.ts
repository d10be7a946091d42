// Fixed places in a lane's memory under the decimal policy: scratch of the arithmetic, then one cell for every register
// that holds a number (no function is under way twice), then the program's constants.
import { OBJECTS_AT } from '../../core/memory/run-image.js';
import type { Program } from '../ir/program.js';
import { NOWHERE } from './machine.js';

export interface StaticMemory {
  /** Byte address of the cell of a register, by function and register. */
  readonly slots: readonly (readonly number[])[];
  /** Byte address of a constant, by its index in the program's table. */
  readonly constants: readonly number[];
  /** First byte behind them: the run's objects start here. */
  readonly end: number;
}

const ALIGNMENT = 16;

export function staticMemory(program: Program): StaticMemory {
  if (program.numWords === BINARY64_WORDS) return { slots: [], constants: [], end: OBJECTS_AT };
  const bytes = program.numWords * 4;
  let next = OBJECTS_AT;
  const take = (): number => {
    next += bytes;
    return next - bytes;
  };
  const slots = program.functions.map(({ registers }) =>
    registers.map((holding) => (holding === 'num' ? take() : 0)),
  );
  const constants = program.numbers.map(take);
  return { slots, constants, end: (next + ALIGNMENT - 1) & ~(ALIGNMENT - 1) };
}

/** Where the program computes what is in a cell; `NOWHERE` for scratch cells, and where several places do. */
export function placeOfCell(program: Program, cell: number): number {
  const { slots } = staticMemory(program);
  const found = new Set<number>();
  program.functions.forEach(({ code }, index) => {
    for (const instruction of code) {
      if (!instruction.op.startsWith('num.') || !('dst' in instruction)) continue;
      const { dst, at } = instruction;
      if (dst !== null && slots[index]?.[dst] === cell) found.add(at);
    }
  });
  const [first = NOWHERE] = found;
  return found.size === 1 ? first : NOWHERE;
}

/** Doubles live in locals and need no cells. */
const BINARY64_WORDS = 2;
