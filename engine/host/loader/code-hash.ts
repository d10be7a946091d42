// The identity of a strategy's code, in a form that any language can compute: manifest.strategy.codeHash, and what a
// loaded strategy is compared with it by. It knows names and texts, and neither places nor line ends.
import path from 'node:path';
import type { SourceText } from '../analysis/index.js';
import { sha256 } from '../capture/capture-files.js';

/**
 * sha-256 over one line for each file, sorted by bytes: its path from the entry's folder with forward slashes, NUL, the
 * sha-256 of its text with CR LF read as LF (the language reads it so, and git may write it), newline.
 */
export function codeHash(entry: string, files: readonly SourceText[]): string {
  const folder = path.dirname(entry);
  const lines = files.map(({ path: file, text }) => {
    const name = path.relative(folder, file).split(path.sep).join('/');
    return Buffer.from(`${name}\0${sha256(text.replaceAll('\r\n', '\n'))}\n`);
  });
  return sha256(Buffer.concat(lines.sort((a, b) => a.compare(b))));
}
