// Compiled functions, kept for the next edit of a strategy: as long as nothing changes that a function follows from, only the
// numbers of what it refers to do. A tape asks the program for those in the order in which compiling asked, which keeps every
// table as it would be without it.
import type ts from 'typescript';
import type { Instruction } from '../ir/instruction.js';
import type { FunctionCode } from '../ir/program.js';
import type { Callable } from './callable.js';
import type { Premises } from './premises.js';
import type { CopiedRecord, NamedFunction, Request } from './recording.js';
import type { Tables } from './tables.js';

export interface Tape {
  readonly premises: Premises;
  /** Files whose nodes it refers to: they must be the same, not only look it from outside. */
  readonly heldFiles: ReadonlySet<ts.SourceFile>;
  readonly requests: readonly Request[];
  readonly code: FunctionCode;
  /** Which instructions load a text's number. */
  readonly texts: ReadonlySet<number>;
  /** Which load the number of a place. */
  readonly sites: ReadonlySet<number>;
}

interface Asked {
  readonly tables: Tables;
  readonly numberOf: (target: Callable, from: ts.Node) => number;
  readonly functionNamed: (named: NamedFunction) => Callable;
  readonly copies: { readonly functionFor: (record: CopiedRecord) => number };
}

/** By what they are numbers of; copies are functions. */
type Numbers = Readonly<Record<Exclude<Request['kind'], 'copy'>, Map<number, number>>>;

/** The function with the numbers that this program has for what it refers to. */
export function replayed({ requests, code, ...loads }: Tape, program: Asked): FunctionCode {
  const numbers: Numbers = {
    symbol: new Map(),
    number: new Map(),
    place: new Map(),
    sink: new Map(),
    function: new Map(),
  };
  for (const request of requests) {
    const table = numbers[request.kind === 'copy' ? 'function' : request.kind];
    table.set(request.got, ask(request, program));
  }
  return {
    ...code,
    code: code.code.map((instruction, index) =>
      renumbered(instruction, numbers, {
        isText: loads.texts.has(index),
        isSite: loads.sites.has(index),
      }),
    ),
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
    case 'copy':
      return program.copies.functionFor(request);
    case 'function':
      return program.numberOf(calledBy(request.target, program), request.from);
  }
}

const calledBy = (target: Callable | NamedFunction, program: Asked): Callable =>
  'kind' in target ? target : program.functionNamed(target);

function renumbered(
  instruction: Instruction,
  numbers: Numbers,
  loads: { readonly isText: boolean; readonly isSite: boolean },
): Instruction {
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
      return loads.isText
        ? { ...instruction, at, value: numbers.symbol.get(instruction.value) ?? instruction.value }
        : { ...instruction, at };
    case 'const.int':
      return loads.isSite
        ? { ...instruction, at, value: numbers.place.get(instruction.value) ?? instruction.value }
        : { ...instruction, at };
    case 'out.begin':
      return { ...instruction, at, sink: numbers.sink.get(instruction.sink) ?? instruction.sink };
    default:
      return { ...instruction, at };
  }
}
