// Begins a recording, or goes on with the one in the folder.
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  encodeRecordingHeader,
  formatIssue,
  parseRecordingHeader,
  parseSnapshot,
  SCHEMA_VERSION,
  type AnchorRecord,
  type RecordingHeader,
} from '../../core/schema/index.js';
import { systemCode } from '../capture/capture-error.js';
import { AnchorMaker } from './anchor-maker.js';
import { BarMemory } from './bar-memory.js';
import { firstDifference } from './first-difference.js';
import { LogPosition } from './log-position.js';
import { RecordEncoder } from './record-encoder.js';
import { RecorderError, REMEDIES, type ProblemCode } from './recorder-error.js';
import type { Recorder } from './recorder.js';
import { paceOf, type RecorderOptions, type RecordingDraft } from './recorder-options.js';
import { HEADER, SNAPSHOTS, START } from './recording-files.js';
import { lockRecording, type RecordingLock } from './recording-lock.js';
import { readTail, type RecordingTail } from './recording-tail.js';
import { RunningRecorder, type RecorderParts } from './running-recorder.js';
import { snapshotText } from './snapshot-text.js';
import { writeWhole } from './whole-file.js';
import { without } from './without.js';
import { startWriterThread, WriterLink, type StartThread } from './writer-link.js';

/**
 * Starts to record into a folder. A folder with a recording of the same bot is gone on with: a torn line is dropped
 * and told, a `restart` event is written, the chain continues. Rejects with RecorderError when that cannot be: another
 * process writes there, the header is wrong or another bot's, the folder cannot be written. From then on nothing is
 * thrown (see `strict`).
 */
export const startRecorder = (
  dir: string,
  draft: RecordingDraft,
  options: RecorderOptions,
): Promise<Recorder> => openRecorder(dir, draft, { ...options, startThread: startWriterThread });

export interface OpenOptions extends RecorderOptions {
  /** Nothing is lost when this writer begins again: no restart is noted, and its state is exported when it says so. */
  readonly isContinued?: boolean;
  /** What comes of bars is written only when they are safe, for a run that goes on from its bars. It costs a sync a write. */
  readonly isBarsFirst?: boolean;
  /** Called under the lock before a recording is gone on with, behind the cutting of torn ends. May cut the logs further. */
  readonly beforeGoingOn?: (tail: RecordingTail) => Promise<void>;
  /** Who writes; tests put a disk of their own there. */
  readonly startThread: StartThread;
}

export async function openRecorder(
  dir: string,
  draft: RecordingDraft,
  options: OpenOptions,
): Promise<Recorder> {
  const target = resolve(dir);
  const version = { schemaVersion: SCHEMA_VERSION } as const;
  const header = { ...version, ...draft, fingerprint: options.fingerprint };
  const headerText = textOf(header);
  const lock = orUnwritable(target, () => {
    mkdirSync(target, { recursive: true });
    return lockRecording(target);
  });
  try {
    return await begin({ dir: target, headerText, lock, options });
  } catch (error) {
    lock.release();
    throw asUnwritable(target, error);
  }
}

interface Beginning {
  readonly dir: string;
  readonly headerText: string;
  readonly lock: RecordingLock;
  readonly options: OpenOptions;
}

async function begin(beginning: Beginning): Promise<Recorder> {
  const { dir, headerText, options } = beginning;
  const written = readIfThere(join(dir, HEADER));
  const header = JSON.parse(headerText) as RecordingHeader;
  if (written === undefined) {
    refuseForeign(dir);
    const encoded = snapshotText(new RecordEncoder(header), options.snapshot, 0);
    if ('refusal' in encoded)
      throw new RecorderError('recorder.record', `The snapshot does not fit. ${encoded.refusal}`);
    await writeWhole(dir, START, encoded.text);
    // Last: with it the folder is a recording.
    await writeWhole(dir, HEADER, headerText);
    const recorder = run(beginning, { header, headerText, startSeq: 0, tail: readTail(dir) });
    await recorder.flush();
    return recorder;
  }
  const found = foundHeader(written, header);
  const tail = await tailToGoOnFrom(dir, options);
  const startSeq = startOf(dir);
  const recorder = run(beginning, { header: found, headerText: written, startSeq, tail });
  if (options.isContinued === true) return recorder;
  recorder.note('restart', { ts: options.now?.() ?? Date.now(), fingerprint: options.fingerprint });
  await recorder.snapshot(options.snapshot);
  return recorder;
}

async function tailToGoOnFrom(dir: string, { beforeGoingOn }: OpenOptions): Promise<RecordingTail> {
  const tail = readTail(dir);
  refuseDamaged(dir, tail);
  if (beforeGoingOn === undefined) return tail;
  await beforeGoingOn(tail);
  return { ...readTail(dir), torn: tail.torn };
}

/** What a start may leave behind that was killed before it was done; nothing else is ever written over. */
const OF_A_START = /^(recording\.lock.*|snapshot\.json(\.partial)?|recording\.json\.partial)$/;

function refuseForeign(dir: string): void {
  const [foreign] = readdirSync(dir).filter((name) => !OF_A_START.test(name));
  if (foreign === undefined) return;
  throw new RecorderError(
    'recorder.other-bot',
    `The folder ${dir} holds ${foreign} and no recording. Record into a folder of its own.`,
  );
}

interface Found {
  readonly header: RecordingHeader;
  readonly headerText: string;
  readonly startSeq: number;
  readonly tail: RecordingTail;
}

function run({ dir, lock, options }: Beginning, found: Found): RunningRecorder {
  const { header, headerText, startSeq, tail } = found;
  const pace = paceOf(options);
  const { events, market, anchors } = tail;
  const seq = events.last?.seq ?? startSeq;
  const row = market.last?.row ?? 0;
  const logs = {
    events: new LogPosition('events', seq, { ...events }),
    market: new LogPosition('market', row, { ...market }),
  };
  const lastAnchor = anchors.last;
  const maker = new AnchorMaker(logs, {
    number: lastAnchor?.anchor ?? 0,
    hash: anchors.hash,
    ts: lastAnchor?.ts ?? 0,
  });
  if (lastAnchor === null) {
    maker.addFile(HEADER, headerText);
    const start = readIfThere(join(dir, START));
    if (start !== undefined) maker.addFile(START, start);
  }
  for (const name of unanchored(dir, anchors.records))
    maker.addFile(name, readIfThere(join(dir, name)) ?? '');
  const bars = new BarMemory();
  for (const bar of market.records) bars.remember(without(bar, 'row', 'prev'));
  const encoder = new RecordEncoder(header);
  const first = { seq: startSeq, row: 0 };
  const parts: RecorderParts = {
    dir,
    header,
    headerText,
    options,
    pace,
    lock,
    encoder,
    logs,
    anchors: maker,
    bars,
    first,
  };
  const recorder = new RunningRecorder(parts);
  const setup = {
    dir,
    logs: { events: placeOf(logs.events), market: placeOf(logs.market) },
    anchorBytes: anchors.bytes,
    syncMs: pace.syncMs,
    syncBytes: pace.syncBytes,
    isBarsFirst: options.isBarsFirst ?? false,
  };
  const handlers = {
    onReport: recorder.hear.bind(recorder),
    onDeath: recorder.hearDeath.bind(recorder),
  };
  recorder.connect(new WriterLink(setup, pace, { start: options.startThread, handlers }));
  tellOfThePast(options, { lock, tail });
  return recorder;
}

/** Snapshots that were written, and whose anchor the death of the process took. */
function unanchored(dir: string, anchors: readonly AnchorRecord[]): readonly string[] {
  const folder = join(dir, SNAPSHOTS);
  if (!existsSync(folder)) return [];
  const known = new Set(anchors.flatMap(({ files }) => Object.keys(files)));
  const names = readdirSync(folder).filter((name) => /^\d+\.json$/.test(name));
  return names.map((name) => `${SNAPSHOTS}/${name}`).filter((name) => !known.has(name));
}

const placeOf = ({ segment, bytes }: LogPosition) => ({ segment, bytes });

function tellOfThePast(
  { onProblem }: RecorderOptions,
  { lock, tail }: { readonly lock: RecordingLock; readonly tail: RecordingTail },
): void {
  const tell = (code: ProblemCode, message: string): void =>
    onProblem?.({ code, message, remedy: REMEDIES[code] });
  if (lock.takenFrom !== null)
    tell('lock.taken', `Process ${String(lock.takenFrom)} recorded here and is gone.`);
  for (const { file, at, bytes } of tail.torn)
    tell(
      'line.torn',
      `${file} ended in a torn line: ${String(bytes)} bytes from byte ${String(at)} on were dropped.`,
    );
}

/** The header's text; what the bot hands over may be anything. */
function textOf(header: RecordingHeader): string {
  const { value, issues } = encodeRecordingHeader(header);
  if (value !== undefined) return value;
  const [first] = issues;
  const why = first === undefined ? '' : formatIssue({ ...first, file: 'header' });
  throw new RecorderError('recorder.header', `The header cannot be recorded. ${why}`);
}

function foundHeader(text: string, mine: RecordingHeader): RecordingHeader {
  const { value, issues } = parseRecordingHeader(text, HEADER);
  if (value === undefined) {
    const [first] = issues;
    throw new RecorderError(
      'recorder.damaged',
      `The recording cannot be gone on with. ${first === undefined ? '' : formatIssue(first)} Or record into a new folder.`,
    );
  }
  // The fingerprint may change from run to run: the restart event has the new one.
  const path = firstDifference({ ...value, fingerprint: '' }, { ...mine, fingerprint: '' });
  if (path === undefined) return value;
  throw new RecorderError(
    'recorder.other-bot',
    `The folder holds a recording with another header: "${path}" differs. Record into a new folder when code, configuration or venue change.`,
  );
}

/** What an anchor proves must still be there; going on would hide that it is not. */
function refuseDamaged(dir: string, { events, market, anchors }: RecordingTail): void {
  const anchor = anchors.last;
  if (anchor === null) return;
  const isBehind = (stated: number, found: number | undefined): boolean => stated > (found ?? 0);
  const short = isBehind(anchor.events.seq, events.last?.seq)
    ? `event ${String(anchor.events.seq)}`
    : isBehind(anchor.market.row, market.last?.row)
      ? `bar ${String(anchor.market.row)}`
      : undefined;
  if (short === undefined) return;
  throw new RecorderError(
    'recorder.damaged',
    `The recording ${dir} lost lines: its last anchor knows ${short}. Record into a new folder, and look with \`lockstep capture verify\`.`,
  );
}

/** Last event the start contains; 0 where the folder was lost and began anew. */
function startOf(dir: string): number {
  const text = readIfThere(join(dir, START));
  if (text === undefined) return 0;
  return parseSnapshot(text, START).value?.cursor.seq ?? 0;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function orUnwritable<T>(dir: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw asUnwritable(dir, error);
  }
}

const asUnwritable = (dir: string, error: unknown): unknown => {
  const code = systemCode(error);
  // Errors of ours have codes as well, with a dot.
  if (code === undefined || code.includes('.')) return error;
  return new RecorderError(
    'recorder.unwritable',
    `The folder ${dir} cannot be recorded into (${code}). Check its permissions and that the disk has room.`,
    { cause: error },
  );
};
