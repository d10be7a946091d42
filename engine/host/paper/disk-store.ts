// The recording of a paper run on disk: a recording as a bot makes it, which `lockstep capture` verifies and seals. One
// writer takes lines in order, and bars are safe from a power loss before an event is written that came of them.
import type { BarRecord, EventRecord, Snapshot } from '../../core/schema/index.js';
import type { RecordedKind, Recorder } from '../recorder/recorder.js';
import { REMEDIES, type RecorderProblem } from '../recorder/recorder-error.js';
import type { RecordingDraft, StateExport } from '../recorder/recorder-options.js';
import type { RecordingTail } from '../recorder/recording-tail.js';
import { openRecorder } from '../recorder/start-recorder.js';
import { without } from '../recorder/without.js';
import { startWriterThread, type StartThread } from '../recorder/writer-link.js';
import { PaperError } from './paper-error.js';
import type { PaperStore, Resumed } from './paper-store.js';
import { newestSnapshot } from './newest-snapshot.js';
import { findRun } from './resume.js';

export interface DiskStore extends PaperStore {
  close(): Promise<void>;
}

export interface StorePlan {
  readonly dir: string;
  readonly draft: RecordingDraft;
  /** The state a new recording begins with. */
  readonly seed: Snapshot;
  readonly fingerprint: string;
  readonly onProblem: (problem: RecorderProblem) => void;
  /** Who writes; else a thread of its own. */
  readonly startThread?: StartThread;
}

/** Lines that wait for the disk before the run waits for them. */
const QUEUED_MAX = 4 * 1024 * 1024;
/** A paper run can wait for its disk; a bot could not. */
const WAIT_MS = 30_000;

/** Rejects with RecorderError when the folder cannot be recorded into, or holds another run's recording. */
export async function openDiskStore(plan: StorePlan): Promise<DiskStore> {
  const { dir, draft, seed, fingerprint, startThread = startWriterThread } = plan;
  const health: DiskHealth = { failure: null };
  const onProblem = (problem: RecorderProblem): void => {
    if (problem.code === 'disk.failing' || problem.code === 'writer.died')
      health.failure = problem.message;
    else if (problem.code === 'disk.recovered') health.failure = null;
    plan.onProblem(problem);
  };
  let found: Resumed | undefined;
  const beforeGoingOn = async ({ anchors }: RecordingTail): Promise<void> => {
    const { resumed, setAside } = await findRun(dir, draft, anchors);
    found = resumed;
    for (const message of setAside)
      onProblem({ code: 'lines.set-aside', message, remedy: REMEDIES['lines.set-aside'] });
  };
  const recorder = await openRecorder(dir, draft, {
    fingerprint,
    snapshot: stateOf(seed),
    onProblem,
    onFull: 'block',
    blockMs: WAIT_MS,
    isContinued: true,
    isBarsFirst: true,
    beforeGoingOn,
    startThread,
  });
  try {
    return new RecordingStore(recorder, health, found ?? (await begun(dir)));
  } catch (error) {
    await recorder.close();
    throw error;
  }
}

/** What the recorder said last of its disk; null: nothing is wrong. */
interface DiskHealth {
  failure: string | null;
}

async function begun(dir: string): Promise<Resumed> {
  const { snapshot } = await newestSnapshot(dir);
  return { snapshot, bars: [], events: [] };
}

class RecordingStore implements DiskStore {
  /** Of the newest snapshot on disk. */
  private savedSeq: number;

  constructor(
    private readonly recorder: Recorder,
    private readonly health: Readonly<DiskHealth>,
    readonly resumed: Resumed,
  ) {
    this.savedSeq = resumed.snapshot.cursor.seq;
  }

  async bars(bars: readonly BarRecord[]): Promise<void> {
    // The recorder numbers revisions itself, and knows a bar that it has already.
    for (const bar of bars) this.recorder.bar(without(bar, 'kind', 'revision'));
    await this.settled();
  }

  async events(events: readonly EventRecord[]): Promise<void> {
    for (const event of events) {
      const seq = take(this.recorder, event);
      if (seq !== event.seq) throw unrecorded(event, seq);
    }
    await this.settled();
  }

  async snapshot(snapshot: Snapshot): Promise<void> {
    // Snapshots are named by their last event, and one that anchors know must stay what it is.
    if (snapshot.cursor.seq === this.savedSeq) return;
    if (await this.recorder.snapshot(stateOf(snapshot))) {
      this.savedSeq = snapshot.cursor.seq;
      return;
    }
    throw this.refused('its state could not be saved');
  }

  async close(): Promise<void> {
    await this.recorder.close();
  }

  private async settled(): Promise<void> {
    const { lost } = this.recorder;
    if (lost.events + lost.bars > 0) throw this.refused('lines could not be written');
    // A disk that has failed for a moment may have recovered; one that still fails is no place to go on.
    const isDoubtful = this.health.failure !== null || this.recorder.queuedBytes > QUEUED_MAX;
    if (isDoubtful && !(await this.recorder.flush()))
      throw this.refused('lines could not be made safe');
  }

  private refused(what: string): PaperError {
    return new PaperError(
      'paper.record',
      `The recording cannot be written: ${what}. ${this.health.failure ?? ''}`.trimEnd(),
      'make room on the disk, or allow writing, and start paper again; it goes on from what is recorded.',
    );
  }
}

/** The recorder numbers and chains by itself. */
function take(recorder: Recorder, event: EventRecord): number | null {
  const method = recorder[event.kind as RecordedKind] as (event: object) => number | null;
  return method(without(event, 'seq', 'prev', 'kind'));
}

const unrecorded = (event: EventRecord, seq: number | null): PaperError =>
  new PaperError(
    'paper.record',
    `Event ${String(event.seq)} (${event.kind}) ${seq === null ? 'could not be recorded' : `was recorded as ${String(seq)}`}.`,
    'look with `lockstep capture verify`, and begin a new recording from its last snapshot.',
  );

/** Every recording numbers its own events, from one on. */
export const renumbered = (seed: Snapshot): Snapshot => ({
  ...seed,
  cursor: { ...seed.cursor, seq: 0 },
});

function stateOf(snapshot: Snapshot): StateExport {
  const { lastTickTs, lastBarTs } = snapshot.cursor;
  return { ...without(snapshot, 'schemaVersion'), cursor: { lastTickTs, lastBarTs } };
}
