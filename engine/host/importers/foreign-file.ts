// Documents of other programs: read whole as UTF-8 text, plain, gzipped or out of an archive.
import { isUtf8 } from 'node:buffer';
import type { Issue, Parsed } from '../../core/schema/index.js';
import { fault, gathered } from './foreign-issue.js';
import { openBytes } from './table/byte-source.js';
import type { TableOptions } from './table/table.js';

/** A text and the name its issues go by. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** Documents are parsed whole; what is longer belongs into a table, which is streamed. */
export const FOREIGN_BYTES_MAX = 256 * 1024 * 1024;

/** Reads a document, with an issue instead of a fault. Throws only when the signal is aborted. */
export async function readForeignFile(
  file: string,
  signal?: AbortSignal,
): Promise<Parsed<NamedText>> {
  const issues: Issue[] = [];
  const options = { isEmptyAllowed: true, ...(signal && { signal }) };
  return { value: await gathered(issues, () => readForeignText(file, options)), issues };
}

/** Reads a document; `archive.zip#entry` is one in an archive. Throws ForeignFault. */
export async function readForeignText(file: string, options: TableOptions): Promise<NamedText> {
  const source = await openBytes(file, { ...options, unpackedBytesMax: FOREIGN_BYTES_MAX });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source.chunks()) {
    bytes += chunk.length;
    if (bytes > FOREIGN_BYTES_MAX) {
      throw fault(
        'foreign.limit',
        { file },
        { message: 'The document has more than 256 MiB.', remedy: 'Give it in parts.' },
      );
    }
    chunks.push(chunk);
  }
  const whole = Buffer.concat(chunks);
  const isMarked =
    (whole[0] === 0xff && whole[1] === 0xfe) || (whole[0] === 0xfe && whole[1] === 0xff);
  if (isMarked || !isUtf8(whole)) {
    const message = isMarked ? 'The file is UTF-16.' : 'The file is not UTF-8.';
    throw fault('foreign.encoding', { file, line: 1 }, { message, remedy: 'Save it as UTF-8.' });
  }
  return { file: source.file, text: whole.toString('utf8').replace(/^\uFEFF/, '') };
}
