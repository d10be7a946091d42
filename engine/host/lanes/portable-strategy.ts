// A strategy compiled for lanes: its programs by trace level and number format, compiled when first asked for.
import { compileProgram, type Compilation } from '../../vm/compile/compile-program.js';
import { SourcePrograms, type SourceText } from '../../vm/compile/source-program.js';
import type { TraceLevel } from '../../vm/compile/program-compiler.js';
import { engineSources } from './engine-sources.js';
import { typeFilesOf, type TypeFiles } from './type-files.js';

/** Parsed files are kept for the next strategy and the next edit. */
let programs: SourcePrograms | null = null;

const forwardSlashes = (path: string): string => path.replaceAll('\\', '/');

export interface PortableCompilation extends Compilation {
  /** What was read for it beside the given files. */
  readonly typeFiles: TypeFiles;
}

/** @param files the entry first */
export function compilePortable(
  files: readonly SourceText[],
  options: { readonly numWords: number; readonly trace: TraceLevel },
): PortableCompilation {
  programs ??= new SourcePrograms(engineSources());
  const typeFiles = typeFilesOf(files);
  const named = [...files, ...typeFiles.files].map(({ path, text }) => ({
    path: forwardSlashes(path),
    text,
  }));
  const strategy = { files: named, entry: named[0]?.path ?? '' };
  return { ...compileProgram(programs, strategy, options), typeFiles };
}
