// Compiled functions of the engine, kept for the next edit of a strategy: their sources never change, so only the numbers of
// what they refer to do. A tape asks the program for those in the order in which compiling asked, which keeps every table as
// it would be without it.
import type ts from 'typescript';
import type { Instruction } from '../ir/instruction.js';
import type { FunctionCode } from '../ir/program.js';
import type { Callable, Compiled } from './function-compiler.js';
import type { Request } from './recording.js';
import type { Tables } from './tables.js';

export interface Tape {
  readonly requests: readonly Request[];
  readonly code: FunctionCode;
  /** Which instructions load a text's number. */
  readonly texts: ReadonlySet<number>;
}

/** By number format and trace level, then by function. Nodes of files that are parsed anew fall out by themselves. */
const tapes = new Map<string, WeakMap<Callable, Tape>>();

export function tapesOf(options: {
  readonly numWords: number;
  readonly trace: string;
}): WeakMap<Callable, Tape> {
  const key = `${String(options.numWords)} ${options.trace}`;
  const known = tapes.get(key);
  if (known !== undefined) return known;
  const made = new WeakMap<Callable, Tape>();
  tapes.set(key, made);
  return made;
}

interface Asked {
  readonly tables: Tables;
  readonly function: (target: Callable, from: ts.Node) => Compiled;
}

type Numbers = Readonly<Record<Request['kind'], Map<number, number>>>;

/** The function with the numbers that this program has for what it refers to. */
export function replayed({ requests, code, texts }: Tape, program: Asked): FunctionCode {
  const numbers: Numbers = {
    symbol: new Map(),
    number: new Map(),
    place: new Map(),
    sink: new Map(),
    function: new Map(),
  };
  for (const request of requests) numbers[request.kind].set(request.got, ask(request, program));
  return {
    ...code,
    code: code.code.map((instruction, index) => renumbered(instruction, numbers, texts.has(index))),
  };
}

function ask(request: Request, program: Asked): number {
  const { tables } = program;
  switch (request.kind) {
    case 'symbol':
      return tables.symbol(request.text);
    case 'number':
      return tables.number(request.text);
    case 'place':
      return tables.place(request.node);
    case 'sink':
      return tables.sink(request.name, request.parameters);
    case 'function':
      return program.function(request.target as Callable, request.from).index;
  }
}

function renumbered(instruction: Instruction, numbers: Numbers, isText: boolean): Instruction {
  const at = numbers.place.get(instruction.at) ?? instruction.at;
  switch (instruction.op) {
    case 'call':
      return {
        ...instruction,
        at,
        callee: numbers.function.get(instruction.callee) ?? instruction.callee,
      };
    case 'const.num':
      return { ...instruction, at, text: numbers.number.get(instruction.text) ?? instruction.text };
    case 'const.word':
      return isText
        ? { ...instruction, at, value: numbers.symbol.get(instruction.value) ?? instruction.value }
        : { ...instruction, at };
    case 'out.begin':
      return { ...instruction, at, sink: numbers.sink.get(instruction.sink) ?? instruction.sink };
    default:
      return { ...instruction, at };
  }
}
