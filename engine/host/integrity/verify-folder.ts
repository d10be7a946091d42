// Verifies whatever a folder is.
import { makeIssue } from '../../core/schema/index.js';
import { scanCapture } from '../capture/index.js';
import { folderAbsence } from '../capture/read-document.js';
import { HEADER } from '../recorder/recording-files.js';
import { diskFolder } from './folder-files.js';
import type { FolderVerification, VerifyFolderOptions } from './verification.js';
import { verifyCaptureFolder } from './verify-capture-folder.js';
import { verifyRecording } from './verify-recording.js';

export async function verifyFolder(
  dir: string,
  options: VerifyFolderOptions = {},
): Promise<FolderVerification> {
  const absent = await folderAbsence(dir);
  if (absent !== undefined)
    return { ...NOTHING, issues: [makeIssue(absent.code, absent, { ...absent, remedy: REMEDY })] };
  const files = diskFolder(dir);
  const names = await files.names();
  const isRecording =
    names.includes(HEADER) || names.some((name) => /^(events|market)-\d+\.jsonl$/.test(name));
  if (isRecording) return verifyRecording(files, options);
  const reading = options.signal ? { signal: options.signal } : {};
  return verifyCaptureFolder(files, (sink) => scanCapture(dir, sink, reading), options);
}

const REMEDY =
  'Give the folder of a recording (with recording.json) or a capture (with manifest.json).';

const NOTHING: FolderVerification = {
  kind: 'capture',
  events: 0,
  bars: 0,
  firstSeq: null,
  lastSeq: null,
  anchors: 0,
  anchoredSeq: null,
  isSealed: false,
  issues: [],
};
