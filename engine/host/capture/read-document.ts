// Reads one whole file of a capture as text. A file that is not there is an issue, a disk that fails is an error.
import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { makeIssue, type Issue, type Parsed } from '../../core/schema/index.js';
import { CaptureError, systemCode } from './capture-error.js';
import { sha256 } from './capture-files.js';

/** Documents are parsed whole; a snapshot with every indicator's state of hundreds of symbols stays far below. */
export const DOCUMENT_BYTES_MAX = 64 * 1024 * 1024;

export interface Document {
  readonly text: string;
  readonly sha256: string;
}

export async function readDocument(dir: string, file: string): Promise<Parsed<Document>> {
  const absent = await absence(dir, file);
  if (absent) return { value: undefined, issues: [absent] };
  const bytes = await orUnreadable(dir, readFile(join(dir, file)));
  if (!isUtf8(bytes)) {
    const says = { message: 'The file is not UTF-8.', remedy: 'Write UTF-8.' };
    return { value: undefined, issues: [makeIssue('lines.encoding', { file }, says)] };
  }
  return { value: { text: bytes.toString('utf8'), sha256: sha256(bytes) }, issues: [] };
}

/** Why a file of a capture cannot be opened at all; undefined when it can. */
export async function absence(dir: string, file: string): Promise<Issue | undefined> {
  try {
    const found = await stat(join(dir, file));
    if (found.isFile() && found.size <= DOCUMENT_BYTES_MAX) return undefined;
    if (found.isFile() && file.endsWith('.jsonl')) return undefined;
    if (found.isFile()) {
      return makeIssue(
        'capture.file.too-large',
        { file },
        {
          message: `The file has ${String(found.size)} bytes.`,
          remedy: `Keep it to ${String(DOCUMENT_BYTES_MAX)} bytes; long lists belong into the .jsonl files.`,
        },
      );
    }
  } catch (error) {
    const isMissing = ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');
    if (!isMissing) throw unreadable(dir, error);
  }
  return makeIssue(
    'capture.file.missing',
    { file },
    {
      message: `There is no file ${file} in the capture.`,
      remedy: 'Copy the capture again, all of its files together.',
    },
  );
}

/** What a capture's folder lacks to be one; undefined when it is a folder. */
export async function folderAbsence(dir: string): Promise<Issue | undefined> {
  const found = await stat(dir).catch((error: unknown) => {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
    throw unreadable(dir, error);
  });
  if (found?.isDirectory()) return undefined;
  return makeIssue(
    'capture.folder.missing',
    { file: '.' },
    {
      message: found ? `${dir} is a file, not a folder.` : `There is no folder ${dir}.`,
      remedy: 'Give the folder that holds manifest.json.',
    },
  );
}

/** Turns a system error into one that names the capture and the remedy; passes everything else on. */
export async function orUnreadable<T>(dir: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw systemCode(error)?.startsWith('E') ? unreadable(dir, error) : error;
  }
}

const unreadable = (dir: string, cause: unknown): CaptureError =>
  new CaptureError(
    'capture.unreadable',
    `The capture ${dir} cannot be read. Check its permissions and the disk.`,
    { cause },
  );
