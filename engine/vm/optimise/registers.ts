// Which registers an instruction reads and writes, and the same instruction over other registers. Every operation names
// its registers in the same few fields, so one table of fields serves all of them.
import type { Instruction, Register } from '../ir/instruction.js';

/** Fields that hold a register which is read. */
const READ = ['a', 'b', 'base', 'index', 'length'] as const;

type AnyFields = Readonly<
  Partial<Record<(typeof READ)[number] | 'dst', Register | null>> & { args?: readonly Register[] }
>;

/** `b` and `length` are registers wherever an instruction has them; counts and offsets have other names. */
export function readsOf(instruction: Instruction): readonly Register[] {
  const fields = instruction as AnyFields;
  const read: Register[] = [];
  for (const name of READ) {
    const register = fields[name];
    if (register !== undefined && register !== null) read.push(register);
  }
  return fields.args === undefined ? read : [...read, ...fields.args];
}

export function writtenBy(instruction: Instruction): Register | null {
  return (instruction as AnyFields).dst ?? null;
}

export function renamed(
  instruction: Instruction,
  to: (register: Register) => Register,
): Instruction {
  const fields: Record<string, unknown> = { ...instruction };
  for (const name of [...READ, 'dst'])
    if (typeof fields[name] === 'number') fields[name] = to(fields[name]);
  const { args } = instruction as AnyFields;
  if (args !== undefined) fields['args'] = args.map(to);
  return fields as unknown as Instruction;
}

/** How an instruction changes the number of open blocks. */
export function opens(instruction: Instruction): 1 | 0 | -1 {
  const { op } = instruction;
  if (op === 'if' || op === 'block' || op === 'loop') return 1;
  return op === 'end' ? -1 : 0;
}
