// One file of a capture against what its seal knows of it.
import { createHash } from 'node:crypto';
import { printOf, type SealedFile } from '../capture/index.js';
import { fileLines, type ReadPlace } from './log-lines.js';
import { comparePrints, type PrintedFile } from './print-check.js';
import { tampering, type Tampering } from './tampering.js';

/** The first place where a file is not what was sealed; undefined: there is none. */
export async function changeInSealed(
  place: ReadPlace,
  sealed: SealedFile,
): Promise<Tampering | undefined> {
  const hash = createHash('sha256');
  const lines: { print: string; byte: number }[] = [];
  let bytes = 0;
  let isEnded = true;
  for await (const batch of fileLines(place, sealed.file)) {
    for (const line of batch) {
      lines.push({ print: printOf(line.bytes), byte: line.byte });
      hash.update(line.bytes);
      if (line.isTerminated) hash.update('\n');
      isEnded = line.isTerminated;
      bytes = line.byte + line.bytes.length + (line.isTerminated ? 1 : 0);
    }
  }
  const file: PrintedFile = { file: sealed.file, bytes, lines };
  const found = comparePrints(file, sealed.prints);
  if (found !== undefined) return found;
  const digest = hash.digest('hex');
  if (digest === sealed.sha256) return undefined;
  return tampering(
    'integrity.altered',
    { file: sealed.file, line: lines.length, byte: lines.at(-1)?.byte ?? 0 },
    {
      message: isEnded ? 'The file was changed.' : 'The newline behind the last line is missing.',
      expected: `sha-256 ${sealed.sha256}`,
      found: digest,
    },
  );
}
