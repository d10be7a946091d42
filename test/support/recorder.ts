// What tests record: a bot of one symbol, and a writer whose disk the test holds in its hands.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { AnchorRecord, Snapshot } from '../../engine/core/schema/index.js';
import { CELL, QueueConsumer } from '../../engine/host/recorder/line-queue.js';
import type { RecorderProblem } from '../../engine/host/recorder/recorder-error.js';
import type {
  RecorderOptions,
  RecordingDraft,
  StateExport,
} from '../../engine/host/recorder/recorder-options.js';
import { SegmentWriter } from '../../engine/host/recorder/segment-writer.js';
import { openRecorder } from '../../engine/host/recorder/start-recorder.js';
import { diskFiles, type WriterFiles } from '../../engine/host/recorder/writer-files.js';
import type { StartThread } from '../../engine/host/recorder/writer-link.js';
import { smallParts, START_TS, tickTs } from './captures.js';

export { tickTs };

const { manifest } = smallParts();
const { captureId, origin, engine, strategy, venue, symbols, intervalMs } = manifest;

export const draft: RecordingDraft = {
  ...{ captureId, origin, engine, strategy, venue, symbols, intervalMs },
  numeric: { kind: 'binary64' },
  coverage: {
    kinds: [
      'decision',
      'ledger',
      'intent',
      'order',
      'acknowledgement',
      'reject',
      'fill',
      'funding',
      'balance',
      'risk',
      'checkpoint',
    ],
  },
};

export const state = (changes: Partial<Snapshot> = {}): StateExport => ({
  ...smallParts().snapshot,
  ...changes,
  cursor: { lastTickTs: null, lastBarTs: {}, ...changes.cursor },
});

/** A clock that stands, so that the same records give the same bytes. */
export const now = (): number => START_TS;

export const options = (changes: Partial<RecorderOptions> = {}): RecorderOptions => ({
  fingerprint: 'run-1',
  snapshot: state(),
  now,
  ...changes,
});

export const risk = (index: number) =>
  ({ ts: tickTs(0) + index, name: 'count', value: index }) as const;

export const bar = (index: number, close = 100 + index, symbol = 'BTC') => ({
  symbol,
  openTs: tickTs(index),
  closeTs: tickTs(index + 1) - 1,
  open: 100,
  high: 200,
  low: 50,
  close,
  volume: 12.5,
});

export interface Ears {
  readonly problems: RecorderProblem[];
  readonly anchors: AnchorRecord[];
  readonly lines: string[];
  readonly hear: Pick<RecorderOptions, 'onProblem' | 'onAnchor'>;
}

export function ears(): Ears {
  const problems: RecorderProblem[] = [];
  const anchors: AnchorRecord[] = [];
  const lines: string[] = [];
  return {
    problems,
    anchors,
    lines,
    hear: {
      onProblem: (problem) => problems.push(problem),
      onAnchor: (anchor, line) => {
        anchors.push(anchor);
        lines.push(line);
      },
    },
  };
}

/** The real disk until a test says otherwise. */
export interface HeldDisk {
  readonly files: WriterFiles;
  /** Bytes that still fit; a write beyond them is cut there and fails. */
  room: number;
  /** Nothing is taken from the queue while it is true. */
  isStalled: boolean;
  writes: number;
}

export function heldDisk(): HeldDisk {
  const disk: HeldDisk = {
    room: Infinity,
    isStalled: false,
    writes: 0,
    files: {
      ...diskFiles,
      write: (file, bytes, at) => {
        disk.writes += 1;
        const fits = Math.min(bytes.length, disk.room);
        diskFiles.write(file, bytes.subarray(0, fits), at);
        disk.room -= fits;
        if (fits < bytes.length)
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      },
    },
  };
  return disk;
}

/** A disk that tells of every write, and knows what a power loss would leave of a file. */
export interface SyncedDisk extends HeldDisk {
  /** What of a file was synced; empty before the first time. */
  synced(name: string): string;
}

export function syncedDisk(watch: {
  readonly onWrite: (name: string, text: string) => void;
}): SyncedDisk {
  const names = new Map<number, string>();
  const safe = new Map<string, string>();
  const disk = heldDisk();
  const { files } = disk;
  const nameOf = (file: number): string => names.get(file) ?? '';
  return {
    ...disk,
    synced: (name) => safe.get(name) ?? '',
    files: {
      ...files,
      open: (path) => {
        const file = files.open(path);
        names.set(file, path);
        return file;
      },
      write: (file, bytes, at) => {
        watch.onWrite(basename(nameOf(file)), Buffer.from(bytes).toString('utf8'));
        files.write(file, bytes, at);
      },
      sync: (file) => {
        files.sync(file);
        safe.set(basename(nameOf(file)), readFileSync(nameOf(file), 'utf8'));
      },
    },
  };
}

/** A writer in the test's own thread, on a disk the test holds. */
export const writerOn =
  (disk: HeldDisk): StartThread =>
  ({ queue, setup }, { onReport }) => {
    const writer = new SegmentWriter(setup, {
      consumer: new QueueConsumer(queue),
      cells: queue.cells,
      files: disk.files,
      report: (report) => setImmediate(onReport, report),
    });
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const timer = setInterval(() => {
      if (disk.isStalled) return;
      if (Atomics.load(queue.cells, CELL.stop) === 0) {
        writer.step(performance.now());
        return;
      }
      writer.finish(performance.now());
      clearInterval(timer);
      end();
    }, 1);
    const nothing = (): void => undefined;
    return { hold: nothing, letGo: nothing, ended };
  };

export const recordOn = (disk: HeldDisk, dir: string, chosen: RecorderOptions) =>
  openRecorder(dir, draft, { ...chosen, startThread: writerOn(disk) });
