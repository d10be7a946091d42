// The TypeScript program of a strategy and the engine's own sources, in memory. Unchanged files are parsed once, and an
// earlier program is reused as far as TypeScript can.
import path from 'node:path';
import ts from 'typescript';
import { PORTABLE_LIB, PORTABLE_LIB_FILE } from './portable-lib.js';

export interface SourceText {
  /** Absolute, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Where the engine's sources stand in the program; no file system holds this folder. */
export const ENGINE_FOLDER = '/lockstep/engine';
export const STRATEGY_MODULE = 'lockstep/strategy';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  noUncheckedIndexedAccess: true,
  noEmit: true,
  noLib: true,
  skipLibCheck: true,
  allowJs: true,
  types: [],
};

/** A strategy has a few dozen files and the engine as many; beyond this the oldest are parsed anew. */
const PARSED_MAX = 2000;

/** Keeps parsed files and the last program, so that an edit costs little. */
export class SourcePrograms {
  private readonly parsed = new Map<string, ts.SourceFile>();
  private last: ts.Program | undefined;
  private lastOf: { readonly files: readonly SourceText[]; readonly entry: string } | undefined;

  /** @param engine the engine's sources under `ENGINE_FOLDER` */
  constructor(private readonly engine: readonly SourceText[]) {}

  /** The same files give the program that was last made, with all its checker has worked out. */
  create(files: readonly SourceText[], entry: string): ts.Program {
    const { last, lastOf } = this;
    if (last !== undefined && lastOf?.entry === entry && areSame(lastOf.files, files)) return last;
    this.lastOf = { files, entry };
    return this.createAnew(files, entry);
  }

  private createAnew(files: readonly SourceText[], entry: string): ts.Program {
    const lib = { path: PORTABLE_LIB_FILE, text: PORTABLE_LIB };
    const texts = new Map([...this.engine, ...files, lib].map((file) => [file.path, file.text]));
    const roots = [
      PORTABLE_LIB_FILE,
      `${ENGINE_FOLDER}/core/kernel/step.ts`,
      `${ENGINE_FOLDER}/core/kernel/calls.ts`,
      entry,
    ];
    this.last = ts.createProgram(roots, OPTIONS, this.host(texts), this.last);
    return this.last;
  }

  private host(texts: ReadonlyMap<string, string>): ts.CompilerHost {
    return {
      fileExists: (file) => texts.has(file),
      readFile: (file) => texts.get(file),
      getSourceFile: (file) => this.parse(file, texts.get(file)),
      getDefaultLibFileName: () => PORTABLE_LIB_FILE,
      writeFile: () => undefined,
      getCurrentDirectory: () => '/',
      getCanonicalFileName: (file) => file,
      useCaseSensitiveFileNames: () => true,
      getNewLine: () => '\n',
      resolveModuleNameLiterals: (literals, from) =>
        literals.map(({ text }) => ({ resolvedModule: resolve(texts, from, text) })),
    };
  }

  private parse(file: string, text: string | undefined): ts.SourceFile | undefined {
    if (text === undefined) return undefined;
    const known = this.parsed.get(file);
    if (known?.text === text) return known;
    const source = ts.createSourceFile(
      file,
      text,
      { languageVersion: ts.ScriptTarget.ES2022, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
      true,
    );
    this.parsed.delete(file);
    this.parsed.set(file, source);
    const [oldest] = this.parsed.keys();
    if (this.parsed.size > PARSED_MAX && oldest !== undefined) this.parsed.delete(oldest);
    return source;
  }
}

const areSame = (a: readonly SourceText[], b: readonly SourceText[]): boolean =>
  a.length === b.length &&
  a.every(({ path: file, text }, i) => file === b[i]?.path && text === b[i].text);

function resolve(
  texts: ReadonlyMap<string, string>,
  from: string,
  specifier: string,
): ts.ResolvedModuleFull | undefined {
  const base =
    specifier === STRATEGY_MODULE
      ? `${ENGINE_FOLDER}/core/strategy/index.ts`
      : path.posix.resolve(path.posix.dirname(from), specifier);
  const written = base.replace(/\.([cm]?)js$/, '.$1ts');
  const found = [written, base, `${base}.ts`, `${base}.js`, `${base}/index.ts`].find((file) =>
    texts.has(file),
  );
  if (found === undefined) return undefined;
  const extension = found.endsWith('.js') ? ts.Extension.Js : ts.Extension.Ts;
  return { resolvedFileName: found, extension, isExternalLibraryImport: false };
}
