// Files of other programs: read whole as UTF-8 text, with an issue instead of an exception when they cannot be.
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { makeIssue, type Parsed } from '../../core/schema/index.js';
import { systemCode } from '../capture/capture-error.js';

/** A text and the name its issues go by. */
export interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** Foreign files are parsed whole; beyond this they belong into a streaming importer. */
export const FOREIGN_BYTES_MAX = 256 * 1024 * 1024;

/** Reads a foreign text file. Throws only when the signal is aborted. */
export async function readForeignFile(
  path: string,
  signal?: AbortSignal,
): Promise<Parsed<NamedText>> {
  signal?.throwIfAborted();
  try {
    const { size } = await stat(path);
    if (size > FOREIGN_BYTES_MAX) {
      return unreadable(
        path,
        `The file has ${String(size)} bytes.`,
        'Split it: files are read up to 256 MiB.',
      );
    }
    const bytes = await readFile(path, { signal });
    if (!isUtf8(bytes)) return unreadable(path, 'The file is not UTF-8.', 'Save it as UTF-8.');
    const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
    return { value: { file: path, text }, issues: [] };
  } catch (error) {
    signal?.throwIfAborted();
    const reason = systemCode(error);
    if (reason === undefined) throw error;
    const isMissing = reason === 'ENOENT';
    const message = isMissing ? 'There is no such file.' : `The file cannot be read (${reason}).`;
    return unreadable(path, message, 'Check the path and its permissions.');
  }
}

const unreadable = (file: string, message: string, remedy: string): Parsed<NamedText> => ({
  value: undefined,
  issues: [makeIssue('foreign.unreadable', { file }, { message, remedy })],
});
