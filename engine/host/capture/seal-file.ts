// seal.jsonl: hashes of a capture's files and of their lines, so that a change is found down to the line. The manifest's
// hashes say that something was changed in a file; nothing but this says it of the manifest.
import { encodeSealLine, PRINT_DIGITS, type SealRecord } from '../../core/schema/index.js';
import { sha256 } from './capture-files.js';
import { summed, UNSUMMED } from './summed-line.js';

export const SEAL = 'seal.jsonl';

/** Prints on one line of the seal. */
const PRINTS_PER_LINE = 64;

export const printOf = (line: string | Uint8Array): string => sha256(line).slice(0, PRINT_DIGITS);

/** A file of the capture as its seal knows it. */
export interface SealedFile {
  readonly file: string;
  readonly sha256: string;
  readonly prints: readonly string[];
}

/** A document as a sealed file: its lines are those that newlines end. */
export function sealedText(file: string, text: string): SealedFile {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return { file, sha256: sha256(text), prints: lines.map(printOf) };
}

export function sealText(files: readonly SealedFile[]): string {
  const records: Unnumbered[] = [];
  for (const { file, prints, sha256: hash } of files) {
    records.push({ kind: 'file', file, sha256: hash, lines: prints.length });
    for (let at = 0; at < prints.length; at += PRINTS_PER_LINE) {
      const some = prints.slice(at, at + PRINTS_PER_LINE);
      records.push({ kind: 'lines', file, from: at + 1, prints: some.join('') });
    }
  }
  records.push({ kind: 'end' });
  const lines = records.map((record, index) =>
    lineOf({ row: index + 1, ...record, sum: UNSUMMED }),
  );
  return lines.map((line) => `${line}\n`).join('');
}

type Unnumbered = SealRecord extends infer R
  ? R extends unknown
    ? Omit<R, 'row' | 'sum'>
    : never
  : never;

function lineOf(record: SealRecord): string {
  const { value } = encodeSealLine(record);
  if (value === undefined) throw new Error('a seal does not fit its own schema');
  return summed(value);
}
