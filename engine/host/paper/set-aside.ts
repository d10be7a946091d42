// Moves what a log holds from a line on into a file beside it. The file is safe before the log is cut, newest segment
// first: whatever ends this half way, what is left is a whole log, and nothing is lost.
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { segmentFile, segmentsIn, type LogName } from '../recorder/recording-files.js';
import { cutFile } from '../recorder/recording-tail.js';
import { writeWhole } from '../recorder/whole-file.js';
import type { LinePlace } from './logged-rows.js';

export interface SetAside {
  /** Relative to the recording. */
  readonly file: string;
  readonly lines: number;
}

const FOLDER = 'set-aside';
const NEWLINE = 10;

export async function setAside(dir: string, log: LogName, from: LinePlace): Promise<SetAside> {
  const segments = segmentsIn(await readdir(dir), log).map((segment) => segmentFile(log, segment));
  const cuts = segments
    .slice(segments.indexOf(from.file))
    .map((file, index) => ({ path: join(dir, file), byte: index === 0 ? from.byte : 0 }));
  const parts: Buffer[] = [];
  for (const { path, byte } of cuts) parts.push((await readFile(path)).subarray(byte));
  const content = Buffer.concat(parts);
  const file = freeName(dir, `${FOLDER}/${log}-${String(from.number)}`);
  await writeWhole(dir, file, content);
  // Emptied and not removed: an anchor may know that a segment was begun.
  for (const { path, byte } of cuts.reverse()) cutFile(path, byte);
  return { file, lines: content.filter((byte) => byte === NEWLINE).length };
}

/** What was set aside before stays. */
function freeName(dir: string, stem: string): string {
  let name = `${stem}.jsonl`;
  for (let copy = 2; existsSync(join(dir, name)); copy += 1) name = `${stem}-${String(copy)}.jsonl`;
  return name;
}
