// A program as bytecode: the same program gives the same words. It knows nothing of a run: images, ticks and policies
// come later.
import { invariant } from '../../core/kernel/fault.js';
import type { Program } from '../ir/program.js';
import type { Bytecode, EntryPoint } from './bytecode.js';
import { FunctionEncoder } from './function-encoder.js';
import { frameLayout } from './frame-layout.js';
import { type Hole, InstructionWords } from './instruction-words.js';

/** Objects of an image start at multiples of so many bytes, as other lanes have it. */
const ALIGNMENT = 16;

const known = new WeakMap<Program, Bytecode>();

export function encodeProgram(program: Program): Bytecode {
  const before = known.get(program);
  if (before !== undefined) return before;
  const bytecode = encode(program);
  known.set(program, bytecode);
  return bytecode;
}

function encode(program: Program): Bytecode {
  const layout = frameLayout(program);
  const code = new InstructionWords();
  code.emit('tick-begin');
  code.emit('tick-end');
  const calls: { readonly hole: Hole; readonly callee: number }[] = [];
  const starts = program.functions.map((_, index) => {
    const start = code.next;
    new FunctionEncoder({ program, layout, code, calls }, index).encode();
    return start;
  });
  for (const { hole, callee } of calls) code.fill(hole, starts[callee] as number);
  const entry = (index: number): EntryPoint => {
    const frame = layout.frames[index];
    invariant(frame !== undefined, 'an entry is a function of the program');
    return { start: starts[index] as number, returnAt: frame.returnAt };
  };
  return {
    ...code.finish(),
    entries: { step: entry(program.entries.step), finish: entry(program.entries.finish) },
    literals: layout.pool.literals,
    numbersAt: layout.pool.numbersAt,
    objectsAt: (layout.end * 4 + ALIGNMENT - 1) & ~(ALIGNMENT - 1),
  };
}
