// What `lockstep inspect` shows of a compiled strategy, as plain data.
import type { PortabilityFinding } from './lane-report.js';

export interface InspectOptions {
  /** Only the function of this name; null: those of the strategy. */
  readonly name: string | null;
  /** Also the engine's own functions, which are compiled with the strategy. */
  readonly includesEngine: boolean;
}

export interface Inspection {
  /** Functions with their instructions, and where in the source each came from. */
  readonly text: string;
  /** Names of all functions of the program. */
  readonly functions: readonly string[];
  /** Of the functions shown. */
  readonly instructions: number;
  /** Words of bytecode of the whole program, as the gpu lane reads it. */
  readonly codeWords: number;
  readonly notPortable: readonly PortabilityFinding[];
  readonly obstacle: string | null;
}
