// What a feed did that a reader should know: nothing of it changes what was run, all of it is told.
import type { BarRecord } from '../schema/index.js';

export type FeedNote =
  /** The same bar again: ignored. */
  | { readonly kind: 'repeated'; readonly bar: BarRecord }
  /** Another form of a bar whose tick has not run: the newer one runs, both are recorded. */
  | { readonly kind: 'revised'; readonly bar: BarRecord; readonly before: BarRecord }
  /** Another form of a bar that was run already: too late to act on. */
  | { readonly kind: 'revised-late'; readonly bar: BarRecord; readonly before: BarRecord }
  /** A bar of the time before this start: what a file or a new connection tells again. */
  | { readonly kind: 'before-start'; readonly bar: BarRecord }
  /** A bar of a time that was run without it, or is long past. */
  | { readonly kind: 'too-late'; readonly bar: BarRecord }
  /** A bar that begins between two ticks. */
  | { readonly kind: 'off-grid'; readonly bar: BarRecord }
  /** A bar so far ahead that what lies before it could not be kept. */
  | { readonly kind: 'too-far-ahead'; readonly bar: BarRecord }
  /** A bar of a symbol that is not traded here. */
  | { readonly kind: 'other-symbol'; readonly bar: BarRecord };

/** Bars that are missing although later ones are there: open times from `fromTs` up to, not with, `untilTs`. */
export interface FeedGap {
  readonly fromTs: number;
  readonly untilTs: number;
  readonly symbols: readonly string[];
}

const FIELDS = ['closeTs', 'open', 'high', 'low', 'close', 'volume'] as const;

/** Equal in everything that can be traded on, as text. */
export const isSameBar = (a: BarRecord, b: BarRecord): boolean =>
  FIELDS.every((field) => a[field] === b[field]);

export const missingIn = (
  symbols: readonly string[],
  bars: ReadonlyMap<string, unknown> | undefined,
): readonly string[] => symbols.filter((symbol) => bars?.has(symbol) !== true);
