// The files of an export, in a folder or in an archive.
import { isUtf8 } from 'node:buffer';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { DOCUMENT_BYTES_MAX } from '../../capture/read-document.js';
import { fault } from '../foreign-issue.js';
import { entryNames, openBytes, type TableOptions } from '../table/index.js';

export interface ArchiveFiles {
  readonly names: readonly string[];
  pathOf(name: string): string;
}

export async function archiveFiles(archive: string): Promise<ArchiveFiles> {
  const found = await stat(archive).catch(() => undefined);
  if (found === undefined) {
    throw fault(
      'foreign.unreadable',
      { file: archive },
      {
        message: 'There is no such file or folder.',
        remedy: 'Give the folder or the archive that was exported.',
      },
    );
  }
  if (found.isDirectory()) {
    return { names: await readdir(archive), pathOf: (name) => path.join(archive, name) };
  }
  return { names: await entryNames(archive), pathOf: (name) => `${archive}#${name}` };
}

/** A document as bytes: small, and kept as it is. */
export async function document(
  files: ArchiveFiles,
  name: string,
  options: TableOptions,
): Promise<Buffer> {
  const file = files.pathOf(name);
  if (!files.names.includes(name)) throw absent(files, name);
  const source = await openBytes(file, { ...options, unpackedBytesMax: DOCUMENT_BYTES_MAX });
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source.chunks()) {
    length += chunk.length;
    if (length > DOCUMENT_BYTES_MAX) {
      throw fault(
        'foreign.limit',
        { file },
        {
          message: `The document has more than ${String(DOCUMENT_BYTES_MAX)} bytes.`,
          remedy: 'Look whether it is what it should be.',
        },
      );
    }
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  if (isUtf8(bytes)) return bytes;
  throw fault(
    'foreign.encoding',
    { file },
    { message: 'The file is not UTF-8.', remedy: 'Export it again.' },
  );
}

export const absent = ({ names }: ArchiveFiles, name: string): Error =>
  fault(
    'capture.file.missing',
    { file: name },
    {
      message: `There is no ${name} in the archive.`,
      remedy: `Export it again, all of its files together. There are: ${names.slice(0, 10).join(', ')}.`,
    },
  );
