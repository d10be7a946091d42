// The files of a strategy as syntax trees, and the way from an import to the file and declaration it means.
import path from 'node:path';
import ts from 'typescript';
import type { Declaration } from './scope.js';

/** The one package a strategy imports. */
export const STRATEGY_PACKAGE = 'lockstep/strategy';

export interface SourceText {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** Parsed files by absolute path. Files that are no TypeScript or JavaScript (JSON) are known but not parsed. */
export interface Modules {
  readonly sources: ReadonlyMap<string, ts.SourceFile>;
  readonly paths: ReadonlySet<string>;
}

export function parseModules(files: readonly SourceText[]): Modules {
  const sources = new Map<string, ts.SourceFile>();
  for (const file of files) {
    if (SCRIPT.test(file.path)) sources.set(path.normalize(file.path), parseSource(file));
  }
  return { sources, paths: new Set(files.map((file) => path.normalize(file.path))) };
}

const SCRIPT = /\.[cm]?[jt]sx?$/;

/** A strategy has a few dozen files; beyond this the oldest are parsed anew. */
const PARSED_MAX = 1_000;
const parsed = new Map<string, ts.SourceFile>();

/** The syntax tree of a file. An unchanged file is parsed once: an edit touches one file of many. */
export function parseSource({ path: file, text }: SourceText): ts.SourceFile {
  const known = parsed.get(file);
  if (known?.text === text) return known;
  const source = ts.createSourceFile(
    file,
    text,
    {
      languageVersion: ts.ScriptTarget.ESNext,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    },
    true,
  );
  parsed.delete(file);
  const [oldest] = parsed.keys();
  if (oldest !== undefined && parsed.size >= PARSED_MAX) parsed.delete(oldest);
  parsed.set(file, source);
  return source;
}

export const isRelative = (specifier: string): boolean => /^\.\.?(\/|$)/.test(specifier);

/** Files that a relative import may mean, best first: `./a.js` is `./a.ts` in TypeScript sources. */
export function importCandidates(importer: string, specifier: string): readonly string[] {
  const target = path.resolve(path.dirname(importer), specifier);
  const asTypeScript = target.replace(/\.([cm]?)js$/, '.$1ts');
  const written = asTypeScript === target ? [target] : [asTypeScript, target];
  return [...written, `${target}.ts`, `${target}.js`, path.join(target, 'index.ts')];
}

/** The known file a relative import means; undefined for packages and for files nobody handed over. */
export function resolveImport(
  modules: Modules,
  importer: string,
  specifier: string,
): string | undefined {
  if (!isRelative(specifier)) return undefined;
  return importCandidates(importer, specifier).find((candidate) => modules.paths.has(candidate));
}

/** What an exported name stands for: a declaration, or the expression of `export default`. */
export type Exported = Declaration | ts.Expression;

interface ExportName {
  readonly file: string;
  readonly name: string;
}

/** Follows `export ... from` through files. Cycles end at `EXPORT_DEPTH_MAX`. */
export function findExport(modules: Modules, wanted: ExportName, depth = 0): Exported | undefined {
  const source = modules.sources.get(wanted.file);
  if (source === undefined || depth > EXPORT_DEPTH_MAX) return undefined;
  for (const statement of source.statements) {
    const found = ts.isExportDeclaration(statement)
      ? fromExportDeclaration(modules, statement, { wanted, depth })
      : exportedBy(statement, wanted.name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Longer chains of re-exports than this are cycles. */
const EXPORT_DEPTH_MAX = 32;

function exportedBy(statement: ts.Statement, name: string): Exported | undefined {
  if (ts.isExportAssignment(statement)) {
    return name === 'default' && statement.isExportEquals !== true
      ? statement.expression
      : undefined;
  }
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  const has = (kind: ts.SyntaxKind): boolean =>
    modifiers?.some((modifier) => modifier.kind === kind) ?? false;
  if (!has(ts.SyntaxKind.ExportKeyword)) return undefined;
  const isDefault = has(ts.SyntaxKind.DefaultKeyword);
  return declaredBy(statement, (declared) => (isDefault ? name === 'default' : declared === name));
}

function declaredBy(
  statement: ts.Statement,
  matches: (name: string | undefined) => boolean,
): Declaration | undefined {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.find(
      ({ name }) => ts.isIdentifier(name) && matches(name.text),
    );
  }
  const named =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement);
  return named && matches(statement.name?.text) ? statement : undefined;
}

function fromExportDeclaration(
  modules: Modules,
  statement: ts.ExportDeclaration,
  { wanted, depth }: { readonly wanted: ExportName; readonly depth: number },
): Exported | undefined {
  const from = specifierText(statement.moduleSpecifier);
  const target = from === undefined ? undefined : resolveImport(modules, wanted.file, from);
  const clause = statement.exportClause;
  if (clause === undefined) {
    if (target === undefined || wanted.name === 'default') return undefined;
    return findExport(modules, { file: target, name: wanted.name }, depth + 1);
  }
  if (!ts.isNamedExports(clause)) return undefined;
  const element = clause.elements.find(({ name }) => name.text === wanted.name);
  if (element === undefined) return undefined;
  const original = element.propertyName ?? element.name;
  if (target !== undefined) {
    return findExport(modules, { file: target, name: original.text }, depth + 1);
  }
  return from === undefined && ts.isIdentifier(original) ? original : undefined;
}

export const specifierText = (specifier: ts.Expression | undefined): string | undefined =>
  specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;

/** The name and file behind an imported binding; undefined for packages and namespace imports. */
export function importedName(modules: Modules, declaration: Declaration): ExportName | undefined {
  if (!ts.isImportSpecifier(declaration) && !ts.isImportClause(declaration)) return undefined;
  const clause = ts.isImportClause(declaration) ? declaration : declaration.parent.parent;
  const file = targetOf(modules, clause);
  if (file === undefined) return undefined;
  const name = ts.isImportClause(declaration)
    ? 'default'
    : (declaration.propertyName ?? declaration.name).text;
  return { file, name };
}

/** The file an import clause reads from. */
export function targetOf(modules: Modules, clause: ts.ImportClause): string | undefined {
  const { parent } = clause;
  if (!ts.isImportDeclaration(parent)) return undefined;
  const specifier = specifierText(parent.moduleSpecifier);
  const importer = clause.getSourceFile().fileName;
  return specifier === undefined ? undefined : resolveImport(modules, importer, specifier);
}
