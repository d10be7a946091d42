// The host's half of `num.round`: reads a step record from memory and rounds as the reference lane does.
import type { SymbolTable } from '../../core/memory/symbol-table.js';
import type { Numeric, RoundingMode, RoundingStep } from '../../core/numeric/index.js';

export interface StepMemory {
  readonly memory: DataView;
  readonly symbols: SymbolTable;
  /** Bytes from a step record's start. */
  readonly layout: { readonly method: number; readonly scale: number; readonly rounding: number };
}

/** Under binary64: a value and the address of a step record to the rounded value. */
export type Rounder = (where: StepMemory) => (x: number, step: number) => number;

/** Rounding by the reference lane's own code: orders are few, and their steps are as exact as there. */
export const binary64Rounder =
  (num: Numeric): Rounder =>
  (where) =>
  (x, address) => {
    const step = stepAt(where, address);
    return step.method === 'none' ? x : num.round(num(x), step).toNumber();
  };

function stepAt({ memory, symbols, layout }: StepMemory, address: number): RoundingStep {
  const method = symbols.text(memory.getUint32(address + layout.method, true)) as RoundingStep['method'];
  if (method === 'none') return { method };
  const rounding = symbols.text(memory.getUint32(address + layout.rounding, true)) as RoundingMode;
  return { method, scale: Number(memory.getBigInt64(address + layout.scale, true)), rounding };
}
