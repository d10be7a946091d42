// Fixed addresses of registers. Nothing recurses, so a function's frame lies right behind the highest of its callers':
// functions that are never under way together share memory, and a run needs as much as its deepest chain of calls.
import { INT_WORDS } from '../../core/memory/record-layout.js';
import type { Holding } from '../../core/memory/value-type.js';
import { invariant } from '../../core/kernel/fault.js';
import type { Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import { ConstantPool } from './constant-pool.js';

export interface Frame {
  /** Word addresses. */
  readonly returnAt: number;
  /** Where a caller finds the result; without one it takes no room. */
  readonly resultAt: number;
  readonly registers: readonly number[];
  /** Those that are constants; nothing may be written there. */
  readonly constants: ReadonlyMap<Register, number>;
  readonly end: number;
}

export interface FrameLayout {
  /** By function. */
  readonly frames: readonly Frame[];
  readonly pool: ConstantPool;
  /** First word behind them. */
  readonly end: number;
}

export function wordsOf(holding: Holding, numWords: number): number {
  if (holding === 'num') return numWords;
  if (holding === 'int') return INT_WORDS;
  return holding === 'word' ? 1 : 0;
}

export function frameLayout(program: Program): FrameLayout {
  const pool = new ConstantPool(program);
  const frames: Frame[] = [];
  const starts = program.functions.map(() => pool.end);
  for (const index of callersFirst(program)) {
    const code = program.functions[index] as FunctionCode;
    const frame = frameAt(starts[index] as number, code, pool);
    frames[index] = frame;
    for (const callee of calleesOf(code))
      starts[callee] = Math.max(starts[callee] as number, frame.end);
  }
  return { frames, pool, end: Math.max(pool.end, ...frames.map(({ end }) => end)) };
}

function frameAt(start: number, code: FunctionCode, pool: ConstantPool): Frame {
  let next = start + 1;
  const take = (holding: Holding): number => {
    const at = next;
    next += wordsOf(holding, pool.numWords);
    return at;
  };
  const resultAt = take(code.result);
  const constants = pool.aliases(code);
  const registers = code.registers.map(
    (holding, register) => constants.get(register) ?? take(holding),
  );
  return { returnAt: start, resultAt, registers, constants, end: next };
}

const calleesOf = ({ code }: FunctionCode): readonly number[] =>
  code.flatMap((instruction) => (instruction.op === 'call' ? [instruction.callee] : []));

/** Every function behind all that call it. */
function callersFirst(program: Program): readonly number[] {
  const order: number[] = [];
  const marks = new Map<number, 'open' | 'done'>();
  const visit = (index: number): void => {
    const mark = marks.get(index);
    invariant(mark !== 'open', 'compiled code does not recurse');
    if (mark === 'done') return;
    marks.set(index, 'open');
    for (const callee of calleesOf(program.functions[index] as FunctionCode)) visit(callee);
    marks.set(index, 'done');
    order.push(index);
  };
  program.functions.forEach((_, index) => {
    visit(index);
  });
  return order.reverse();
}
