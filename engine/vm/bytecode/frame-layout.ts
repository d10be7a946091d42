// Fixed addresses of registers. Nothing recurses, so a function's frame lies right behind the highest of its callers':
// functions that are never under way together share memory, and a run needs as much as its deepest chain of calls.
import { INT_WORDS } from '../../core/memory/record-layout.js';
import type { Holding } from '../../core/memory/value-type.js';
import { invariant } from '../../core/kernel/fault.js';
import type { Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import { type Forwarding, forwardingOf } from './forwarding.js';
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
  const plans: FramePlan[] = [];
  const starts = program.functions.map(() => pool.end);
  for (const index of callersFirst(program)) {
    const code = program.functions[index] as FunctionCode;
    const plan = framePlan(starts[index] as number, code, pool);
    plans[index] = plan;
    for (const callee of calleesOf(code))
      starts[callee] = Math.max(starts[callee] as number, plan.end);
  }
  const frames = plans.map((plan) => passedOn(plan, plans));
  return { frames, pool, end: Math.max(pool.end, ...frames.map(({ end }) => end)) };
}

interface FramePlan extends Frame {
  readonly forwarding: Forwarding;
}

function framePlan(start: number, code: FunctionCode, pool: ConstantPool): FramePlan {
  let next = start + 1;
  const take = (holding: Holding): number => {
    const at = next;
    next += wordsOf(holding, pool.numWords);
    return at;
  };
  const resultAt = take(code.result);
  const constants = pool.aliases(code);
  const forwarding = forwardingOf(code, constants);
  const registers = code.registers.map((holding, register) => {
    if (register === forwarding.result) return resultAt;
    return forwarding.parameters.has(register)
      ? NOWHERE
      : (constants.get(register) ?? take(holding));
  });
  return { returnAt: start, resultAt, registers, constants, forwarding, end: next };
}

/** Until the frame it is passed on to has its place. */
const NOWHERE = -1;

function passedOn({ forwarding, ...frame }: FramePlan, plans: readonly FramePlan[]): Frame {
  const registers = frame.registers.map((address, register) => {
    const to = forwarding.parameters.get(register);
    return to === undefined ? address : (plans[to.callee]?.registers[to.index] as number);
  });
  return { ...frame, registers };
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
