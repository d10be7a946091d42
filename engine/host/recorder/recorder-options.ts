// What a bot may choose when it starts to record, with the reason for each default.
import type {
  AnchorRecord,
  RecordingHeader,
  Snapshot,
  WithAmounts,
} from '../../core/schema/index.js';
import type { RecorderProblem } from './recorder-error.js';

/** What the bot says of itself; it becomes the manifest of the capture. */
export type RecordingDraft = Omit<RecordingHeader, 'schemaVersion' | 'fingerprint'>;

type Cursor = Omit<Snapshot['cursor'], 'seq'>;
/** All state of the bot. The recorder knows the cursor's sequence number. */
export type StateExport = WithAmounts<Omit<Snapshot, 'schemaVersion' | 'cursor'>> & {
  readonly cursor: Cursor;
};

export interface RecorderOptions {
  /** Whatever identifies code and configuration of this run. A restart is recorded with it. */
  readonly fingerprint: string;
  /** The state this run begins with. */
  readonly snapshot: StateExport;
  /** Told of everything that goes wrong. Never called from within a call that records, but for refused records. */
  readonly onProblem?: (problem: RecorderProblem) => void;
  /** Told of every anchor once it is safe on disk: keep it elsewhere. `line` is what `--anchors` reads. */
  readonly onAnchor?: (anchor: AnchorRecord, line: string) => void;
  /** Throw a RecorderError for a record that does not fit, instead of counting it as lost. For tests of a bot. */
  readonly strict?: boolean;
  /** Lines wait this long for company before they are handed to the operating system. */
  readonly writeMs?: number;
  /** Written lines are synced to the disk after this long, */
  readonly syncMs?: number;
  /** or after so many bytes. */
  readonly syncBytes?: number;
  /** Room for lines that are not written yet. */
  readonly queueBytes?: number;
  /** When the queue is full: drop (and record the gap), or wait so long for room, and then drop. */
  readonly onFull?: 'drop' | 'block';
  /** With `block`: no call waits longer. */
  readonly blockMs?: number;
  /** A new segment begins beyond this size, */
  readonly segmentBytes?: number;
  /** or this number of lines. */
  readonly segmentLines?: number;
  /** An anchor is made after so many lines, */
  readonly anchorLines?: number;
  /** or after this long, when something was recorded. */
  readonly anchorMs?: number;
  /** Milliseconds since the epoch: for restarts, anchors and the lock. A simulation passes its own clock. */
  readonly now?: () => number;
}

export type Pace = Required<
  Omit<RecorderOptions, 'fingerprint' | 'snapshot' | 'onProblem' | 'onAnchor' | 'strict'>
>;

const MIB = 1024 * 1024;

export const PACE: Pace = {
  // What a killed process loses. A disk write takes less than this, so more would only add to the loss.
  writeMs: 5,
  // What a power loss loses. A sync takes milliseconds of the writing thread, so five a second cost nothing.
  syncMs: 200,
  syncBytes: 4 * MIB,
  // Tens of thousands of events: seconds of the busiest market, minutes of a bot on bars.
  queueBytes: 16 * MIB,
  onFull: 'drop',
  blockMs: 50,
  // Read whole when a recording is resumed.
  segmentBytes: 64 * MIB,
  segmentLines: 1_000_000,
  anchorLines: 1_000,
  anchorMs: 60_000,
  now: () => Date.now(),
};

/** A queue must hold the largest line a capture may have, and some more. */
const QUEUE_BYTES_MIN = 64 * 1024;
const QUEUE_BYTES_MAX = 1024 * MIB;

/** The defaults where nothing was chosen; numbers are brought into what can work. */
export function paceOf(options: RecorderOptions): Pace {
  const chosen = Object.entries(options).filter(([, value]) => value !== undefined);
  const pace = { ...PACE, ...(Object.fromEntries(chosen) as Partial<Pace>) };
  const within = (value: number, [low, high]: readonly [number, number]): number =>
    Number.isFinite(value) ? Math.min(high, Math.max(low, Math.floor(value))) : high;
  return {
    ...pace,
    writeMs: within(pace.writeMs, [1, 10_000]),
    syncMs: within(pace.syncMs, [1, 600_000]),
    syncBytes: within(pace.syncBytes, [1, QUEUE_BYTES_MAX]),
    queueBytes: within(pace.queueBytes, [QUEUE_BYTES_MIN, QUEUE_BYTES_MAX]),
    blockMs: within(pace.blockMs, [0, 60_000]),
    segmentBytes: within(pace.segmentBytes, [1, QUEUE_BYTES_MAX]),
    segmentLines: within(pace.segmentLines, [1, 100_000_000]),
    anchorLines: within(pace.anchorLines, [1, 100_000_000]),
    anchorMs: within(pace.anchorMs, [1, 86_400_000]),
  };
}
