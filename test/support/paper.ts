// Paper runs of a capture's strategy: a recording kept in memory that can be cut off anywhere, and feeds that are lists.
import type { BarRecord, EventRecord, Manifest, Snapshot } from '../../engine/core/schema/index.js';
import { openCapture } from '../../engine/host/capture/index.js';
import { openDiskStore } from '../../engine/host/paper/disk-store.js';
import type { Feed, FeedItem } from '../../engine/host/paper/feed.js';
import type { PaperListener, PaperOutcome } from '../../engine/host/paper/paper-outcome.js';
import { runPaper, type PaperPlan } from '../../engine/host/paper/paper-session.js';
import type { PaperStore } from '../../engine/host/paper/paper-store.js';
import type { RecorderProblem } from '../../engine/host/recorder/recorder-error.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { draft, writerOn, type HeldDisk } from './recorder.js';

export interface PaperCase {
  readonly manifest: Manifest;
  readonly snapshot: Snapshot;
  readonly bars: readonly BarRecord[];
  readonly live: readonly EventRecord[];
  readonly strategy: string;
}

export async function paperCase(capture: string, strategy: string): Promise<PaperCase> {
  const { value } = await openCapture(capture);
  if (value === undefined) throw new Error(`${capture} cannot be opened`);
  const { manifest, snapshot, bars, events } = value;
  return { manifest, snapshot, bars, live: events, strategy };
}

/** Rows in the order they were written. A write beyond `writesMax` does not happen, as if the process had been killed. */
export class MemoryStore implements PaperStore {
  readonly written = { bars: [] as BarRecord[], events: [] as EventRecord[] };
  private newest: Snapshot;
  private marks = { bars: 0, events: 0 };
  private writes = 0;

  constructor(
    snapshot: Snapshot,
    private readonly writesMax = Infinity,
  ) {
    this.newest = snapshot;
  }

  get resumed(): PaperStore['resumed'] {
    const { bars, events } = this.written;
    return {
      snapshot: this.newest,
      bars: bars.slice(this.marks.bars),
      events: events.slice(this.marks.events),
    };
  }

  bars(bars: readonly BarRecord[]): Promise<void> {
    const known = new Set(this.written.bars.map((bar) => JSON.stringify(bar)));
    for (const bar of bars)
      if (!known.has(JSON.stringify(bar))) this.write(() => this.written.bars.push(bar));
    return Promise.resolve();
  }

  events(events: readonly EventRecord[]): Promise<void> {
    for (const event of events) this.write(() => this.written.events.push(event));
    return Promise.resolve();
  }

  snapshot(snapshot: Snapshot): Promise<void> {
    this.write(() => {
      this.newest = snapshot;
      this.marks = { bars: this.written.bars.length, events: this.written.events.length };
    });
    return Promise.resolve();
  }

  /** The same rows, as the next start finds them. */
  reopened(writesMax = Infinity): MemoryStore {
    const next = new MemoryStore(this.newest, writesMax);
    next.written.bars.push(...this.written.bars);
    next.written.events.push(...this.written.events);
    next.marks = { ...this.marks };
    return next;
  }

  private write(row: () => void): void {
    if (this.writes >= this.writesMax) throw new KilledError();
    this.writes += 1;
    row();
  }
}

export class KilledError extends Error {
  override readonly name = 'KilledError';
}

export const barItem = (bar: BarRecord, place = 'feed'): FeedItem => ({ kind: 'bar', bar, place });
export const END: FeedItem = { kind: 'end', reason: 'the list is over' };

/** A feed that says these items and answers backfills from `known`. */
export function listFeed(items: readonly FeedItem[], known?: readonly BarRecord[]): Feed {
  const answers: FeedItem[] = [];
  return {
    name: 'list',
    canBackfill: known !== undefined,
    open: async function* () {
      for (const item of items) {
        yield* answers.splice(0);
        yield await Promise.resolve(item);
        yield* answers.splice(0);
      }
    },
    backfill: ({ fromTs, untilTs }) => {
      const bars = (known ?? []).filter((bar) => bar.openTs >= fromTs && bar.openTs < untilTs);
      answers.push(...bars.map((bar) => barItem(bar, 'backfill')), {
        kind: 'backfilled',
        fromTs,
        untilTs,
        failure: null,
      });
    },
    close: () => undefined,
  };
}

export interface PaperHow {
  readonly store: PaperStore;
  readonly feed: Feed;
  readonly plan?: Partial<Omit<PaperPlan, 'market'>>;
  readonly listener?: PaperListener;
  readonly signal?: AbortSignal;
  /** The worker it runs in; else one of its own, which takes seconds to load the compiler. */
  readonly client?: ReplayClient;
}

/** One start of paper. */
export async function paperStart(parts: PaperCase, how: PaperHow): Promise<PaperOutcome> {
  const { manifest, strategy } = parts;
  const client = how.client ?? startReplayClient();
  try {
    const settings = { ...manifest, params: manifest.strategy.params };
    const { snapshot } = how.store.resumed;
    const opened = await client.request('paperOpen', { settings, snapshot, strategy });
    if (opened.paper === null) throw new Error(JSON.stringify(opened));
    const { store, feed, listener, signal = new AbortController().signal } = how;
    return await runPaper(
      { client, store, feed, signal, ...(listener && { listener }) },
      { market: manifest, onGap: 'stop', onFault: 'go-on', snapshotEvery: 50, ...how.plan },
    );
  } finally {
    if (how.client === undefined) await client.dispose();
  }
}

export interface DiskHow extends Pick<PaperHow, 'plan' | 'listener' | 'client'> {
  readonly dir: string;
  readonly disk: HeldDisk;
  readonly onProblem?: (problem: RecorderProblem) => void;
}

/** One start that records on a disk the test holds, fed with all bars from the beginning. */
export async function startOnDisk(parts: PaperCase, how: DiskHow): Promise<PaperOutcome> {
  const { symbols, intervalMs, numeric, venue } = parts.manifest;
  const { dir, disk, onProblem = () => undefined, ...rest } = how;
  const store = await openDiskStore({
    dir,
    draft: { ...draft, symbols, intervalMs, numeric, venue },
    seed: parts.snapshot,
    fingerprint: 'paper',
    onProblem,
    startThread: writerOn(disk),
  });
  try {
    const feed = listFeed([...parts.bars.map((bar) => barItem(bar)), END]);
    return await paperStart(parts, { store, feed, ...rest });
  } finally {
    await store.close();
  }
}
