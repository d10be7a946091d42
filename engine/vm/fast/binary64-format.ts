// Doubles in memory, and their rounding steps done by the reference lane's own code.
import { createNumeric, type Num, type Numeric, type RoundingMode, type RoundingStep } from '../../core/numeric/index.js';
import type { NumberFormat, StepLayout } from './number-format.js';
import type { SymbolTable } from './symbol-table.js';

export function binary64Format(num: Numeric = createNumeric({ kind: 'binary64' })): NumberFormat {
  return {
    words: 2,
    write: (to, address, value) => {
      const double = (value as Num).toNumber();
      to.setFloat64(address, Number.isNaN(double) ? NaN : double, true);
    },
    read: (from, address) => num(from.getFloat64(address, true)),
    rounder: (memory, symbols, layout) => (x, address) => {
      const step = stepAt(memory, symbols, { layout, address });
      return step.method === 'none' ? x : num.round(num(x), step).toNumber();
    },
  };
}

export function stepAt(
  memory: DataView,
  symbols: SymbolTable,
  at: { readonly layout: StepLayout; readonly address: number },
): RoundingStep {
  const { layout, address } = at;
  const method = symbols.text(memory.getUint32(address + layout.method, true)) as RoundingStep['method'];
  if (method === 'none') return { method };
  const rounding = symbols.text(memory.getUint32(address + layout.rounding, true)) as RoundingMode;
  return { method, scale: Number(memory.getBigInt64(address + layout.scale, true)), rounding };
}
