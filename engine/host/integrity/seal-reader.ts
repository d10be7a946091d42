// Reads seal.jsonl: what it knows of each file, or the first place where the seal itself was changed.
import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import {
  parseSealLine,
  PRINT_DIGITS,
  type Issue,
  type SealRecord,
} from '../../core/schema/index.js';
import { SEAL, type SealedFile } from '../capture/seal-file.js';
import { hasItsSum } from '../capture/summed-line.js';
import { tampering, type Tampering } from './tampering.js';

export interface Seal {
  readonly files: readonly SealedFile[];
  readonly issues: readonly Issue[];
}

export async function readSeal(dir: string): Promise<Seal> {
  const bytes = await readFile(join(dir, SEAL));
  const files = new Map<string, { file: string; sha256: string; prints: string[] }>();
  let row = 0;
  let byte = 0;
  let isEnded = false;
  const seen: string[] = [];
  const stop = (issue: Issue): Seal => ({ files: [], issues: [issue] });
  for (const text of bytes.toString('utf8').split(/(?<=\n)/)) {
    row += 1;
    const place = { file: SEAL, line: row, byte };
    const line = text.endsWith('\n') ? text.slice(0, -1) : text;
    const record = line === text ? undefined : parseSealLine({ text: line, file: SEAL }).value;
    if (record === undefined || !hasItsSum(line)) return stop(changedLine(place));
    const disorder = isEnded ? 'the end of the file' : undefined;
    if (record.row !== row || disorder !== undefined)
      return stop(misplaced(place, record, seen.indexOf(line)));
    seen.push(line);
    byte += Buffer.byteLength(text);
    isEnded = record.kind === 'end';
    take(record, files);
  }
  if (!isEnded) return stop(cutOff({ file: SEAL, line: row + 1, byte }));
  return { files: [...files.values()], issues: [] };
}

function take(
  record: SealRecord,
  files: Map<string, { file: string; sha256: string; prints: string[] }>,
): void {
  if (record.kind === 'file')
    files.set(record.file, { file: record.file, sha256: record.sha256, prints: [] });
  else if (record.kind === 'lines')
    for (let at = 0; at < record.prints.length; at += PRINT_DIGITS)
      files.get(record.file)?.prints.push(record.prints.slice(at, at + PRINT_DIGITS));
}

interface Place {
  readonly file: string;
  readonly line: number;
  readonly byte: number;
}

const changedLine = (place: Place): Tampering =>
  tampering('integrity.altered', place, {
    message: `Line ${String(place.line)} of the seal was changed.`,
    expected: 'a "sum" that is the sha-256 of the line without it',
    found: 'another',
  });

function misplaced(place: Place, { row }: SealRecord, seen: number): Tampering {
  const text = { expected: `row ${String(place.line)}`, found: `row ${String(row)}` };
  if (seen !== -1)
    return tampering(
      'integrity.duplicate',
      { ...place, relatedLine: seen + 1 },
      {
        ...text,
        message: `Line ${String(place.line)} of the seal repeats line ${String(seen + 1)}.`,
      },
    );
  return tampering(row > place.line ? 'integrity.missing' : 'integrity.reordered', place, {
    ...text,
    message: `Rows of the seal are missing or in another order at line ${String(place.line)}.`,
  });
}

const cutOff = (place: Place): Tampering =>
  tampering('integrity.missing', place, {
    message: 'The end of the seal is missing.',
    expected: 'a line of kind "end"',
    found: 'the end of the file',
  });
