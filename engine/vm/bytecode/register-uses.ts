// Which registers an instruction reads and writes: what the encoder has to know to leave copies out.
import type { Instruction, Register } from '../ir/instruction.js';

const READ = ['a', 'b', 'base', 'index', 'length'] as const;

export function readsOf(i: Instruction): readonly Register[] {
  if (i.op === 'call') return i.args;
  const fields = i as unknown as Readonly<Partial<Record<string, number | null>>>;
  return READ.flatMap((field) => {
    const register = fields[field];
    return typeof register === 'number' ? [register] : [];
  });
}

export const writeOf = (i: Instruction): Register | null => ('dst' in i ? i.dst : null);

export interface Uses {
  readonly reads: readonly number[];
  readonly writes: readonly number[];
}

/** How often each register is named; parameters are written by the caller once. */
export function usesOf(
  code: readonly Instruction[],
  parameters: readonly Register[],
  count: number,
): Uses {
  const reads = new Array<number>(count).fill(0);
  const writes = new Array<number>(count).fill(0);
  const add = (to: number[], register: Register): void => {
    to[register] = (to[register] ?? 0) + 1;
  };
  for (const register of parameters) add(writes, register);
  for (const instruction of code) {
    for (const register of readsOf(instruction)) add(reads, register);
    const written = writeOf(instruction);
    if (written !== null) add(writes, written);
  }
  return { reads, writes };
}

/** Made in one place and used in one. */
export const isPassedOn = ({ reads, writes }: Uses, register: Register): boolean =>
  reads[register] === 1 && writes[register] === 1;
