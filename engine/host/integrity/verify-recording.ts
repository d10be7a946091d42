// Whether a recording is what the recorder wrote: its anchors, its whole files, its two logs.
import { basename, dirname } from 'node:path';
import {
  makeIssue,
  parseEventLine,
  parseRecordedBar,
  parseRecordingHeader,
  parseSnapshot,
  type AnchorRecord,
  type EventRecord,
  type Issue,
  type RecordingHeader,
} from '../../core/schema/index.js';
import { sha256 } from '../capture/capture-files.js';
import { ANCHORS, HEADER, snapshotFile, START } from '../recorder/recording-files.js';
import {
  anchoredSeqOf,
  knownFrom,
  readAnchors,
  NO_ANCHOR,
  readKeptAnchors,
  type AnchorList,
  type ChainEnd,
} from './anchor-list.js';
import { diskFolder, type FolderFiles } from './folder-files.js';
import { logLines, type ReadPlace } from './log-lines.js';
import { tampering } from './tampering.js';
import { verifyLog, type VerifiedLog } from './verify-log.js';
import type { FolderVerification, VerifyFolderOptions } from './verification.js';

/** What a reader of the recording wants beside the verdict. */
export interface VerifiedRecording extends FolderVerification {
  readonly header: RecordingHeader | undefined;
  /** Names of the snapshots, relative to the folder. */
  readonly snapshots: readonly string[];
  /** Where the chains of its logs and its anchors end. */
  readonly ends: Readonly<Record<'events' | 'market' | 'anchors', ChainEnd>>;
}

export async function verifyRecording(
  files: FolderFiles,
  options: VerifyFolderOptions = {},
  onEvent: (event: EventRecord) => void = () => undefined,
): Promise<VerifiedRecording> {
  const place: ReadPlace = { files, signal: options.signal };
  const names = await files.names();
  const own: AnchorList = names.includes(ANCHORS)
    ? await readAnchors(place)
    : { anchors: [], issues: [noAnchors()], end: NO_ANCHOR };
  const kept = await keptAnchors(options);
  const known = knownFrom([...own.anchors, ...kept.anchors]);
  const snapshots = snapshotNames(names);
  const documents = await verifyDocuments(files, [HEADER, START, ...snapshots], known.files);
  const first = (documents.startSeq ?? own.anchors[0]?.events.seq ?? 0) + 1;
  const events = await verifyLog(
    () => logLines(place, 'events', names),
    { ...EVENTS, first, known: known.events },
    onEvent,
  );
  const market = await verifyLog(() => logLines(place, 'market', names), {
    ...MARKET,
    first: 1,
    known: known.market,
  });
  const anchors = [...own.anchors, ...kept.anchors];
  return {
    kind: 'recording',
    header: documents.header,
    snapshots,
    events: events.lines,
    bars: market.lines,
    firstSeq: events.lines > 0 ? first : null,
    lastSeq: events.lines > 0 ? events.lastNumber : null,
    anchors: anchors.length,
    anchoredSeq: anchoredSeqOf(anchors),
    isSealed: false,
    ends: { events: endOf(events), market: endOf(market), anchors: own.end },
    issues: [
      ...own.issues,
      ...kept.issues,
      ...documents.issues,
      ...events.issues,
      ...market.issues,
      ...unproven({ events, market }, anchors),
    ],
  };
}

const endOf = ({ lastNumber, lastHash }: VerifiedLog): ChainEnd => ({
  number: lastNumber,
  hash: lastHash,
});

const EVENTS = {
  file: 'events-000001.jsonl',
  noun: 'event',
  key: 'seq',
  parse: parseEventLine,
  mayBeTorn: true,
} as const;
const MARKET = {
  file: 'market-000001.jsonl',
  noun: 'bar',
  key: 'row',
  parse: parseRecordedBar,
  mayBeTorn: true,
} as const;

export async function keptAnchors({ anchors, signal }: VerifyFolderOptions): Promise<AnchorList> {
  if (anchors === undefined) return { anchors: [], issues: [], end: NO_ANCHOR };
  const found = await readKeptAnchors(
    { files: diskFolder(dirname(anchors)), signal },
    basename(anchors),
  );
  const issues = found.issues.map((issue) => ({ ...issue, file: anchors }));
  return { ...found, issues };
}

function snapshotNames(names: readonly string[]): readonly string[] {
  const seqs = names
    .flatMap((name) => /^snapshots\/(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number);
  return seqs.sort((a, b) => a - b).map(snapshotFile);
}

interface Documents {
  readonly header: RecordingHeader | undefined;
  readonly startSeq: number | undefined;
  readonly issues: readonly Issue[];
}

async function verifyDocuments(
  files: FolderFiles,
  names: readonly string[],
  known: ReadonlyMap<string, string>,
): Promise<Documents> {
  const issues: Issue[] = [];
  let header: RecordingHeader | undefined;
  let startSeq: number | undefined;
  for (const name of new Set([...names, ...known.keys()])) {
    const text = (await files.read(name))?.toString('utf8');
    const expected = known.get(name);
    if (text === undefined) {
      issues.push(absent(name));
      continue;
    }
    const found = sha256(text);
    if (expected !== undefined && expected !== found) {
      issues.push(
        tampering(
          'integrity.altered',
          { file: name, line: 1, byte: 0 },
          {
            message: 'The file was changed: its sha-256 is not the one that was anchored.',
            expected: `sha-256 ${expected}`,
            found,
          },
        ),
      );
    } else if (expected === undefined) issues.push(unanchored(name));
    const parsed = name === HEADER ? parseRecordingHeader(text, name) : parseSnapshot(text, name);
    issues.push(...parsed.issues);
    if (name === HEADER) header = parsed.value as RecordingHeader | undefined;
    if (name === START) startSeq = parseSnapshot(text, name).value?.cursor.seq;
  }
  return { header, startSeq, issues };
}

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

const noAnchors = (): Issue =>
  makeIssue(
    'integrity.unproven',
    { file: ANCHORS },
    {
      message: 'There are no anchors: whole files, and the last line of each log, are not proven.',
      remedy: 'Write anchors; docs/recording.md says how.',
    },
  );

/** Lines behind the last anchor: each but the last is proven by the one behind it. */
function unproven(
  { events, market }: { readonly events: VerifiedLog; readonly market: VerifiedLog },
  anchors: readonly AnchorRecord[],
): Issue[] {
  const last = anchors.at(-1);
  if (last === undefined) return [];
  const isOpen = events.lastNumber > last.events.seq || market.lastNumber > last.market.row;
  if (!isOpen) return [];
  return [
    makeIssue(
      'integrity.unproven',
      { file: ANCHORS },
      {
        message: `The last anchor knows event ${String(last.events.seq)} and bar ${String(last.market.row)}; there are ${String(events.lastNumber)} and ${String(market.lastNumber)}. A change in the last line of a log, or lines cut off behind the anchor, would not be noticed.`,
        remedy: 'Close the recorder, or resume and close it: it makes an anchor at the end.',
      },
    ),
  ];
}
