// Numbers of a policy between the reference lane's values and words of memory, and the rounding steps of a venue.
import type { SymbolTable } from './symbol-table.js';

export interface StepLayout {
  /** Bytes from the record's start. */
  readonly method: number;
  readonly scale: number;
  readonly rounding: number;
}

export interface NumberFormat {
  readonly words: number;
  write(to: DataView, address: number, value: unknown): void;
  read(from: DataView, address: number): unknown;
  /** The host's half of `num.round`: a value and the address of a step record. */
  rounder(memory: DataView, symbols: SymbolTable, step: StepLayout): (x: number, step: number) => number;
}
