// Compiles a strategy with the kernel to a program, or says what keeps it out of the portable subset.
import type ts from 'typescript';
import type { Program } from '../ir/program.js';
import { typeErrorsIn } from './checked-files.js';
import { kernelParts, strategyParts } from './definition.js';
import { NotPortable, type PortabilityIssue, issueOf } from './issue.js';
import {
  type CompileOptions,
  type KernelParts,
  ProgramCompiler,
  type StrategyParts,
} from './program-compiler.js';
import { ENGINE_FOLDER, type SourcePrograms, type SourceText } from './source-program.js';

export interface Compilation {
  /** null where issues keep the strategy out. */
  readonly program: Program | null;
  readonly issues: readonly PortabilityIssue[];
}

export interface StrategySources {
  readonly files: readonly SourceText[];
  /** Path of the file that exports the strategy. */
  readonly entry: string;
}

export function compileProgram(
  sources: SourcePrograms,
  strategy: StrategySources,
  options: CompileOptions,
): Compilation {
  try {
    const program = sources.create(strategy.files, strategy.entry);
    const parts = {
      strategy: strategyParts(program, strategy.entry),
      kernel: kernelParts(program),
    };
    const { compiled, issues: found } = compileParts(program, parts, options);
    const own = ownIssues(found, strategy.entry);
    const issues = own.length > 0 ? own : typeErrors(program, strategy, compiled);
    return { program: issues.length === 0 ? compiled : null, issues: inOrder(issues) };
  } catch (error) {
    if (error instanceof NotPortable) return { program: null, issues: [issueOf(error)] };
    // Only the depth of the stack ends TypeScript's parser, its checker and this compiler so.
    if (error instanceof RangeError) return { program: null, issues: [tooDeep(strategy.entry)] };
    throw error;
  }
}

interface Parts {
  readonly strategy: StrategyParts;
  readonly kernel: KernelParts;
}

interface Compiled {
  readonly compiled: Program;
  readonly issues: readonly PortabilityIssue[];
}

function compileParts(program: ts.Program, parts: Parts, options: CompileOptions): Compiled {
  const compiler = new ProgramCompiler(program, parts, options);
  const compiled = compiler.compile();
  if (!compiler.types.isCutOff) return { compiled, issues: compiler.issues };
  // Which types were cut off depends on the order in which they came, and functions that are kept ask for none.
  compiler.kept?.forget();
  const anew = new ProgramCompiler(program, parts, { ...options, isAnew: true });
  return { compiled: anew.compile(), issues: anew.issues };
}

/**
 * Errors of types in what was compiled: the reference lane runs them regardless, and compiled code relies on types. What
 * runs before the first tick is not compiled, and may use more of the language than the compiler's library knows.
 */
function typeErrors(
  program: ts.Program,
  { files }: StrategySources,
  { functions }: Program,
): readonly PortabilityIssue[] {
  return files.flatMap(({ path }) => {
    const places = functions.map(({ place }) => place).filter(({ file }) => file === path);
    const source = places.length === 0 ? undefined : program.getSourceFile(path);
    const found = source === undefined ? [] : typeErrorsIn(program, source);
    return found
      .filter(
        ({ start, code, text }) =>
          RELIED_ON.has(code) &&
          !isMissingValue(text) &&
          places.some((place) => place.start <= start && start < place.end),
      )
      .map(({ start, length, text }) => ({
        file: path,
        start,
        end: start + length,
        message: `TypeScript says: ${text.replaceAll(/\n\s*/g, ' ')}`,
        remedy: 'mend the error: compiled code relies on the types',
      }));
  });
}

/**
 * What compiled code relies on: values that fit where they are put, arguments and fields that are there. Other errors are
 * about what an author may have meant.
 */
const RELIED_ON = new Set([2322, 2345, 2554, 2555, 2739, 2740, 2741]);

/**
 * Where null or undefined may stand compiled code looks for itself and stops. Not every author's settings make TypeScript
 * say so, least of all for elements of lists.
 */
const isMissingValue = (text: string): boolean =>
  /^Type '(?:undefined|null)' is not assignable/.test(text.split('\n').at(-1)?.trim() ?? '');

/**
 * The engine is portable, so issues in it are the strategy's: TypeScript follows values through some two thousand
 * statements of a function, and knows no types anywhere after that.
 */
function ownIssues(
  issues: readonly PortabilityIssue[],
  entry: string,
): readonly PortabilityIssue[] {
  const own = issues.filter(({ file }) => !file.startsWith(ENGINE_FOLDER));
  if (own.length === issues.length) return own;
  const message = 'a function is too long for its types to be followed';
  return [...own, { file: entry, start: 0, end: 0, message, remedy: 'divide it into functions' }];
}

const tooDeep = (file: string): PortabilityIssue => ({
  file,
  start: 0,
  end: 0,
  message: 'the code is nested too deeply to be compiled',
  remedy: 'give its parts names',
});

/** By place, each once: a function that several call is compiled once, but its callers may repeat what it lacks. */
function inOrder(issues: readonly PortabilityIssue[]): readonly PortabilityIssue[] {
  const known = new Map(
    issues.map((issue) => [`${issue.file}:${String(issue.start)}:${issue.message}`, issue]),
  );
  return [...known.values()].sort((a, b) =>
    a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1,
  );
}
