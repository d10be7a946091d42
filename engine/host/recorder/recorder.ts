// What a bot talks to: typed methods that take records, number and chain them, and never throw or wait for the disk.
import type {
  BarRecord,
  EventKind,
  EventRecord,
  Manifest,
  WithAmounts,
} from '../../core/schema/index.js';
import type { SealOptions } from '../integrity/seal-recording.js';
import type { SeenBar } from './bar-memory.js';
import type { StateExport } from './recorder-options.js';

/** An event as the bot has it; the recorder numbers and chains it. Numbers that trade may be any `Amount`. */
export type EventInput<K extends EventKind> = WithAmounts<
  Omit<Extract<EventRecord, { readonly kind: K }>, 'seq' | 'prev' | 'kind'>
>;
export type BarInput = WithAmounts<Omit<BarRecord, 'kind'>>;

/** Kinds of events a bot records. Restarts and gaps are the recorder's own. */
export type RecordedKind = Exclude<EventKind, 'restart' | 'gap'>;

/** Takes an event and gives its sequence number; null when it could not be taken, which is counted as lost. */
type Take = { readonly [K in RecordedKind]: (event: EventInput<K>) => number | null };

export interface Recorder extends Take {
  readonly dir: string;
  /** Sequence number of the last event. */
  readonly seq: number;
  /** What this run could not record so far. */
  readonly lost: { readonly events: number; readonly bars: number };
  /** How often the disk was asked to make lines safe. */
  readonly syncs: number;
  /** Bytes of lines that are not handed to the operating system yet. */
  readonly queuedBytes: number;
  /**
   * Takes a bar as live sees it now, and gives its revision: the same values again are not written again, others are
   * the next revision. null when it could not be taken.
   */
  bar(bar: BarInput): number | null;
  /** The newest bar of a symbol that was recorded, in the form a decision names the bar it saw. */
  seenBar(symbol: string): SeenBar | undefined;
  /**
   * Exports all state, as it is after the events so far. The bot must not change `state` before this returns, which is
   * at once; true when it lies safely on disk. A capture may be sealed from here on.
   */
  snapshot(state: StateExport): Promise<boolean>;
  /** True when everything recorded so far survives a power loss, and nothing was lost that is not on record. */
  flush(): Promise<boolean>;
  /** Flushes, ends the writer and gives the folder free. True as for `flush`. */
  close(): Promise<boolean>;
  /** Flushes, verifies, and makes a capture of what was recorded so far; see `lockstep capture seal`. */
  seal(out: string, options?: SealOptions): Promise<Manifest>;
}
