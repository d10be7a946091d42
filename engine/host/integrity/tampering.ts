// What a check finds: an issue with the exact place and both sides of what does not fit.
import { makeIssue, type Issue, type IssueCode } from '../../core/schema/index.js';

/** An issue that names the byte, and what was expected and found there. */
export interface Tampering extends Issue {
  /** Where the line begins in its file. */
  readonly byte?: number;
  readonly expected: string;
  readonly found: string;
}

export interface TamperedPlace {
  readonly file: string;
  readonly line?: number;
  readonly byte?: number;
  readonly relatedLine?: number;
}

export interface TamperingText {
  readonly message: string;
  readonly expected: string;
  readonly found: string;
  readonly remedy?: string;
}

const REMEDY =
  'Restore the file from a copy; what was changed after it was recorded proves nothing.';

export function tampering(
  code: IssueCode,
  { file, line, byte, relatedLine }: TamperedPlace,
  { message, expected, found, remedy = REMEDY }: TamperingText,
): Tampering {
  const where = byte === undefined ? '' : ` (byte ${String(byte)})`;
  const text = `${message}${where} Expected ${expected}, found ${found}.`;
  const place = {
    file,
    ...(line !== undefined && { line }),
    ...(relatedLine !== undefined && { relatedLine }),
  };
  const issue = makeIssue(code, place, { message: text, remedy });
  return { ...issue, ...(byte !== undefined && { byte }), expected, found };
}
