// Site numbers to lines and columns of the text they were compiled from.
import type { SourceText } from '../analysis/index.js';
import type { SourceRange } from '../replay/protocol.js';
import type { Site } from './instrument.js';

/** The site table of a program; builds are added as they are compiled. */
export class SiteRanges {
  private readonly sites: Site[] = [];
  private readonly starts: ReadonlyMap<string, readonly number[]>;
  private readonly statements = new Map<string, Map<number, number[]>>();

  constructor(files: readonly SourceText[]) {
    this.starts = new Map(files.map((file) => [file.path, lineStarts(file.text)]));
  }

  /** Appends a file's sites and returns the number of its first. */
  add(sites: readonly Site[]): number {
    const base = this.sites.length;
    for (const site of sites) {
      if (site.kind === 'statement') this.addStatement(site, this.sites.length);
      this.sites.push(site);
    }
    return base;
  }

  private addStatement(site: Site, index: number): void {
    const lines = this.statements.get(site.file) ?? new Map<number, number[]>();
    this.statements.set(site.file, lines);
    const { line } = this.position(site.file, site.start);
    lines.set(line, [...(lines.get(line) ?? []), index]);
  }

  /** The call that starts at an offset of a file; -1 where none does. */
  callAt(file: string, start: number): number {
    return this.sites.findIndex(
      (site) => site.kind === 'call' && site.file === file && site.start === start,
    );
  }

  rangeOf(index: number): SourceRange | null {
    const site = this.sites[index];
    if (site === undefined) return null;
    return this.rangeBetween(site.file, site.start, site.end);
  }

  /** Lines and columns of a stretch of a file, given as zero-based offsets. */
  rangeBetween(file: string, from: number, to: number): SourceRange {
    const start = this.position(file, from);
    const end = this.position(file, to);
    return {
      file,
      line: start.line,
      column: start.column,
      endLine: end.line,
      endColumn: end.column,
    };
  }

  /** Statement sites of the first line at or after `line` that has any, in the same file; the line they are on. */
  statementsAt(
    file: string,
    line: number,
  ): { readonly line: number; readonly sites: readonly number[] } | null {
    const found = this.linesOf(file).find((candidate) => candidate >= line);
    if (found === undefined) return null;
    return { line: found, sites: this.statements.get(file)?.get(found) ?? [] };
  }

  /** Lines of a file that have a statement, ascending. */
  linesOf(file: string): readonly number[] {
    return [...(this.statements.get(file)?.keys() ?? [])].sort((a, b) => a - b);
  }

  private position(
    file: string,
    offset: number,
  ): { readonly line: number; readonly column: number } {
    return locate(this.starts.get(file) ?? [0], offset);
  }
}

export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return starts;
}

/** One-based line and column of an offset. */
export function locate(
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
