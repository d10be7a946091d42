// An open replay's strategy as the compiled lanes run it: the intermediate form as text, or what keeps it out of them.
import { encodeProgram } from '../../vm/bytecode/encode-program.js';
import { disassemble } from '../../vm/bytecode/disassemble.js';
import type { FunctionCode, Place, Program } from '../../vm/ir/program.js';
import type { Inspection, InspectOptions } from '../lanes/inspection.js';
import { lineStarts, locate } from '../loader/site-ranges.js';
import { compileLanes, isRefused } from './lane-start.js';
import type { OpenReplay } from './open-replay.js';

export async function inspect(open: OpenReplay, options: InspectOptions): Promise<Inspection> {
  const refused = { text: '', functions: [], instructions: 0, codeWords: 0 };
  const program = await compileLanes(open, 'full');
  if (isRefused(program)) return { ...refused, ...program };
  return { ...(await shown(open, program, options)), notPortable: [], obstacle: null };
}

async function shown(
  open: OpenReplay,
  program: Program,
  { name, includesEngine }: InspectOptions,
): Promise<Pick<Inspection, 'text' | 'functions' | 'instructions' | 'codeWords'>> {
  const own = new Set(open.program.files.map(({ path }) => path));
  const isShown = (code: FunctionCode): boolean =>
    name === null ? includesEngine || own.has(code.place.file) : code.name === name;
  const { engineSources } = await import('../lanes/engine-sources.js');
  const texts = [...open.program.files, ...engineSources()];
  const starts = new Map(texts.map(({ path, text }) => [path, lineStarts(text)]));
  const lineOf = ({ file, start }: Place): { line: number; column: number } =>
    locate(starts.get(file) ?? [0], start);
  const chosen = program.functions.filter(isShown);
  return {
    text: disassemble(program, { lineOf, isShown }),
    functions: program.functions.map((code) => code.name),
    instructions: chosen.reduce((sum, { code }) => sum + code.length, 0),
    codeWords: encodeProgram(program).words.length,
  };
}
