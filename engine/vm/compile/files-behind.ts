// Which files a file leads to. What was worked out about a file holds until one of them changes.
import ts from 'typescript';
import { outlineOf } from './outline.js';
import { PORTABLE_LIB_FILE } from './portable-lib.js';
import { ENGINE_FOLDER } from './source-program.js';

const known = new WeakMap<ts.Program, Map<ts.SourceFile, readonly ts.SourceFile[]>>();

/** The file and all it imports, and what those import; in the order of the program. */
export function filesBehind(program: ts.Program, source: ts.SourceFile): readonly ts.SourceFile[] {
  const before = known.get(program) ?? new Map<ts.SourceFile, readonly ts.SourceFile[]>();
  known.set(program, before);
  const files = before.get(source) ?? reachedFrom(program, source);
  before.set(source, files);
  return files;
}

/**
 * Whether nothing has changed that can be seen from outside these files.
 * @param held those of `before` in which nothing at all may have changed
 */
export const looksSame = (
  before: readonly ts.SourceFile[],
  now: readonly ts.SourceFile[],
  held: ReadonlySet<ts.SourceFile>,
): boolean =>
  before.length === now.length &&
  before.every((file, index) => {
    const other = now[index];
    if (file === other) return true;
    return (
      other?.fileName === file.fileName &&
      !held.has(file) &&
      outlineOf(file).text === outlineOf(other).text
    );
  });

function reachedFrom(program: ts.Program, source: ts.SourceFile): readonly ts.SourceFile[] {
  const all = program.getSourceFiles();
  if (all.some(reachesFar)) return all;
  const reached = new Set([source]);
  // The engine never changes, so what it leads to need not be followed.
  for (const file of reached)
    if (!isOfEngine(file)) for (const imported of importsOf(program, file)) reached.add(imported);
  return all.filter((file) => reached.has(file));
}

export const isOfEngine = (file: ts.SourceFile): boolean => file.fileName.startsWith(ENGINE_FOLDER);

/** Types that reach further than imports say: then every file may matter. */
const REACHES_FAR =
  /\bdeclare\s+(?:global|module|namespace)\b|\bimport\s*\(|\bimport\s+\w+\s*=|<reference\b/;

const farReaching = new WeakMap<ts.SourceFile, boolean>();

function reachesFar(source: ts.SourceFile): boolean {
  const before = farReaching.get(source);
  if (before !== undefined) return before;
  const found =
    !isOfEngine(source) &&
    source.fileName !== PORTABLE_LIB_FILE &&
    (source.isDeclarationFile || REACHES_FAR.test(source.text));
  farReaching.set(source, found);
  return found;
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
