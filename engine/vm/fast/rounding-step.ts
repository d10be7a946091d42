// Rounding steps of a venue, as records in a lane's memory.
import type { SymbolTable } from '../../core/memory/symbol-table.js';
import type { RoundingMode, RoundingStep } from '../../core/numeric/index.js';

export interface StepMemory {
  /** A lane's memory may have moved since. */
  readonly memory: () => DataView;
  readonly symbols: SymbolTable;
  /** Bytes from a step record's start. */
  readonly layout: { readonly method: number; readonly scale: number; readonly rounding: number };
}

export function stepAt(step: StepMemory, address: number): RoundingStep {
  const { symbols, layout } = step;
  const memory = step.memory();
  const method = symbols.text(
    memory.getUint32(address + layout.method, true),
  ) as RoundingStep['method'];
  if (method === 'none') return { method };
  const rounding = symbols.text(memory.getUint32(address + layout.rounding, true)) as RoundingMode;
  return { method, scale: Number(memory.getBigInt64(address + layout.scale, true)), rounding };
}
