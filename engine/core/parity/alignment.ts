// Pairs two event sequences by minimal edit distance over an identity, never by index or time.
// Among minimal alignments it takes one whose pairs agree most in `near` (time), so that repeats pair with their like.
// The distance is found first, greedily (E. W. Myers, "An O(ND) difference algorithm", 1986); it bounds how far a
// minimal alignment strays from the diagonal, and only that band is searched for the best one.
import { alignBand, type Sequences, type Span } from './band.js';
import { reach } from './edit-distance.js';

/** Indices into both sequences; null: no partner. */
export interface Pair {
  readonly live: number | null;
  readonly replay: number | null;
}

export interface AlignmentInput<T> {
  readonly live: readonly T[];
  readonly replay: readonly T[];
  /** Events with different identities are never partners. */
  readonly identity: (event: T) => string;
  /** Breaks ties between partners of one identity. */
  readonly near: (live: T, replay: T) => boolean;
}

/** Cells a band may have, one byte each: what a search may take of memory at a time. */
const CELLS_MAX = 32_000_000;
/**
 * Edits of a stretch of sequences too large to be searched whole: time is at most this for each event. With more edits
 * than this the sequences are aligned stretch by stretch, and where a stretch ends a few edits above the minimum may be
 * spent; they have little in common then.
 */
const EDITS_MAX = 1_000;

export function alignEvents<T>(input: AlignmentInput<T>): readonly Pair[] {
  const numbers = new Map<string, number>();
  const numbered = (events: readonly T[]): Int32Array =>
    Int32Array.from(events, (event) => {
      const identity = input.identity(event);
      const known = numbers.get(identity);
      if (known !== undefined) return known;
      numbers.set(identity, numbers.size);
      return numbers.size - 1;
    });
  const sequences: Sequences = {
    live: numbered(input.live),
    replay: numbered(input.replay),
    near: (l, r) => input.near(input.live[l] as T, input.replay[r] as T),
  };
  const head = commonPrefix(sequences);
  const tail = commonSuffix(sequences, head);
  const pairs: Pair[] = [];
  for (let index = 0; index < head; index += 1) pairs.push({ live: index, replay: index });
  alignMiddle(
    sequences,
    {
      liveFrom: head,
      liveTo: input.live.length - tail,
      replayFrom: head,
      replayTo: input.replay.length - tail,
    },
    pairs,
  );
  for (let index = tail; index > 0; index -= 1)
    pairs.push({ live: input.live.length - index, replay: input.replay.length - index });
  return pairs;
}

/** Only pairs that also agree in time are taken without search: any minimal alignment can be changed to hold them. */
function commonPrefix({ live, replay, near }: Sequences): number {
  const limit = Math.min(live.length, replay.length);
  let count = 0;
  while (count < limit && live[count] === replay[count] && near(count, count)) count += 1;
  return count;
}

function commonSuffix({ live, replay, near }: Sequences, head: number): number {
  const limit = Math.min(live.length, replay.length) - head;
  let count = 0;
  while (count < limit) {
    const l = live.length - 1 - count;
    const r = replay.length - 1 - count;
    if (live[l] !== replay[r] || !near(l, r)) break;
    count += 1;
  }
  return count;
}

/** Stretch by stretch, each searched exactly; nearly always there is one. */
function alignMiddle(sequences: Sequences, whole: Span, pairs: Pair[]): void {
  let { liveFrom, replayFrom } = whole;
  while (liveFrom < whole.liveTo || replayFrom < whole.replayTo) {
    const rest = { ...whole, liveFrom, replayFrom };
    const rows = rest.liveTo - liveFrom;
    const isSmall = (rows + 1) * (rows + rest.replayTo - replayFrom + 1) <= CELLS_MAX;
    const reached = reach(sequences, rest, {
      editsMax: isSmall ? Infinity : EDITS_MAX,
      cellsMax: CELLS_MAX,
    });
    const span = { ...rest, liveTo: reached.live, replayTo: reached.replay };
    alignBand(sequences, span, { edits: reached.edits, pairs });
    liveFrom = reached.live;
    replayFrom = reached.replay;
  }
}
