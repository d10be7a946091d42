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
  isolatedModules: true,
  noCheck: true,
  noLib: true,
  noResolve: true,
  allowJs: true,
  outDir: '/compiled',
  suppressOutputPathCheck: true,
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
  const keyOf = (file: SourceText): string => `${build}:${file.path}`;
  const stale = files.filter((file) => compiled.get(keyOf(file))?.text !== file.text);
  if (compiled.size + stale.length > COMPILED_MAX) compiled.clear();
  for (const [file, fresh] of compileFiles(stale, build)) {
    compiled.set(keyOf(file), { text: file.text, file: fresh });
  }
  return files.flatMap(
    (file) => compiled.get(keyOf(file))?.file ?? compileFiles([file], build).map(([, one]) => one),
  );
}

/** The program of the last files compiled: the second build of a strategy emits from the same syntax trees. */
let lastProgram: { readonly files: readonly SourceText[]; readonly program: ts.Program } | null =
  null;

function programOf(files: readonly SourceText[]): ts.Program {
  const isSame =
    lastProgram?.files.length === files.length &&
    files.every((file, index) => {
      const known = lastProgram?.files[index];
      return known?.path === file.path && known.text === file.text;
    });
  if (lastProgram !== null && isSame) return lastProgram.program;
  const program = createProgram(files);
  lastProgram = { files, program };
  return program;
}

/** Every file stands alone: no resolution, no library, no checking, exactly as a single-file transpile. */
function createProgram(files: readonly SourceText[]): ts.Program {
  const sources = new Map(
    files.map((file) => [
      file.path,
      ts.createSourceFile(file.path, file.text, { languageVersion: ts.ScriptTarget.ES2022 }, true),
    ]),
  );
  const host: ts.CompilerHost = {
    getSourceFile: (name) => sources.get(name),
    writeFile: () => undefined,
    getDefaultLibFileName: () => 'lib.d.ts',
    useCaseSensitiveFileNames: () => true,
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => '',
    getNewLine: () => '\n',
    fileExists: (name) => sources.has(name),
    readFile: () => undefined,
  };
  return ts.createProgram([...sources.keys()], OPTIONS, host);
}

function compileFiles(
  files: readonly SourceText[],
  build: BuildName,
): readonly (readonly [SourceText, CompiledFile])[] {
  if (files.length === 0) return [];
  const program = programOf(files);
  return files.map((file) => {
    const table: SiteTable = { sites: [] };
    let text = '';
    const write = (_name: string, output: string): void => {
      text = output;
    };
    const before = [instrument(file.path, table, build === 'recording')];
    program.emit(program.getSourceFile(file.path), write, undefined, false, { before });
    const body = `return function (exports, require, ${HOOKS}) {${text}\n}`;
    const code = `(function (${LANGUAGE}) { ${body} })(${LANGUAGE})`;
    return [file, { path: file.path, code, sites: table.sites }] as const;
  });
}
