// Compiles a strategy with the kernel to a program, or says what keeps it out of the portable subset.
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
    return {
      program: compiler.issues.length === 0 ? compiled : null,
      issues: inOrder(compiler.issues),
    };
  } catch (error) {
    if (!(error instanceof NotPortable)) throw error;
    return { program: null, issues: [issueOf(error)] };
  }
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
