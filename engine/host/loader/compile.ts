// TypeScript strategy files to the two builds the sandbox runs. One file at a time: no type checking, no IO.
import ts from 'typescript';
import { HOOKS, instrument, type Site, type SiteTable } from './instrument.js';

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export type BuildName = 'plain' | 'recording';

/** A compiled file: an expression that evaluates to a function (exports, require, hooks), and its own site table. */
export interface CompiledFile {
  readonly path: string;
  readonly code: string;
  readonly sites: readonly Site[];
}

const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  esModuleInterop: false,
  removeComments: true,
  verbatimModuleSyntax: false,
  useDefineForClassFields: true,
};

/** Handed to every file as constants: a global of the sandbox is slow to look up, since its owner is asked. */
const LANGUAGE =
  'Array, BigInt, Boolean, Error, JSON, Map, Math, Number, Object, Set, String, Symbol';

/** Compiled files by build and path, so that an edit compiles one file. Bounded by the strategy's file limit. */
const compiled = new Map<string, { readonly text: string; readonly file: CompiledFile }>();
const COMPILED_MAX = 2_000;

export function compileBuild(
  files: readonly SourceText[],
  build: BuildName,
): readonly CompiledFile[] {
  return files.map((file) => {
    const key = `${build}:${file.path}`;
    const known = compiled.get(key);
    if (known?.text === file.text) return known.file;
    if (compiled.size >= COMPILED_MAX) compiled.clear();
    const fresh = compileFile(file, build);
    compiled.set(key, { text: file.text, file: fresh });
    return fresh;
  });
}

function compileFile(file: SourceText, build: BuildName): CompiledFile {
  const table: SiteTable = { sites: [] };
  const output = ts.transpileModule(file.text, {
    fileName: file.path,
    compilerOptions: OPTIONS,
    reportDiagnostics: false,
    transformers: { before: [instrument(file.path, table, build === 'recording')] },
  });
  const body = `return function (exports, require, ${HOOKS}) {${output.outputText}\n}`;
  const code = `(function (${LANGUAGE}) { ${body} })(${LANGUAGE})`;
  return { path: file.path, code, sites: table.sites };
}
