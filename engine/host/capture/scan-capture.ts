// Reads a capture once, from the first byte to the last, and hands each bar and event on without keeping it: memory
// stays the same however long the recording is. Everything that is wrong becomes an issue.
import { join } from 'node:path';
import {
  parseEventLine,
  parseManifest,
  parseMarketLine,
  parseSnapshot,
  type BarRecord,
  type EventRecord,
  type Issue,
  type JsonSource,
  type Manifest,
  type Parsed,
  type Snapshot,
} from '../../core/schema/index.js';
import { createBarCheck } from './bar-check.js';
import { EVENTS, MANIFEST, MARKET, SNAPSHOT, type CaptureOptions } from './capture-files.js';
import { emptinessIssue } from './emptiness.js';
import { createEventCheck, type EventTotals } from './event-check.js';
import { createIssueSink, type IssueSink } from './issue-sink.js';
import { createLineDecoder, type TextLine } from './line-text.js';
import {
  fileIssues,
  manifestIssues,
  sequenceIssues,
  type ManifestContext,
} from './manifest-check.js';
import { absence, folderAbsence, orUnreadable, readDocument } from './read-document.js';
import { readLines, type RawLine } from './read-lines.js';
import { snapshotIssues } from './snapshot-check.js';
import { isCut, unterminated, withoutEnd } from './truncation.js';

/** Who wants the rows, with the line each stands on. */
export interface CaptureSink {
  readonly onBar?: (bar: BarRecord, line: number) => void;
  readonly onEvent?: (event: EventRecord, line: number) => void;
}

export interface CaptureScan {
  readonly manifest: Manifest | undefined;
  readonly snapshot: Snapshot | undefined;
  /** Manifest first, then snapshot, market and events, each by line. */
  readonly issues: readonly Issue[];
}

/** Verifies a capture. Rejects with CaptureError when the disk refuses, with the signal's reason when aborted. */
export async function scanCapture(
  dir: string,
  sink: CaptureSink = {},
  options: CaptureOptions = {},
): Promise<CaptureScan> {
  options.signal?.throwIfAborted();
  const absent = await folderAbsence(dir);
  if (absent) return { manifest: undefined, snapshot: undefined, issues: [absent] };
  const manifest = await readParsed(dir, MANIFEST, parseManifest);
  const snapshot = await readParsed(dir, SNAPSHOT, parseSnapshot);
  if (!manifest.value) {
    const issues = [...manifest.issues, ...snapshot.issues];
    return { manifest: undefined, snapshot: snapshot.value, issues };
  }
  const context: ManifestContext = { manifest: manifest.value, source: manifest.source };
  const inputs: ScanInputs = { dir, context, snapshot: snapshot.value, sink, options };
  const market = await scanMarket(inputs);
  const events = await scanEvents(inputs);
  const ofManifest = [
    ...manifest.issues,
    ...manifestIssues(context),
    ...snapshotFileIssues(context, snapshot),
    ...market.manifestIssues,
    ...events.manifestIssues,
  ];
  const ofSnapshot = [
    ...snapshot.issues,
    ...snapshotContentIssues(context, snapshot, events.firstSeq),
  ];
  return {
    manifest: manifest.value,
    snapshot: snapshot.value,
    issues: [
      ...ofManifest.sort(byLine),
      ...ofSnapshot.sort(byLine),
      ...market.issues,
      ...events.issues,
    ],
  };
}

const byLine = (a: Issue, b: Issue): number => (a.line ?? 0) - (b.line ?? 0);

const snapshotFileIssues = (context: ManifestContext, { found }: ParsedFile<Snapshot>): Issue[] =>
  found === undefined ? [] : fileIssues(context, { name: SNAPSHOT, sha256: found, rows: 1 });

const snapshotContentIssues = (
  { manifest }: ManifestContext,
  { value, source }: ParsedFile<Snapshot>,
  firstSeq: number | undefined,
): Issue[] => (value ? snapshotIssues({ snapshot: value, source, manifest, firstSeq }) : []);

interface ParsedFile<T> extends Parsed<T> {
  readonly source: JsonSource;
  /** sha-256 of the file, when it could be read. */
  readonly found: string | undefined;
}

async function readParsed<T>(
  dir: string,
  file: string,
  parse: (text: string, file: string) => Parsed<T>,
): Promise<ParsedFile<T>> {
  const document = await readDocument(dir, file);
  const text = document.value?.text ?? '';
  const parsed = document.value ? parse(text, file) : { value: undefined, issues: [] };
  return {
    value: parsed.value,
    issues: [...document.issues, ...parsed.issues],
    // Positions count from behind a byte order mark.
    source: { text: text.replace(/^\uFEFF/, ''), file },
    found: document.value?.sha256,
  };
}

interface ScanInputs {
  readonly dir: string;
  readonly context: ManifestContext;
  readonly snapshot: Snapshot | undefined;
  readonly sink: CaptureSink;
  readonly options: CaptureOptions;
}

interface FileScan {
  /** Of the manifest: where it disagrees with this file. */
  readonly manifestIssues: readonly Issue[];
  readonly issues: readonly Issue[];
}

async function scanMarket(inputs: ScanInputs): Promise<FileScan> {
  const issues = createIssueSink(MARKET);
  const check = createBarCheck(inputs.context.manifest, issues);
  const scan = await scanLines(inputs, issues, {
    file: MARKET,
    parse: parseMarketLine,
    onRecord: (bar, { number }) => {
      check.next(bar, number);
      inputs.sink.onBar?.(bar, number);
    },
    onUnreadable: ({ number }) => {
      check.skip(number);
    },
  });
  if (scan.isThere) check.finish();
  return { manifestIssues: scan.manifestIssues, issues: issues.finish() };
}

async function scanEvents(
  inputs: ScanInputs,
): Promise<FileScan & { readonly firstSeq: number | undefined }> {
  const { context, snapshot, sink } = inputs;
  const issues = createIssueSink(EVENTS);
  const check = createEventCheck({ manifest: context.manifest, snapshot }, issues);
  const scan = await scanLines(inputs, issues, {
    file: EVENTS,
    parse: parseEventLine,
    onRecord: (event, { number }, { bytes }) => {
      check.next(event, number, bytes);
      sink.onEvent?.(event, number);
    },
    onUnreadable: (_line, text) => {
      check.skip(text?.bytes);
    },
  });
  if (!scan.isThere) return { ...scan, issues: issues.finish(), firstSeq: undefined };
  const totals: EventTotals = check.finish();
  const empty = emptinessIssue(context.manifest, totals);
  if (empty) issues.add(empty);
  return {
    manifestIssues: [...scan.manifestIssues, ...sequenceIssues(context, totals)],
    issues: issues.finish(),
    firstSeq: totals.unreadable > 0 ? undefined : totals.firstSeq,
  };
}

/** How the lines of one file are read. */
interface LineFormat<T> {
  readonly file: typeof MARKET | typeof EVENTS;
  readonly parse: (source: JsonSource) => Parsed<T>;
  readonly onRecord: (record: T, line: RawLine, text: TextLine) => void;
  /** A line without a record; its text where it has one. */
  readonly onUnreadable: (line: RawLine, text: TextLine | undefined) => void;
}

async function scanLines<T>(
  { dir, context, options }: ScanInputs,
  issues: IssueSink,
  format: LineFormat<T>,
): Promise<{ readonly isThere: boolean; readonly manifestIssues: readonly Issue[] }> {
  const { file, parse, onRecord, onUnreadable } = format;
  const absent = await absence(dir, file);
  if (absent) {
    issues.add(absent);
    return { isThere: false, manifestIssues: [] };
  }
  const decoder = createLineDecoder(file, issues);
  const reading = readLines(join(dir, file), options, (line) => {
    const text = decoder.decode(line);
    const parsed = text && parse({ text: text.text, file, line: line.number });
    const found = parsed?.issues ?? [];
    for (const issue of isCut(line, found) ? [withoutEnd(file, line)] : found) issues.add(issue);
    if (!line.isTerminated && parsed?.value !== undefined) issues.add(unterminated(file, line));
    if (text && parsed?.value !== undefined) onRecord(parsed.value, line, text);
    else onUnreadable(line, text);
  });
  const { sha256, lines } = await orUnreadable(dir, reading);
  return {
    isThere: true,
    manifestIssues: fileIssues(context, { name: file, sha256, rows: lines }),
  };
}
