// Registers that need no memory of their own, because their value is only passed on: it is made where the caller finds the
// result, or where the function that is called finds its parameter.
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionCode } from '../ir/program.js';
import { isPassedOn, usesOf, writeOf } from './register-uses.js';

export interface Forwarding {
  /** The register that is the result. */
  readonly result: Register | null;
  readonly parameters: ReadonlyMap<Register, { readonly callee: number; readonly index: number }>;
}

export function forwardingOf(
  code: FunctionCode,
  constants: ReadonlyMap<Register, number>,
): Forwarding {
  const uses = usesOf(code.code, code.parameters, code.registers.length);
  const result = mostReturned(code.code, constants);
  const parameters = new Map<Register, { callee: number; index: number }>();
  code.code.forEach((instruction, at) => {
    if (instruction.op !== 'call') return;
    instruction.args.forEach((register, index) => {
      const isOwn = constants.has(register) || register === result;
      if (isOwn || code.parameters.includes(register) || !isPassedOn(uses, register)) return;
      if (isMadeBefore(code.code, at, register))
        parameters.set(register, { callee: instruction.callee, index });
    });
  });
  return { result, parameters };
}

/** Every other return copies into it and leaves, so this one may live there as long as it likes. */
function mostReturned(
  code: readonly Instruction[],
  constants: ReadonlyMap<Register, number>,
): Register | null {
  const counts = new Map<Register, number>();
  for (const instruction of code) {
    if (instruction.op !== 'return' || instruction.a === null || constants.has(instruction.a))
      continue;
    counts.set(instruction.a, (counts.get(instruction.a) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? null;
}

/** Whether nothing but plain instructions stands between the making and the call: other calls may use the same memory. */
function isMadeBefore(code: readonly Instruction[], call: number, register: Register): boolean {
  for (let at = call - 1; at >= 0; at -= 1) {
    const instruction = code[at];
    if (instruction === undefined || STOPS.has(instruction.op)) return false;
    if (writeOf(instruction) === register) return true;
  }
  return false;
}

const STOPS: ReadonlySet<Instruction['op']> = new Set([
  'call',
  'if',
  'else',
  'end',
  'block',
  'loop',
  'br',
  'return',
]);
