// The lines of a file against the prints its seal has of them: the first that differs, and what happened to it.
import type { IssueCode } from '../../core/schema/index.js';
import { tampering, type Tampering } from './tampering.js';

export interface PrintedLine {
  readonly print: string;
  readonly byte: number;
}

export interface PrintedFile {
  readonly file: string;
  readonly bytes: number;
  readonly lines: readonly PrintedLine[];
}

/** The first difference; undefined when every line is the one that was sealed. */
export function comparePrints(
  { file, bytes, lines }: PrintedFile,
  sealed: readonly string[],
): Tampering | undefined {
  const found = lines.map(({ print }) => print);
  const at = firstDifference(found, sealed);
  if (at === undefined) return undefined;
  const { code, message, related } = judge(found, sealed, at);
  const expected = sealed[at];
  const place = { file, line: at + 1, byte: lines[at]?.byte ?? bytes };
  return tampering(code, related === undefined ? place : { ...place, relatedLine: related + 1 }, {
    message,
    expected: expected === undefined ? 'the end of the file' : `a line with print ${expected}`,
    found: found[at] ?? 'the end of the file',
  });
}

function firstDifference(found: readonly string[], sealed: readonly string[]): number | undefined {
  const length = Math.max(found.length, sealed.length);
  for (let at = 0; at < length; at += 1) if (found[at] !== sealed[at]) return at;
  return undefined;
}

interface Judged {
  readonly code: IssueCode;
  readonly message: string;
  readonly related?: number;
}

function judge(found: readonly string[], sealed: readonly string[], at: number): Judged {
  const line = `Line ${String(at + 1)}`;
  const here = found[at];
  const wanted = sealed[at];
  const standsAt = wanted === undefined ? -1 : found.indexOf(wanted, at);
  const isShorter = found.length < sealed.length;
  if (here === undefined || (isShorter && standsAt === -1 && here === sealed[at + 1]))
    return { code: 'integrity.missing', message: `${line} is missing.` };
  if (wanted === undefined || (found.length > sealed.length && standsAt !== -1)) {
    const first = found.indexOf(here);
    return first < at
      ? {
          code: 'integrity.duplicate',
          message: `${line} repeats line ${String(first + 1)}.`,
          related: first,
        }
      : { code: 'integrity.inserted', message: `${line} was put in.` };
  }
  if (standsAt !== -1)
    return {
      code: 'integrity.reordered',
      message: `The line that belongs here stands on line ${String(standsAt + 1)}.`,
      related: standsAt,
    };
  return { code: 'integrity.altered', message: `${line} was changed.` };
}
