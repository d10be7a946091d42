// The whole files of a recording, held against what anchors know of them.
import {
  makeIssue,
  parseRecordingHeader,
  parseSnapshot,
  type Issue,
  type RecordingHeader,
  type Snapshot,
} from '../../core/schema/index.js';
import { sha256 } from '../capture/capture-files.js';
import { HEADER, START } from '../recorder/recording-files.js';
import type { FolderFiles } from './folder-files.js';
import { tampering } from './tampering.js';

export interface Documents {
  readonly header: RecordingHeader | undefined;
  readonly startSeq: number | undefined;
  readonly issues: readonly Issue[];
}

/** @param known hashes of whole files by name; each of them must be there */
export async function verifyDocuments(
  files: FolderFiles,
  names: readonly string[],
  known: ReadonlyMap<string, string>,
): Promise<Documents> {
  const issues: Issue[] = [];
  let header: RecordingHeader | undefined;
  let startSeq: number | undefined;
  for (const name of new Set([...names, ...known.keys()])) {
    const bytes = await files.read(name);
    const expected = known.get(name);
    if (bytes === undefined) {
      issues.push(absent(name));
      continue;
    }
    const found = sha256(bytes);
    if (expected !== undefined && expected !== found) {
      // What a change does to the rest of the file would only hide it.
      issues.push(changed(name, expected, found));
      continue;
    }
    if (expected === undefined) issues.push(unanchored(name));
    const text = bytes.toString('utf8');
    const parsed = name === HEADER ? parseRecordingHeader(text, name) : parseSnapshot(text, name);
    issues.push(...parsed.issues);
    if (name === HEADER) header = parsed.value as RecordingHeader | undefined;
    if (name === START) startSeq = (parsed.value as Snapshot | undefined)?.cursor.seq;
  }
  return { header, startSeq, issues };
}

const changed = (file: string, expected: string, found: string): Issue =>
  tampering(
    'integrity.altered',
    { file, line: 1, byte: 0 },
    {
      message: 'The file was changed: its sha-256 is not the one that was anchored.',
      expected: `sha-256 ${expected}`,
      found,
    },
  );

const absent = (file: string): Issue =>
  tampering(
    'integrity.missing',
    { file },
    {
      message: `There is no file ${file} in the recording.`,
      expected: file,
      found: 'nothing',
    },
  );

const unanchored = (file: string): Issue =>
  makeIssue(
    'integrity.unproven',
    { file },
    {
      message: 'No anchor knows this file: a change in it would not be noticed.',
      remedy: 'Flush or close the recorder; it makes an anchor of every file it writes.',
    },
  );
