// How a paper run ended, and what it says on its way.
import type { FeedGap, FeedNote } from '../../core/feed/feed-note.js';
import type { EventRecord } from '../../core/schema/index.js';
import type { StrategyFailure } from '../replay/protocol.js';

export type PaperEnd =
  | { readonly kind: 'feed-ended'; readonly reason: string }
  | { readonly kind: 'stopped' }
  /** Bars are missing, and the run is not to go on without them. */
  | { readonly kind: 'gap'; readonly gap: FeedGap; readonly failure: string | null }
  /** The feed did something wrong, and the run is not to go on behind it. */
  | { readonly kind: 'fault'; readonly text: string }
  | { readonly kind: 'broken'; readonly message: string; readonly remedy: string }
  | { readonly kind: 'strategy'; readonly failure: StrategyFailure };

export interface PaperOutcome {
  readonly end: PaperEnd;
  readonly counts: PaperCounts;
  /** Open time of the last tick that ran; null: none did. */
  readonly lastTickTs: number | null;
}

export interface PaperCounts {
  /** Ticks of this start; those made again from the recording are `redone`. */
  readonly ticks: number;
  readonly redone: number;
  readonly bars: number;
  readonly events: number;
  /** What the feed did that is worth knowing, by kind. */
  readonly notes: Readonly<Record<string, number>>;
}

export interface PaperListener {
  /** A tick ran. */
  tick?(tick: { readonly ts: number; readonly events: readonly EventRecord[] }): void;
  note?(text: string, isFault: boolean): void;
}

/** The wording of what an assembler noticed. */
export function noteText(note: FeedNote, place: string): string {
  const { symbol, openTs } = note.bar;
  const bar = `${place}: ${symbol} at ${String(openTs)}`;
  switch (note.kind) {
    case 'repeated':
      return `${bar} came again and was ignored`;
    case 'revised':
      return `${bar} came in another form before its tick ran; the newer one is used, both are recorded`;
    case 'revised-late':
      return `${bar} came in another form (close ${note.bar.close}, used ${note.before.close}) after its tick had run; nothing was changed`;
    case 'before-start':
      return `${bar} is of the time before this start and was ignored, as others like it`;
    case 'too-late':
      return `${bar} came after its time had passed without it; it was not used`;
    case 'off-grid':
      return `${bar} does not begin a whole number of intervals from the ticks before; it was not used`;
    case 'too-far-ahead':
      return `${bar} is too far ahead of what is missing before it; it was not kept`;
    case 'other-symbol':
      return `${symbol} is not among the symbols of this run; its bars are ignored`;
  }
}

/** Whether the feed did something wrong, or merely something. */
export const isFault = ({ kind }: FeedNote): boolean =>
  kind === 'revised-late' || kind === 'too-late' || kind === 'off-grid' || kind === 'too-far-ahead';
