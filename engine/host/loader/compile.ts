// TypeScript strategy files to the two builds the sandbox runs. One file at a time: no type checking, no IO.
import ts from 'typescript';
import { HOOKS, instrument, type Site, type SiteTable } from './instrument.js';

export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** A compiled file: an expression that evaluates to a function (exports, require, hooks). */
export interface CompiledFile {
  readonly path: string;
  readonly code: string;
}

export interface Compiled {
  readonly plain: readonly CompiledFile[];
  readonly recording: readonly CompiledFile[];
  /** Shared by both builds; see `Site`. */
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

export function compile(files: readonly SourceText[]): Compiled {
  const table: SiteTable = { sites: [] };
  const plain = files.map((file) => compileFile(file, table, false));
  const recording = files.map((file) => compileFile(file, table, true));
  return { plain, recording, sites: table.sites };
}

function compileFile(file: SourceText, table: SiteTable, recording: boolean): CompiledFile {
  const output = ts.transpileModule(file.text, {
    fileName: file.path,
    compilerOptions: OPTIONS,
    reportDiagnostics: false,
    transformers: { before: [instrument(file.path, table, recording)] },
  });
  const body = `return function (exports, require, ${HOOKS}) {${output.outputText}\n}`;
  return { path: file.path, code: `(function (${LANGUAGE}) { ${body} })(${LANGUAGE})` };
}
