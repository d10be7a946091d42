// Files a strategy imports for their types only. They are no part of the code that runs, but the compiler reads them.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { importCandidates, isRelative } from '../analysis/modules.js';
import type { SourceText } from '../analysis/index.js';

/** What the given files lead to, beside themselves. */
export interface TypeFiles {
  readonly files: readonly SourceText[];
  /** Looked for before one was found, or in vain: any of them, once there, is another answer. */
  readonly absent: readonly string[];
}

/** A file that is not there is left to the type checker to report. */
export function typeFilesOf(files: readonly SourceText[]): TypeFiles {
  const known = new Set(files.map(({ path }) => path));
  const found: SourceText[] = [];
  const absent: string[] = [];
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const candidates of importsOf(file)) {
      if (candidates.some((candidate) => known.has(candidate))) continue;
      for (const path of candidates) {
        const text = textOf(path);
        if (text === null) absent.push(path);
        else {
          known.add(path);
          found.push({ path, text });
          waiting.push({ path, text });
          break;
        }
      }
    }
  }
  return { files: found, absent };
}

/** For each import the files that it may mean. */
function importsOf(file: SourceText): readonly (readonly string[])[] {
  const { importedFiles } = ts.preProcessFile(file.text, true, false);
  return importedFiles
    .filter(({ fileName }) => isRelative(fileName))
    .map(({ fileName }) => importCandidates(file.path, fileName));
}

/** Null when there is no such file. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
