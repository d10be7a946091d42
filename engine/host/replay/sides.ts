// What a comparison of several recordings answers, as plain data. Types only.
import type { EventRecord, Issue } from '../../core/schema/index.js';
import type { CauseClass } from './explanation.js';
import type { KindCount, Verdict } from './report.js';

export type SideName = 'live' | 'paper' | 'backtest';

export interface PairReport {
  readonly left: SideName;
  readonly right: SideName;
  /** Events in the shared time that both recorders cover; `live` counts the left side, `replay` the right. */
  readonly events: KindCount;
  /** Events that differ, or that only one of them has. */
  readonly mismatches: number;
  /** Numbers of the roots that break this pair. */
  readonly roots: readonly number[];
}

/**
 * Why recordings differ. A root `of` one or more sides is where their recording departs from what the engine does with
 * their own inputs; sides that share it agree with each other. A root without sides is a difference of the inputs of
 * two.
 */
export interface SideRoot {
  /** From 1, by time. */
  readonly number: number;
  readonly class: CauseClass;
  readonly title: string;
  readonly ts: number;
  readonly symbol: string;
  readonly of: readonly SideName[];
  /** Pairs it breaks. */
  readonly breaks: readonly (readonly [SideName, SideName])[];
  /** Events that change with it. */
  readonly events: number;
  readonly status: 'accepted' | 'rejected';
  readonly reason: string;
}

/** An event of one recording. */
export interface SideEvent {
  readonly seq: number;
  /** Of events.jsonl, from 1. */
  readonly line: number;
  readonly event: EventRecord;
}

/** Why a side has no event in a row: it did not happen there, or its recorder does not write such events. */
export type SideGap = 'missing' | 'not-recorded';

export interface RowDifference {
  /** As in `FieldDifference`. */
  readonly path: string;
  /** What each side has, in the order of the sides; null: nothing, or no such event. */
  readonly values: readonly (string | null)[];
  /** Whether the side departs: from the first side that has the event, or where that one says nothing, from another. */
  readonly departs: readonly boolean[];
}

/** One event as every side has it. Of an order that one side split, every part has a row, and the others repeat. */
export interface SideRow {
  readonly ts: number;
  readonly symbol: string;
  /** In the order of the sides. */
  readonly cells: readonly (SideEvent | SideGap)[];
  readonly differences: readonly RowDifference[];
  /** Fields differ, or the event is missing on a side. */
  readonly isDeparting: boolean;
  /** Numbers of the roots behind what differs or is missing; empty where nothing does, or no root is known. */
  readonly roots: readonly number[];
}

/** What two or three recordings are compared by. */
export interface SidesRequest {
  /** What its rows are asked for by. */
  readonly comparison: string;
  /** At least two, in the order live, paper, backtest. Folders of captures. */
  readonly sides: readonly { readonly name: SideName; readonly capture: string }[];
  /** Unsaved editor text by absolute path, read instead of the file. */
  readonly overlays: Readonly<Record<string, string>>;
  /** The day expiries are judged by, as YYYY-MM-DD. */
  readonly today: string;
  /** For the search for causes of each side; absent: the worker's own choice. */
  readonly tickBudget?: number;
  readonly helpers?: number;
}

/** As of a verification of one capture. */
export type SidesVerdict = 'pass' | 'fail' | 'invalid-comparison' | 'bad-input';

export interface SidesResult {
  readonly verdict: SidesVerdict;
  /** Why it is not a pass; empty for a pass. */
  readonly reasons: readonly string[];
  readonly sides: readonly ComparedSide[];
  readonly pairs: readonly PairReport[];
  readonly roots: readonly SideRoot[];
}

/** A recording of a comparison, and its comparison with its own replay. */
export interface ComparedSide {
  readonly name: SideName;
  readonly capture: string;
  readonly verdict: Verdict;
  readonly events: KindCount;
  readonly issues: readonly Issue[];
  /** Absolute paths of the strategy's files. */
  readonly watch: readonly string[];
}

/** A stretch of the rows of a comparison. */
export interface SideRowsRequest {
  /** The name the comparison was asked for with. */
  readonly comparison: string;
  readonly only: 'all' | 'differing';
  /** Index into the rows that are asked for, from 0. */
  readonly from: number;
  readonly count: number;
  /** Instead of `from`: the stretch with the first row of the root with this number, of those that begin at a multiple of `count`. */
  readonly root?: number;
}

export interface SideRowsPage {
  /** Index of the first one, from 0. */
  readonly from: number;
  readonly rows: readonly SideRow[];
  /** How many there are of those that are asked for. */
  readonly total: number;
  /** How many of all rows differ. */
  readonly differing: number;
  /** Index of the nearest row before and behind this stretch that differs. */
  readonly previous: number | null;
  readonly next: number | null;
}
