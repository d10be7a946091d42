// The outcome of a replay beside live, as plain data: counts, mismatches, a strategy's failure. Types only.
import type { EventRecord } from '../../core/schema/index.js';

/** A place in strategy source. Lines and columns start at 1. */
export interface SourceRange {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface FieldDifference {
  /** `price`, `gates.adx_min.value`, `indicators.rsi`, ... */
  readonly path: string;
  readonly live: string | null;
  readonly replay: string | null;
}

export interface Mismatch {
  readonly kind: 'field' | 'missing-in-replay' | 'missing-in-live';
  readonly tick: number;
  readonly ts: number;
  readonly symbol: string;
  /** Line is that of events.jsonl, from 1. */
  readonly live: {
    readonly seq: number;
    readonly line: number;
    readonly event: EventRecord;
  } | null;
  readonly replay: { readonly seq: number; readonly event: EventRecord } | null;
  readonly fields: readonly FieldDifference[];
  /** The strategy call that made the replay's decision; for `missing-in-replay` the decision made instead. */
  readonly site: SourceRange | null;
  readonly message: string;
}

/** The strategy broke a rule while running: threw, looped, allocated, returned nonsense, read a clock. */
export interface StrategyFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly tick: number | null;
  readonly ts: number | null;
  readonly site: SourceRange | null;
}

export type Verdict = 'parity' | 'mismatch' | 'invalid-comparison' | 'bad-input';

export interface KindCount {
  readonly live: number;
  readonly replay: number;
  readonly matched: number;
}

export interface ReplayReport {
  readonly verdict: Verdict;
  /** Why a comparison is invalid or an input bad; empty otherwise. */
  readonly reasons: readonly string[];
  readonly events: KindCount;
  readonly byKind: Readonly<Record<string, KindCount>>;
  readonly mismatches: readonly Mismatch[];
  readonly failure: StrategyFailure | null;
  readonly ticks: number;
  readonly bars: number;
  /** The lane that ran it: all give the same. */
  readonly lane: 'reference' | 'fast';
  /** Wall time, for people; no part of a result. */
  readonly elapsedMs: number;
}
