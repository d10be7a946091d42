// A program as text for people: function, instruction, operands, and where in the source each came from. The same program
// gives the same text. It shows the intermediate form, whose operations have their meaning written down, and not the
// bytecode made of it.
import type { Instruction, Register } from '../ir/instruction.js';
import type { FunctionCode, Place, Program } from '../ir/program.js';

/** Line and column of a place, both from 1; null where the source is not known. */
export type LineOf = (place: Place) => { readonly line: number; readonly column: number } | null;

export interface Disassembly {
  /** Names the files and their lines; without it, offsets are shown. */
  readonly lineOf?: LineOf;
  /** How a file is called; its path where nothing is said. */
  readonly nameOf?: (file: string) => string;
  /** Which functions are wanted; all where nothing is said. */
  readonly isShown?: (code: FunctionCode) => boolean;
}

const COLUMN = 56;
const INDENT = '  ';

export function disassemble(program: Program, options: Disassembly = {}): string {
  const writer = new Disassembler(program, options);
  const { step, finish } = program.entries;
  const entries = `entries: step ${nameOf(program, step)}, finish ${nameOf(program, finish)}`;
  const roots = `roots: ${program.roots.map(({ name }) => name).join(', ')}`;
  const shown = program.functions.filter(options.isShown ?? (() => true));
  return [`${entries}\n${roots}\n`, ...shown.map((code) => writer.function(code))].join('\n');
}

const nameOf = (program: Program, index: number): string => program.functions[index]?.name ?? '?';

class Disassembler {
  constructor(
    private readonly program: Program,
    private readonly options: Disassembly,
  ) {}

  function(code: FunctionCode): string {
    const held = (register: Register): string =>
      `${name(register)}: ${code.registers[register] ?? 'none'}`;
    const parameters = code.parameters.map(held).join(', ');
    const head = `${code.name}(${parameters}): ${code.result}`;
    const lines = [aligned(head, this.place(code.place))];
    let depth = 1;
    for (const instruction of code.code) {
      const { op } = instruction;
      if (op === 'end' || op === 'else') depth -= 1;
      const text = `${INDENT.repeat(depth)}${this.instruction(instruction)}`;
      lines.push(aligned(text, this.placeAt(instruction.at)));
      if (op === 'if' || op === 'else' || op === 'block' || op === 'loop') depth += 1;
    }
    return `${lines.join('\n')}\n`;
  }

  private instruction(i: Instruction): string {
    const made = 'dst' in i && i.dst !== null ? `${name(i.dst)} = ` : '';
    return `${made}${[i.op, ...this.operands(i)].join(' ')}`;
  }

  private operands(i: Instruction): readonly string[] {
    switch (i.op) {
      case 'const.num':
        return [this.program.numbers[i.text] ?? '?'];
      case 'const.word':
        return [this.word(i.value)];
      case 'const.int':
        return [String(i.value)];
      case 'root':
        return [this.program.roots[i.root]?.name ?? '?'];
      case 'call':
        return [nameOf(this.program, i.callee), `(${i.args.map(name).join(', ')})`];
      case 'out.begin':
        return [this.program.sinks[i.sink]?.name ?? '?'];
      case 'load':
      case 'address':
        return [`${name(i.base)}[${String(i.offset)}]`];
      case 'store':
        return [`${name(i.base)}[${String(i.offset)}]`, name(i.a)];
      default:
        return plainOperands(i);
    }
  }

  /** What a word means is not known here: it may be a text. */
  private word(value: number): string {
    const text = this.program.symbols[value];
    return value > 1 && text !== undefined ? `${String(value)} "${text}"` : String(value);
  }

  private placeAt(at: number): string {
    const place = this.program.places[at];
    return place === undefined ? '' : this.place(place);
  }

  private place(place: Place): string {
    const file = this.options.nameOf?.(place.file) ?? place.file;
    const found = this.options.lineOf?.(place) ?? null;
    return found === null
      ? `${file}@${String(place.start)}`
      : `${file}:${String(found.line)}:${String(found.column)}`;
  }
}

const REGISTERS = ['base', 'a', 'b', 'index', 'length'] as const;
const NUMBERS = ['depth', 'trap', 'words', 'capacity', 'stride'] as const;

/** Registers first, then what is no register. */
function plainOperands(i: Instruction): readonly string[] {
  const fields = i as unknown as Readonly<Record<string, number | string | null | undefined>>;
  const registers = REGISTERS.flatMap((field) => {
    const register = fields[field];
    return typeof register === 'number' ? [name(register)] : [];
  });
  const others = NUMBERS.flatMap((field) => {
    const value = fields[field];
    return value === undefined
      ? []
      : [field === 'trap' ? String(value) : `${field}=${String(value)}`];
  });
  return [...registers, ...others];
}

const name = (register: Register): string => `r${String(register)}`;

const aligned = (text: string, place: string): string =>
  place === '' ? text : `${text.padEnd(COLUMN)} ; ${place}`;
