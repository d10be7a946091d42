// Reads seal.jsonl: what it knows of each file, or the first place where the seal itself was changed.
import {
  parseSealLine,
  PRINT_DIGITS,
  type Issue,
  type SealRecord,
} from '../../core/schema/index.js';
import { SEAL, type SealedFile } from '../capture/seal-file.js';
import { hasItsSum } from '../capture/summed-line.js';
import type { FolderFiles } from './folder-files.js';
import { tampering, type Tampering } from './tampering.js';

export interface Seal {
  readonly files: readonly SealedFile[];
  readonly issues: readonly Issue[];
}

export async function readSeal(folder: FolderFiles): Promise<Seal> {
  const bytes = (await folder.read(SEAL)) ?? Buffer.alloc(0);
  const files = new Map<string, { file: string; sha256: string; prints: string[] }>();
  let row = 0;
  let byte = 0;
  let isEnded = false;
  const seen: string[] = [];
  const stop = (issue: Issue): Seal => ({ files: [], issues: [issue] });
  const texts = withEnds(bytes.toString('utf8'));
  for (const text of texts) {
    row += 1;
    const place = { file: SEAL, line: row, byte };
    const line = text.endsWith('\n') ? text.slice(0, -1) : text;
    const isWhole = line !== text && hasItsSum(line);
    const record = isWhole ? parseSealLine({ text: line, file: SEAL }).value : undefined;
    if (record === undefined) return stop(changedLine(place));
    const disorder = isEnded ? 'the end of the file' : undefined;
    if (record.row !== row || disorder !== undefined)
      return stop(
        misplaced(place, record, {
          seen: seen.indexOf(line),
          isLater: texts.slice(row).some((each) => each.startsWith(`{"row":${String(row)},`)),
        }),
      );
    seen.push(line);
    byte += Buffer.byteLength(text);
    isEnded = record.kind === 'end';
    take(record, files);
  }
  if (!isEnded) return stop(cutOff({ file: SEAL, line: row + 1, byte }));
  return { files: [...files.values()], issues: [] };
}

/** Lines with their newlines; the last may lack one. */
function withEnds(text: string): readonly string[] {
  const lines: string[] = [];
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start) + 1 || text.length;
    lines.push(text.slice(start, end));
    start = end;
  }
  return lines;
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

interface Elsewhere {
  /** Index of the same line before; -1: there is none. */
  readonly seen: number;
  /** Whether the row that belongs here stands behind it. */
  readonly isLater: boolean;
}

function misplaced(place: Place, { row }: SealRecord, { seen, isLater }: Elsewhere): Tampering {
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
  return tampering(
    isLater || row < place.line ? 'integrity.reordered' : 'integrity.missing',
    place,
    {
      ...text,
      message: `Rows of the seal are missing or in another order at line ${String(place.line)}.`,
    },
  );
}

const cutOff = (place: Place): Tampering =>
  tampering('integrity.missing', place, {
    message: 'The end of the seal is missing.',
    expected: 'a line of kind "end"',
    found: 'the end of the file',
  });
