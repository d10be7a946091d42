// Programs for the compiled lanes on disk, so that a process needs no compiler for a strategy that is what it was: loading
// the compiler and compiling the kernel takes seconds. Content decides: of every file that was read, and of those that
// were looked for and not there.
import { readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { TraceLevel } from '../../vm/compile/program-compiler.js';
import type { Program } from '../../vm/ir/program.js';
import type { SourceText } from '../analysis/index.js';
import { sha256 } from '../capture/capture-files.js';
import { CacheStore, hashesOf, type FileHash } from '../loader/cache-store.js';
import { readText } from '../loader/source-text.js';
import { builtFile } from '../package-root.js';
import type { TypeFiles } from './type-files.js';

/** What a program is made of. */
export interface ProgramRequest {
  /** The entry first. */
  readonly files: readonly SourceText[];
  readonly numWords: number;
  readonly trace: TraceLevel;
}

interface StoredProgram {
  /** Of the engine's sources, which are compiled with the strategy. */
  readonly engine: string;
  readonly files: readonly FileHash[];
  readonly typeFiles: readonly FileHash[];
  readonly absent: readonly string[];
  readonly program: Program;
}

/** One entry is about a megabyte. */
const ENTRIES_MAX = 24;

const store = new CacheStore('programs', ENTRIES_MAX);

/** The version is that of the form in which V8 writes values down. */
const keyOf = ({ files, numWords, trace }: ProgramRequest): string =>
  JSON.stringify([files[0]?.path ?? '', numWords, trace, process.versions.v8]);

const engineHash = (): string => sha256(readFileSync(builtFile('engine-sources.json')));

/** Null when there is none, or one of something else. */
export const readProgram = (request: ProgramRequest): Promise<Program | null> =>
  store.read(keyOf(request), async (body) => {
    const stored = deserialize(body) as StoredProgram;
    return (await isOf(stored, request)) ? stored.program : null;
  });

async function isOf(stored: StoredProgram, { files }: ProgramRequest): Promise<boolean> {
  if (stored.engine !== engineHash()) return false;
  if (JSON.stringify(stored.files) !== JSON.stringify(hashesOf(files))) return false;
  for (const file of stored.typeFiles) {
    const text = await readText(file.path, {});
    if (text === null || sha256(text) !== file.sha256) return false;
  }
  for (const path of stored.absent) if ((await readText(path, {})) !== null) return false;
  return true;
}

export async function writeProgram(
  request: ProgramRequest,
  program: Program,
  { files, absent }: TypeFiles,
): Promise<void> {
  const stored: StoredProgram = {
    engine: engineHash(),
    files: hashesOf(request.files),
    typeFiles: hashesOf(files),
    absent,
    program,
  };
  await store.write(keyOf(request), serialize(stored));
}
