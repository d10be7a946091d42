// A compiled strategy with the kernel in it: functions over registers, and the tables they refer to.
import type { Root } from '../../core/memory/run-image.js';
import type { Instruction, Register } from './instruction.js';
import type { Holding, Shape, ValueType } from '../../core/memory/value-type.js';

/** A place in source, zero-based offsets. */
export interface Place {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

export interface FunctionCode {
  readonly name: string;
  readonly place: Place;
  /** The first registers, in order. */
  readonly parameters: readonly Register[];
  readonly registers: readonly Holding[];
  readonly result: Holding;
  readonly code: readonly Instruction[];
}

/** A record of the output stream: a call of the trace with its arguments. */
export interface Sink {
  readonly name: string;
  readonly parameters: readonly ValueType[];
}

export interface Program {
  /** By index; an operation `call` names one. */
  readonly functions: readonly FunctionCode[];
  /** Functions that run a tick and a window's end. */
  readonly entries: { readonly step: number; readonly finish: number };
  readonly roots: readonly Root[];
  /** Text literals; a word's value is its index. The first stands for null. */
  readonly symbols: readonly string[];
  /** Decimal texts of constants. */
  readonly numbers: readonly string[];
  readonly sinks: readonly Sink[];
  /** Of the venue's rounding steps, which `num.round` takes. */
  readonly roundingStep: Shape;
  readonly places: readonly Place[];
  /** Words of a number cell that offsets were computed with. */
  readonly numWords: number;
}
