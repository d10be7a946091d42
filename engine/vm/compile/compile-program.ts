// Compiles a strategy with the kernel to a program, or says what keeps it out of the portable subset.
import ts from 'typescript';
import type { Program } from '../ir/program.js';
import { kernelParts, strategyParts } from './definition.js';
import { NotPortable, type PortabilityIssue, issueOf } from './issue.js';
import { type CompileOptions, ProgramCompiler } from './program-compiler.js';
import type { SourcePrograms } from './source-program.js';
import { type SourceText } from './source-program.js';

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
  const program = sources.create(strategy.files, strategy.entry);
  try {
    const parts = {
      strategy: strategyParts(program, strategy.entry),
      kernel: kernelParts(program),
    };
    const compiler = new ProgramCompiler(program.getTypeChecker(), parts, options);
    const compiled = compiler.compile();
    const issues = [...compiler.issues, ...typeErrors(program, strategy, compiled)];
    return { program: issues.length === 0 ? compiled : null, issues: inOrder(issues) };
  } catch (error) {
    if (!(error instanceof NotPortable)) throw error;
    return { program: null, issues: [issueOf(error)] };
  }
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
    const found = source === undefined ? [] : program.getSemanticDiagnostics(source);
    return found
      .filter(
        ({ start = 0, category }) =>
          category === ts.DiagnosticCategory.Error &&
          places.some((place) => place.start <= start && start < place.end),
      )
      .map(({ start = 0, length = 0, messageText }) => ({
        file: path,
        start,
        end: start + length,
        message: `TypeScript says: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
        remedy: 'mend the error: compiled code relies on the types',
      }));
  });
}

/** By place, each once: a function that several call is compiled once, but its callers may repeat what it lacks. */
function inOrder(issues: readonly PortabilityIssue[]): readonly PortabilityIssue[] {
  const known = new Map(
    issues.map((issue) => [`${issue.file}:${String(issue.start)}:${issue.message}`, issue]),
  );
  return [...known.values()].sort((a, b) =>
    a.file === b.file ? a.start - b.start : a.file < b.file ? -1 : 1,
  );
}
