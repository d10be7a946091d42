// A capture in memory: what was parsed, never the text.
import type {
  BarRecord,
  EventRecord,
  Issue,
  Manifest,
  Parsed,
  Snapshot,
} from '../../core/schema/index.js';
import { isRevisionOf } from './bar-neighbours.js';
import type { CaptureOptions } from './capture-files.js';
import { scanCapture } from './scan-capture.js';

export interface Capture {
  readonly dir: string;
  readonly manifest: Manifest;
  readonly snapshot: Snapshot;
  /**
   * In file order, one for a symbol and open time: of several revisions the last, which is the newest. Only those that
   * could be read: look at the issues before trusting them.
   */
  readonly bars: readonly BarRecord[];
  /** Every revision of the bars that have several, in file order. */
  readonly revisions: readonly BarRecord[];
  /** In file order, likewise. */
  readonly events: readonly EventRecord[];
  readonly issues: readonly Issue[];
  /** Line of market.jsonl that holds `bars[index]`. */
  readonly barLine: (index: number) => number | undefined;
  /** Line of events.jsonl that holds the first event with this sequence number. */
  readonly eventLine: (seq: number) => number | undefined;
}

/**
 * Opens and verifies a capture. There is a value whenever manifest and snapshot could be read, so that a broken one
 * can be looked at; it may be replayed only when no issue is an error. Rejects like `scanCapture`.
 */
export async function openCapture(
  dir: string,
  options: CaptureOptions = {},
): Promise<Parsed<Capture>> {
  const bars = createBars();
  const events = createRows<EventRecord>();
  const scan = await scanCapture(dir, { onBar: bars.add, onEvent: events.add }, options);
  const { manifest, snapshot, issues } = scan;
  if (!manifest || !snapshot) return { value: undefined, issues };
  const capture: Capture = {
    dir,
    manifest,
    snapshot,
    bars: bars.rows,
    revisions: bars.revisions,
    events: events.rows,
    issues,
    barLine: bars.lineOf,
    eventLine: (seq) => events.lineOf(findSeq(events.rows, seq)),
  };
  return { value: capture, issues };
}

interface Rows<T> {
  readonly rows: T[];
  readonly add: (row: T, line: number) => void;
  readonly replaceLast: (row: T, line: number) => void;
  readonly lineOf: (index: number) => number | undefined;
}

/** Rows with their lines. Lines are kept only from the first row on that does not stand on line index + 1. */
function createRows<T>(): Rows<T> {
  const rows: T[] = [];
  const lines: number[] = [];
  let regular = 0;
  return {
    rows,
    add: (row, line) => {
      rows.push(row);
      if (lines.length === 0 && line === rows.length) regular = line;
      else lines.push(line);
    },
    replaceLast: (row, line) => {
      if (lines.length > 0) lines.pop();
      else regular = rows.length - 1;
      rows[rows.length - 1] = row;
      lines.push(line);
    },
    lineOf: (index) => {
      if (index < 0 || index >= rows.length) return undefined;
      return index < regular ? index + 1 : lines[index - regular];
    },
  };
}

/** Bars with their lines, each in its newest revision, and all revisions of those that have several. */
function createBars(): Pick<Rows<BarRecord>, 'rows' | 'add' | 'lineOf'> & {
  readonly revisions: readonly BarRecord[];
} {
  const bars = createRows<BarRecord>();
  const revisions: BarRecord[] = [];
  return {
    rows: bars.rows,
    lineOf: bars.lineOf,
    revisions,
    add: (bar, line) => {
      const last = bars.rows.at(-1);
      if (last === undefined || !isRevisionOf(bar, last)) {
        bars.add(bar, line);
        return;
      }
      if (revisions.at(-1) !== last) revisions.push(last);
      revisions.push(bar);
      bars.replaceLast(bar, line);
    },
  };
}

/** Index of the first event with a sequence number; -1 when there is none. */
function findSeq(events: readonly EventRecord[], seq: number): number {
  // In a good file the numbers follow one another, so the index is known.
  const first = events[0]?.seq ?? 0;
  if (events[seq - first]?.seq === seq && first <= seq) return seq - first;
  return events.findIndex((event) => event.seq === seq);
}
