// What TypeScript finds wrong in a file, kept until the file or one that it leads to changes: checking whole files is a
// large part of compiling, and an edit changes one of them.
import ts from 'typescript';
import { PORTABLE_LIB_FILE } from './portable-lib.js';
import { ENGINE_FOLDER } from './source-program.js';

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
  if (before !== undefined && areSame(before.leadsTo, leadsTo)) return before.errors;
  const errors = program.getSemanticDiagnostics(source).map((found) => ({
    code: found.code,
    start: found.start ?? 0,
    length: found.length ?? 0,
    text: ts.flattenDiagnosticMessageText(found.messageText, '\n'),
  }));
  known.set(source, { leadsTo, errors });
  return errors;
}

const areSame = (a: readonly ts.SourceFile[], b: readonly ts.SourceFile[]): boolean =>
  a.length === b.length && a.every((file, index) => file === b[index]);

/** Types that reach further than imports say: then every file may matter. */
const REACHES_FAR =
  /\bdeclare\s+(?:global|module|namespace)\b|\bimport\s*\(|\bimport\s+\w+\s*=|<reference\b/;

const farReaching = new WeakMap<ts.SourceFile, boolean>();

function reachesFar(source: ts.SourceFile): boolean {
  const before = farReaching.get(source);
  if (before !== undefined) return before;
  const found =
    !source.fileName.startsWith(ENGINE_FOLDER) &&
    source.fileName !== PORTABLE_LIB_FILE &&
    (source.isDeclarationFile || REACHES_FAR.test(source.text));
  farReaching.set(source, found);
  return found;
}

/** The file and all it imports, and what those import; in the order of the program. */
function filesBehind(program: ts.Program, source: ts.SourceFile): readonly ts.SourceFile[] {
  const all = program.getSourceFiles();
  if (all.some(reachesFar)) return all;
  const reached = new Set([source]);
  // The engine never changes, so what it leads to need not be followed.
  for (const file of reached)
    if (!file.fileName.startsWith(ENGINE_FOLDER))
      for (const imported of importsOf(program, file)) reached.add(imported);
  return all.filter((file) => reached.has(file));
}

function importsOf(program: ts.Program, source: ts.SourceFile): readonly ts.SourceFile[] {
  const checker = program.getTypeChecker();
  return source.statements.flatMap((statement) => {
    const isLink = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
    const specifier = isLink ? statement.moduleSpecifier : undefined;
    if (specifier === undefined) return [];
    const declared = checker.getSymbolAtLocation(specifier)?.valueDeclaration;
    return declared !== undefined && ts.isSourceFile(declared) ? [declared] : [];
  });
}
