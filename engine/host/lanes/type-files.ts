// Files a strategy imports for their types only. They are no part of the code that runs, but the compiler reads them.
import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { importCandidates, isRelative } from '../analysis/modules.js';
import type { SourceText } from '../analysis/index.js';

/** The given files and every file they lead to. A file that is not there is left to the type checker to report. */
export function withTypeFiles(files: readonly SourceText[]): readonly SourceText[] {
  const known = new Map(files.map((file) => [file.path, file]));
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const found of importsOf(file, known)) {
      known.set(found.path, found);
      waiting.push(found);
    }
  }
  return [...known.values()];
}

function importsOf(
  file: SourceText,
  known: ReadonlyMap<string, SourceText>,
): readonly SourceText[] {
  const { importedFiles } = ts.preProcessFile(file.text, true, false);
  return importedFiles
    .filter(({ fileName }) => isRelative(fileName))
    .flatMap(({ fileName }) => {
      const candidates = importCandidates(file.path, fileName);
      if (candidates.some((candidate) => known.has(candidate))) return [];
      return firstThere(candidates) ?? [];
    });
}

function firstThere(candidates: readonly string[]): SourceText | undefined {
  for (const path of candidates) {
    try {
      return { path, text: readFileSync(path, 'utf8') };
    } catch {
      // Another candidate may be there.
    }
  }
  return undefined;
}
