// The analysis: syntax first, then everything that can be told without running it. It reads no file and needs no type
// checker, and what concerns one file alone is kept until its text changes: an editor can afford it on every key.
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import type { Finding } from '../replay/protocol.js';
import { findUndeclared } from './catalogue-uses.js';
import { readCatalogue } from './catalogue.js';
import { findDefinition } from './definition.js';
import { factsOf } from './facts.js';
import { findingIn } from './finding.js';
import { findImports } from './imports.js';
import { findModuleState } from './module-state.js';
import { parseModules, type Modules, type SourceText } from './modules.js';
import { findUnused } from './unused.js';

/**
 * Everything wrong with a strategy's files that shows without running them, by file in the given order and by place.
 * `files` are the entry and all it imports inside the workspace; paths are absolute.
 */
export function analyse(files: readonly SourceText[], entry: string): readonly Finding[] {
  const modules = parseModules(files);
  const sources = [...modules.sources.values()];
  const broken = sources.flatMap(findSyntaxErrors);
  const found = broken.length > 0 ? broken : findAll(modules, path.normalize(entry));
  const order = new Map(files.map((file, index) => [path.normalize(file.path), index]));
  return withoutRepeats([...found].sort((a, b) => compare(a, b, order)));
}

/** One order literal used by two calls is wrong once. */
const withoutRepeats = (sorted: readonly Finding[]): readonly Finding[] =>
  sorted.filter((finding, index) => {
    const before = sorted[index - 1];
    return before?.message !== finding.message || !isDeepStrictEqual(before.range, finding.range);
  });

function findAll(modules: Modules, entry: string): readonly Finding[] {
  const entrySource = modules.sources.get(entry);
  if (entrySource === undefined) return [];
  const { definition, findings } = findDefinition(modules, entrySource);
  const catalogue = readCatalogue(modules, definition);
  const sources = [...modules.sources.values()];
  const facts = sources.map(factsOf);
  const calls = facts.flatMap(({ tickCalls }) => tickCalls);
  return [
    ...findings,
    ...facts.flatMap(({ forbidden }) => forbidden),
    ...sources.flatMap((source) => findImports(modules, source)),
    ...calls.flatMap((call) => findUndeclared(modules, catalogue, call)),
    ...findModuleState(
      modules,
      facts.flatMap(({ writes }) => writes),
    ),
    ...findUnused(
      catalogue,
      facts.map(({ texts }) => texts),
    ),
  ];
}

/** Syntax errors are kept by the parser in a member that the typings leave out. */
interface Parsed {
  readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
}

function findSyntaxErrors(source: ts.SourceFile): readonly Finding[] {
  const { parseDiagnostics = [] } = source as unknown as Parsed;
  return parseDiagnostics.map(({ start, length, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    const end = Math.min(start + Math.max(length, 1), source.text.length);
    return findingIn(source, { start, end }, { code: 'syntax', text: { message } });
  });
}

function compare(a: Finding, b: Finding, order: ReadonlyMap<string, number>): number {
  const file = (finding: Finding): number => order.get(path.normalize(finding.range.file)) ?? 0;
  return (
    file(a) - file(b) ||
    a.range.line - b.range.line ||
    a.range.column - b.range.column ||
    (a.code < b.code ? -1 : 1)
  );
}
