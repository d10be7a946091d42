// Whether a recording is what the recorder wrote: its anchors, its whole files, its two logs.
import { basename, dirname } from 'node:path';
import {
  hasErrors,
  makeIssue,
  parseEventLine,
  parseRecordedBar,
  type AnchorRecord,
  type EventRecord,
  type Issue,
  type RecordingHeader,
} from '../../core/schema/index.js';
import { ANCHORS, HEADER, segmentFile, snapshotFile, START } from '../recorder/recording-files.js';
import {
  anchoredSeqOf,
  knownFrom,
  readAnchors,
  NO_ANCHOR,
  readKeptAnchors,
  type AnchorList,
  type ChainEnd,
  type PlacedAnchor,
} from './anchor-list.js';
import { AnchoredPlaces, placeOf, type LinePlace } from './anchored-places.js';
import type { ChainStart } from './chain-check.js';
import { diskFolder, type FolderFiles } from './folder-files.js';
import { logLines, type ReadPlace } from './log-lines.js';
import { verifyDocuments } from './recording-documents.js';
import { verifyLog, type VerifiedLog } from './verify-log.js';
import type { FolderVerification, VerifyFolderOptions } from './verification.js';

/** What a reader of the recording wants beside the verdict. */
export interface VerifiedRecording extends FolderVerification {
  readonly header: RecordingHeader | undefined;
  /** Names of the snapshots, relative to the folder. */
  readonly snapshots: readonly string[];
  /** Where its chains end. */
  readonly ends: RecordingEnds;
}

/** The last line of a log, and where it stands. */
export interface LogEnd extends ChainEnd {
  readonly place: LinePlace | null;
}

export interface RecordingEnds {
  readonly events: LogEnd;
  readonly market: LogEnd;
  readonly anchors: ChainEnd;
  readonly lastAnchor: PlacedAnchor | null;
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
  const anchors = [...own.anchors, ...kept.anchors];
  const known = knownFrom(anchors);
  const snapshots = snapshotNames(names);
  const documents = await verifyDocuments(files, [HEADER, START, ...snapshots], known.files);
  const first = (documents.startSeq ?? own.anchors[0]?.events.seq ?? 0) + 1;
  const events = await verifyEvents(place, { names, anchors, known: known.events, first }, onEvent);
  const market = await verifyMarket(place, { names, anchors, known: known.market, first: 1 });
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
    ends: {
      events: endOf(events),
      market: endOf(market),
      anchors: own.end,
      lastAnchor: own.anchors.at(-1) ?? null,
    },
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

/** A log whose lines stand where anchors say. */
interface PlacedLog extends VerifiedLog {
  /** Of its last line. */
  readonly place: LinePlace | null;
}

const endOf = ({ lastNumber, lastHash, place }: PlacedLog): LogEnd => ({
  number: lastNumber,
  hash: lastHash,
  place,
});

interface LogInputs extends Pick<ChainStart, 'first' | 'known'> {
  /** What is in the folder. */
  readonly names: readonly string[];
  readonly anchors: readonly PlacedAnchor[];
}

/** Lines of the events' segments: chained, known to anchors by hash, and where anchors say. */
export async function verifyEvents(
  place: ReadPlace,
  { names, anchors, ...start }: LogInputs,
  onEvent: (event: EventRecord) => void = () => undefined,
): Promise<PlacedLog> {
  const places = new AnchoredPlaces('events', 'event', anchors);
  const verified = await verifyLog(
    () => logLines(place, 'events', names),
    {
      ...start,
      file: segmentFile('events', 1),
      noun: 'event',
      key: 'seq',
      parse: parseEventLine,
      mayBeTorn: true,
    },
    (event, line) => {
      places.see(event.seq, placeOf(line));
      onEvent(event);
    },
  );
  return withPlaces(verified, places);
}

/** The same of the bars' segments. */
export async function verifyMarket(
  place: ReadPlace,
  { names, anchors, ...start }: LogInputs,
): Promise<PlacedLog> {
  const places = new AnchoredPlaces('market', 'bar', anchors);
  const verified = await verifyLog(
    () => logLines(place, 'market', names),
    {
      ...start,
      file: segmentFile('market', 1),
      noun: 'bar',
      key: 'row',
      parse: parseRecordedBar,
      mayBeTorn: true,
    },
    (bar, line) => {
      places.see(bar.row, placeOf(line));
    },
  );
  return withPlaces(verified, places);
}

/** Behind a line that was changed nothing has to stand where it did. */
function withPlaces(verified: VerifiedLog, places: AnchoredPlaces): PlacedLog {
  const misfit = hasErrors(verified.issues) ? undefined : places.misfit();
  const place = places.last;
  const issues = misfit === undefined ? verified.issues : [...verified.issues, misfit];
  return { ...verified, place, issues };
}

export async function keptAnchors({ anchors, signal }: VerifyFolderOptions): Promise<AnchorList> {
  if (anchors === undefined) return { anchors: [], issues: [], end: NO_ANCHOR };
  const found = await readKeptAnchors(
    { files: diskFolder(dirname(anchors)), signal },
    basename(anchors),
  );
  const inFile = <T extends object>(each: T) => ({ ...each, file: anchors });
  return { ...found, anchors: found.anchors.map(inFile), issues: found.issues.map(inFile) };
}

function snapshotNames(names: readonly string[]): readonly string[] {
  const seqs = names
    .flatMap((name) => /^snapshots\/(\d+)\.json$/.exec(name)?.[1] ?? [])
    .map(Number);
  return seqs.sort((a, b) => a - b).map(snapshotFile);
}

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
