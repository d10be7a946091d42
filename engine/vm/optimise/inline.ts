// Puts the code of small functions where they are called. Every instruction keeps its order and its place in source, so
// roundings, traps and what is recorded stay as they are; only calls and copies of arguments go.
import type { Holding } from '../../core/memory/value-type.js';
import type { Instruction, Operation, Register } from '../ir/instruction.js';
import type { FunctionCode, Program } from '../ir/program.js';
import { opens, readsOf, renamed, writtenBy } from './registers.js';

/** Instructions of a function that is put wherever it is called: about what a call itself costs under WebAssembly. */
const SMALL = 40;
/** Instructions of a function that only one place calls. */
const SINGLE = 160;
/** A function grows no further than this: compilers of WebAssembly slow down on large ones. */
const GROWN_MAX = 2500;

export function inlineCalls(program: Program): Program {
  const inliner = new Inliner(program);
  const functions = program.functions.map((_, index) => inliner.of(index));
  return withoutUncalled({ ...program, functions });
}

class Inliner {
  private readonly done: (FunctionCode | undefined)[] = [];
  private readonly callers: readonly number[];

  constructor(private readonly program: Program) {
    const callers = program.functions.map(() => 0);
    for (const { code } of program.functions)
      for (const i of code) if (i.op === 'call') callers[i.callee] = (callers[i.callee] ?? 0) + 1;
    this.callers = callers;
  }

  /** The function with its callees in it; no function calls itself, so this ends. */
  of(index: number): FunctionCode {
    const known = this.done[index];
    if (known !== undefined) return known;
    const made = this.inlined(this.program.functions[index] as FunctionCode);
    this.done[index] = made;
    return made;
  }

  private inlined(code: FunctionCode): FunctionCode {
    const into = { registers: [...code.registers], code: [] as Instruction[] };
    for (const instruction of code.code) {
      const callee = instruction.op === 'call' ? this.of(instruction.callee) : null;
      const isPut =
        callee !== null &&
        instruction.op === 'call' &&
        into.code.length + callee.code.length <= GROWN_MAX &&
        callee.code.length <= (this.callers[instruction.callee] === 1 ? SINGLE : SMALL);
      if (isPut) putBody(into, instruction, callee);
      else into.code.push(instruction);
    }
    return { ...code, ...into };
  }
}

interface Target {
  readonly registers: Holding[];
  readonly code: Instruction[];
}

type Call = Extract<Instruction, { op: 'call' }>;

function putBody(into: Target, call: Call, callee: FunctionCode): void {
  const written = new Map<Register, number>();
  for (const i of callee.code) {
    const dst = writtenBy(i);
    if (dst !== null) written.set(dst, (written.get(dst) ?? 0) + 1);
  }
  const places = callee.registers.map((holding, register) => {
    const argument = callee.parameters.indexOf(register);
    // A parameter that is never assigned is the argument itself: nothing in the body writes the caller's registers.
    if (argument >= 0 && !written.has(register)) return call.args[argument] as Register;
    into.registers.push(holding);
    return into.registers.length - 1;
  });
  const to = (register: Register): Register => places[register] as Register;
  const emit = (operation: Operation): void => {
    into.code.push({ ...operation, at: call.at });
  };
  callee.parameters.forEach((register, i) => {
    if (written.has(register)) emit({ op: 'move', dst: to(register), a: call.args[i] as Register });
  });
  for (const register of startingAtZero(callee))
    emit(zeroOf(callee.registers[register] as Holding, to(register)));
  putCode(into, callee, { call, to });
}

/**
 * Registers that may be read before they are written, which starts them at zero: in the callee's own frame they are so by
 * themselves. A first write outside of every block comes before all reads.
 */
function startingAtZero({ code, parameters, registers }: FunctionCode): readonly Register[] {
  const settled = new Set(parameters);
  const open = new Set<Register>();
  let depth = 0;
  for (const i of code) {
    for (const register of readsOf(i)) if (!settled.has(register)) open.add(register);
    const dst = writtenBy(i);
    if (dst !== null && depth === 0 && !open.has(dst)) settled.add(dst);
    else if (dst !== null && !settled.has(dst)) open.add(dst);
    depth += opens(i);
  }
  // Numbers have no value before the first, so none is read; what is written and read within one block is read after it.
  return [...open].filter((register) => registers[register] !== 'num' && !isLocal(code, register));
}

/** Written once, before every read in the text, with all reads in the block of the write. */
function isLocal(code: readonly Instruction[], register: Register): boolean {
  let depth = 0;
  let at = -1;
  for (const i of code) {
    depth += opens(i);
    const isLeft = at >= 0 && (depth < at || (i.op === 'else' && depth === at));
    if (isLeft && at !== Infinity) at = Infinity;
    if (readsOf(i).includes(register) && (at < 0 || at === Infinity)) return false;
    if (writtenBy(i) !== register) continue;
    if (at >= 0) return false;
    at = depth;
  }
  return true;
}

const zeroOf = (holding: Holding, dst: Register): Operation =>
  holding === 'int' ? { op: 'const.int', dst, value: 0 } : { op: 'const.word', dst, value: 0 };

function putCode(
  into: Target,
  { code, result }: FunctionCode,
  at: { readonly call: Call; readonly to: (register: Register) => Register },
): void {
  const { call, to } = at;
  const last = code.length - 1;
  const isEarly = code.some(({ op }, index) => op === 'return' && index < last);
  if (isEarly) into.code.push({ op: 'block', at: call.at });
  let depth = 0;
  code.forEach((instruction, index) => {
    depth += opens(instruction);
    if (instruction.op !== 'return') {
      into.code.push(renamed(instruction, to));
      return;
    }
    if (instruction.a !== null && call.dst !== null)
      giveResult(into, { made: instruction, dst: call.dst, a: to(instruction.a) });
    if (index < last) into.code.push({ op: 'br', depth, at: instruction.at });
  });
  // Where TypeScript knows that the end is not reached, nothing may go on.
  if (result !== 'none' && code[last]?.op !== 'return')
    into.code.push({ op: 'trap', trap: 'missing', at: call.at });
  if (isEarly) into.code.push({ op: 'end', at: call.at });
}

/** The instruction that made the result makes it in its place, if it was the last. */
function giveResult(
  into: Target,
  result: { readonly made: Instruction; readonly dst: Register; readonly a: Register },
): void {
  const { made, dst, a } = result;
  const before = into.code.at(-1);
  const isFresh = before !== undefined && before.op !== 'call' && writtenBy(before) === a;
  if (isFresh) into.code[into.code.length - 1] = { ...before, dst } as Instruction;
  else into.code.push({ op: 'move', dst, a, at: made.at });
}

/** Without the functions that nothing calls any more. */
function withoutUncalled(program: Program): Program {
  const { entries, functions } = program;
  const kept = new Set<number>();
  const visit = (index: number): void => {
    if (kept.has(index)) return;
    kept.add(index);
    for (const i of functions[index]?.code ?? []) if (i.op === 'call') visit(i.callee);
  };
  visit(entries.step);
  visit(entries.finish);
  const order = [...kept].sort((a, b) => a - b);
  const numbers = new Map(order.map((index, number) => [index, number]));
  const number = (index: number): number => numbers.get(index) as number;
  return {
    ...program,
    entries: { step: number(entries.step), finish: number(entries.finish) },
    functions: order.map((index) => {
      const code = functions[index] as FunctionCode;
      return {
        ...code,
        code: code.code.map((i) => (i.op === 'call' ? { ...i, callee: number(i.callee) } : i)),
      };
    }),
  };
}
