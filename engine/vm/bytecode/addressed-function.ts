// What the encoding of one instruction needs of the function around it.
import type { Register } from '../ir/instruction.js';
import type { InstructionWords } from './instruction-words.js';

export interface AddressedFunction {
  readonly code: InstructionWords;
  /** Word address of a register. */
  at(register: Register): number;
}
