// Makes a capture of a recording, or of the part of it that begins with a later snapshot. What was changed since it was
// recorded is refused; nothing is invented, and the capture appears whole or not at all.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatIssue,
  parseSnapshot,
  type Manifest,
  type RecordingHeader,
  type Snapshot,
} from '../../core/schema/index.js';
import { writeCapture, type ManifestDraft } from '../capture/index.js';
import { RecorderError } from '../recorder/recorder-error.js';
import { START } from '../recorder/recording-files.js';
import { diskFolder, type FolderFiles } from './folder-files.js';
import { recordedEvents, spanOf } from './recorded-events.js';
import { marketIndex, recordedBars, type MarketIndex } from './recorded-market.js';
import { isIntact } from './verification.js';
import { verifyRecording, type VerifiedRecording } from './verify-recording.js';

export interface SealOptions {
  /** Begin with the snapshot at this sequence number, or with the last one; else with the start of the recording. */
  readonly from?: number | 'last';
  /** Open time of the last tick; else that of the last bar. */
  readonly untilTs?: number;
  /** `finish`: the run ended with the last tick, so that the rules of its end apply. Default: `cut`. */
  readonly end?: 'cut' | 'finish';
  /** Replace a capture that is there. */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
  /** The folder as it was at one moment; absent: as it is read. */
  readonly files?: FolderFiles;
  /** Is told what verifying found, once it is known to be in order. */
  readonly onVerified?: (verified: VerifiedRecording) => void;
}

/** Rejects with RecorderError (what is wrong with the recording) or CaptureError (the disk refuses). */
export async function sealRecording(
  dir: string,
  out: string,
  options: SealOptions = {},
): Promise<Manifest> {
  const { files = diskFolder(dir) } = options;
  const verified = await verifyRecording(files, options);
  refuseTampered(verified);
  options.onVerified?.(verified);
  const { header } = verified;
  if (header === undefined) throw unusable('recording.json cannot be read.');
  const snapshot = await chosenSnapshot(dir, verified, options.from);
  const place = { files, signal: options.signal, names: await files.names() };
  const market = await marketIndex(place, {
    afterTs: snapshot.cursor.lastTickTs,
    untilTs: options.untilTs ?? Infinity,
  });
  const window = windowOf(market, options);
  const span = await spanOf(place, {
    afterSeq: snapshot.cursor.seq,
    untilTs: options.untilTs === undefined ? Infinity : lastEventTs(header, window.toTs),
    fingerprint: header.fingerprint,
  });
  const manifest = { ...manifestOf(header, window), runs: span.runs };
  const events = recordedEvents(place, span);
  const write = { overwrite: options.overwrite ?? false, seal: true };
  const parts = { manifest, snapshot, bars: recordedBars(dir, market), events };
  return writeCapture(out, parts, options.signal ? { ...write, signal: options.signal } : write);
}

const unusable = (text: string): RecorderError => new RecorderError('recorder.damaged', text);

function refuseTampered(verified: VerifiedRecording): void {
  if (isIntact(verified)) return;
  const first = verified.issues.find(
    ({ severity, kind }) => severity === 'error' && kind === 'bad-input',
  );
  throw unusable(
    `The recording cannot be sealed. ${first === undefined ? '' : formatIssue(first)}`,
  );
}

async function chosenSnapshot(
  dir: string,
  { snapshots }: VerifiedRecording,
  from: SealOptions['from'],
): Promise<Snapshot> {
  const name =
    from === undefined
      ? START
      : from === 'last'
        ? (snapshots.at(-1) ?? START)
        : snapshots.find((each) => each.endsWith(`/${String(from)}.json`));
  if (name === undefined) {
    const known = snapshots.map((each) => /(\d+)\.json$/.exec(each)?.[1] ?? '');
    throw unusable(
      `There is no snapshot at event ${String(from)}. There are snapshots at ${known.length === 0 ? 'none but the start' : known.join(', ')}.`,
    );
  }
  const text = await readFile(join(dir, name), 'utf8').catch(() => {
    throw unusable(`There is no ${name}: the folder was lost once. Seal from a later snapshot.`);
  });
  const { value, issues } = parseSnapshot(text, name);
  const [first] = issues;
  if (value === undefined) throw unusable(first === undefined ? name : formatIssue(first));
  return value;
}

function windowOf({ bars }: MarketIndex, { end = 'cut' }: SealOptions): Manifest['window'] {
  const [first] = bars;
  const last = bars.at(-1);
  if (first === undefined || last === undefined)
    throw unusable(
      'No bar was recorded in this part: there is no tick to replay. Record the bars live acts on, or seal from an earlier snapshot.',
    );
  return { fromTs: first.openTs, toTs: last.openTs, end };
}

/** Of events stamped with a bar's open time, those of the next open are the next tick's. */
const lastEventTs = ({ venue, intervalMs }: RecordingHeader, toTs: number): number =>
  venue.eventTime === 'bar-open' ? toTs + intervalMs - 1 : toTs + intervalMs;

/** The recorder's own notes are all on record, whatever the bot's coverage says. */
function manifestOf(
  { fingerprint: _fingerprint, ...header }: RecordingHeader,
  window: Manifest['window'],
): Omit<ManifestDraft, 'runs'> {
  const kinds = new Set([...header.coverage.kinds, 'restart', 'gap'] as const);
  return { ...header, window, coverage: { ...header.coverage, kinds: [...kinds] } };
}
