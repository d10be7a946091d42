// What TypeScript finds wrong in a file, kept until the file changes or what it sees of those that it leads to: checking whole
// files is a large part of compiling, and an edit changes one of them.
import ts from 'typescript';
import { filesBehind, looksSame } from './files-behind.js';

/** An error without the nodes of the program it was found in. */
export interface TypeError {
  readonly code: number;
  readonly start: number;
  readonly length: number;
  /** Causes nested in it follow, one a line. */
  readonly text: string;
}

interface Checked {
  readonly leadsTo: readonly ts.SourceFile[];
  readonly errors: readonly TypeError[];
}

const known = new WeakMap<ts.SourceFile, Checked>();

export function typeErrorsIn(program: ts.Program, source: ts.SourceFile): readonly TypeError[] {
  const leadsTo = filesBehind(program, source);
  const before = known.get(source);
  if (before !== undefined && looksSame(before.leadsTo, leadsTo, new Set([source])))
    return before.errors;
  const errors = program.getSemanticDiagnostics(source).map((found) => ({
    code: found.code,
    start: found.start ?? 0,
    length: found.length ?? 0,
    text: ts.flattenDiagnosticMessageText(found.messageText, '\n'),
  }));
  known.set(source, { leadsTo, errors });
  return errors;
}
