// Where a recording ended, so that it can go on: the last whole line of each log. What a process left unfinished when
// it died is cut off and named.
import { closeSync, fsyncSync, ftruncateSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  parseAnchor,
  parseEventLine,
  parseRecordedBar,
  type AnchorRecord,
  type EventRecord,
  type JsonSource,
  type Parsed,
  type RecordedBar,
} from '../../core/schema/index.js';
import { sha256 } from '../capture/capture-files.js';
import { ANCHORS, segmentFile, segmentsIn, type LogName } from './recording-files.js';

/** Bytes behind the last whole line of a file. */
export interface TornEnd {
  readonly file: string;
  readonly at: number;
  readonly bytes: number;
}

export interface LogTail<T> {
  readonly last: T | null;
  /** Of the last line; null when there is none. */
  readonly hash: string | null;
  readonly segment: number;
  readonly bytes: number;
  readonly lines: number;
  /** The last records, in order. */
  readonly records: readonly T[];
}

export interface RecordingTail {
  readonly events: LogTail<EventRecord>;
  readonly market: LogTail<RecordedBar>;
  readonly anchors: LogTail<AnchorRecord>;
  readonly torn: readonly TornEnd[];
}

export function readTail(dir: string): RecordingTail {
  const torn: TornEnd[] = [];
  const names = readdirSync(dir);
  const ofLog = <T>(log: LogName, parse: Parse<T>): LogTail<T> => {
    const segments = segmentsIn(names, log);
    const newest = segments.at(-1) ?? 1;
    let end: LogTail<T> | undefined;
    for (const segment of segments.reverse()) {
      // Only the newest can be torn: the others were synced before the next began.
      const ends = segment === newest ? torn : null;
      const found = readEnd(dir, { name: segmentFile(log, segment), parse }, ends);
      // A segment that was begun and never written: what it follows stands in the one before.
      if (end !== undefined) end = { ...end, records: [...found.records, ...end.records] };
      else if (found.last !== null) end = { ...found, ...placeIn(newest, segment, found) };
      if (end !== undefined && (log === 'events' || end.records.length >= RECORDS_MAX)) break;
    }
    return end ?? { ...NOTHING, segment: newest };
  };
  const events = ofLog('events', parseEventLine);
  const market = ofLog('market', parseRecordedBar);
  const anchors = names.includes(ANCHORS)
    ? { ...readEnd(dir, { name: ANCHORS, parse: parseAnchor }, torn), segment: 1 }
    : { ...NOTHING, segment: 1 };
  return { events, market, anchors, torn };
}

const NOTHING = { last: null, hash: null, bytes: 0, lines: 0, records: [] };

const placeIn = (
  newest: number,
  segment: number,
  { bytes, lines }: { readonly bytes: number; readonly lines: number },
): { segment: number; bytes: number; lines: number } =>
  newest === segment ? { segment, bytes, lines } : { segment: newest, bytes: 0, lines: 0 };

type Parse<T> = (source: JsonSource) => Parsed<T>;
type FileEnd<T> = Omit<LogTail<T>, 'segment'>;

const NEWLINE = 10;
/** Enough to know the latest bar of every symbol; parsing a whole segment would delay the start by seconds. */
const RECORDS_MAX = 2_000;

function readEnd<T>(
  dir: string,
  { name, parse }: { readonly name: string; readonly parse: Parse<T> },
  torn: TornEnd[] | null,
): FileEnd<T> {
  const content = readFileSync(join(dir, name));
  let end = content.lastIndexOf(NEWLINE) + 1;
  // A power loss may leave a whole line of zeros, or half a line with a newline of a later write behind it.
  while (end > 0 && read(content, lineBefore(content, end), { name, parse }) === undefined)
    end = lineBefore(content, end).start;
  if (end < content.length && torn !== null) {
    torn.push({ file: name, at: end, bytes: content.length - end });
    cutFile(join(dir, name), end);
  }
  if (end === 0) return NOTHING;
  const records: T[] = [];
  for (let at = end; at > 0 && records.length < RECORDS_MAX;) {
    const span = lineBefore(content, at);
    const record = read(content, span, { name, parse });
    if (record !== undefined) records.unshift(record);
    at = span.start;
  }
  const { start, stop } = lineBefore(content, end);
  const hash = sha256(content.subarray(start, stop));
  return { last: records.at(-1) ?? null, hash, bytes: end, lines: linesOf(content, end), records };
}

function linesOf(content: Buffer, end: number): number {
  let lines = 0;
  for (
    let at = content.indexOf(NEWLINE);
    at !== -1 && at < end;
    at = content.indexOf(NEWLINE, at + 1)
  )
    lines += 1;
  return lines;
}

interface Span {
  readonly start: number;
  /** Of the newline. */
  readonly stop: number;
}

const lineBefore = (content: Buffer, end: number): Span => ({
  start: end >= 2 ? content.lastIndexOf(NEWLINE, end - 2) + 1 : 0,
  stop: end - 1,
});

const read = <T>(
  content: Buffer,
  { start, stop }: Span,
  { name, parse }: { readonly name: string; readonly parse: Parse<T> },
): T | undefined => parse({ text: content.toString('utf8', start, stop), file: name }).value;

export function cutFile(path: string, bytes: number): void {
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
