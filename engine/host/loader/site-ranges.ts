// Site numbers to lines and columns of the text they were compiled from.
import type { SourceText } from '../analysis/index.js';
import type { SourceRange } from '../replay/protocol.js';
import type { Site } from './instrument.js';

export interface SiteRanges {
  rangeOf(site: number): SourceRange | null;
  /** Statement sites of the first line at or after `line` that has any, in the same file; the line they are on. */
  statementsAt(
    file: string,
    line: number,
  ): { readonly line: number; readonly sites: readonly number[] } | null;
  linesOf(file: string): readonly number[];
}

export function siteRanges(files: readonly SourceText[], sites: readonly Site[]): SiteRanges {
  const starts = new Map(files.map((file) => [file.path, lineStarts(file.text)]));
  const position = (file: string, offset: number) => locate(starts.get(file) ?? [0], offset);
  const byFile = statementLines(sites, position);
  return {
    rangeOf(index) {
      const site = sites[index];
      if (site === undefined) return null;
      const start = position(site.file, site.start);
      const end = position(site.file, site.end);
      return {
        file: site.file,
        line: start.line,
        column: start.column,
        endLine: end.line,
        endColumn: end.column,
      };
    },
    statementsAt(file, line) {
      const lines = byFile.get(file);
      const found = [...(lines?.keys() ?? [])]
        .filter((candidate) => candidate >= line)
        .sort((a, b) => a - b)[0];
      return found === undefined ? null : { line: found, sites: lines?.get(found) ?? [] };
    },
    linesOf: (file) => [...(byFile.get(file)?.keys() ?? [])].sort((a, b) => a - b),
  };
}

function statementLines(
  sites: readonly Site[],
  position: (file: string, offset: number) => { readonly line: number },
): ReadonlyMap<string, ReadonlyMap<number, readonly number[]>> {
  const byFile = new Map<string, Map<number, number[]>>();
  sites.forEach((site, index) => {
    if (site.kind !== 'statement') return;
    const lines = byFile.get(site.file) ?? new Map<number, number[]>();
    byFile.set(site.file, lines);
    const { line } = position(site.file, site.start);
    lines.set(line, [...(lines.get(line) ?? []), index]);
  });
  return byFile;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return starts;
}

/** One-based line and column of an offset. */
function locate(
  starts: readonly number[],
  offset: number,
): { readonly line: number; readonly column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}
