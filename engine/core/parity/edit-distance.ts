// How far two sequences can be brought together by so many edits: Myers' greedy search, without the way that leads
// there. An edit is an event on one side alone.
import type { Sequences, Span } from './band.js';

export interface Reached {
  /** Behind the last event that is reached, on each side. */
  readonly live: number;
  readonly replay: number;
  /** So many edits lead there. */
  readonly edits: number;
}

export interface ReachLimits {
  readonly editsMax: number;
  /** Rows up to the place that is reached times edits, each with one added. */
  readonly cellsMax: number;
}

/** No place of a diagonal is reached. Low enough to stay negative when one is added. */
const NOWHERE = -2;

/** The end of the span by the fewest edits; the furthest place within the limits where they do not allow that. */
export function reach(sequences: Sequences, span: Span, limits: ReachLimits): Reached {
  const { liveFrom, replayFrom } = span;
  const rows = span.liveTo - liveFrom;
  const columns = span.replayTo - replayFrom;
  const frontier = new Frontier(Math.min(limits.editsMax, rows + columns));
  let before: Reached = { live: liveFrom, replay: replayFrom, edits: 0 };
  for (let edits = 0; ; edits += 1) {
    let furthest = -1;
    let row = 0;
    const lowest = edits <= columns ? -edits : edits - 2 * columns;
    const highest = edits <= rows ? edits : 2 * rows - edits;
    for (let diagonal = lowest; diagonal <= highest; diagonal += 2) {
      const at = slide(sequences, span, { row: frontier.step(edits, diagonal, columns), diagonal });
      const isInside = at >= 0 && at <= rows;
      frontier.set(diagonal, isInside ? at : NOWHERE);
      if (isInside && 2 * at - diagonal > furthest) {
        furthest = 2 * at - diagonal;
        row = at;
      }
    }
    const here = { live: liveFrom + row, replay: replayFrom + furthest - row, edits };
    if (furthest === rows + columns) return here;
    const isTooLarge = (row + 1) * (edits + 1) > limits.cellsMax;
    if (isTooLarge && before.edits > 0) return before;
    if (edits >= limits.editsMax) return here;
    before = here;
  }
}

/** Along the diagonal, as long as events have one identity. */
function slide(
  { live, replay }: Sequences,
  { liveFrom, liveTo, replayFrom, replayTo }: Span,
  from: { readonly row: number; readonly diagonal: number },
): number {
  if (from.row < 0) return NOWHERE;
  let l = liveFrom + from.row;
  let r = replayFrom + from.row - from.diagonal;
  while (l < liveTo && r < replayTo && live[l] === replay[r]) {
    l += 1;
    r += 1;
  }
  return l - liveFrom;
}

/** The furthest row of every diagonal (row minus column). Grows with the edits, since most searches end after few. */
class Frontier {
  private rows = new Int32Array(2 * INITIAL + 3).fill(NOWHERE);
  private reach = INITIAL;

  constructor(private readonly editsMax: number) {}

  /** The furthest row one edit leads to on this diagonal, from those beside it; NOWHERE when none does. */
  step(edits: number, diagonal: number, columns: number): number {
    if (edits === 0) return 0;
    const right = this.at(diagonal - 1) + 1;
    const down = this.at(diagonal + 1);
    const isDown = down >= 0 && down - diagonal <= columns;
    return Math.max(right > 0 ? right : NOWHERE, isDown ? down : NOWHERE);
  }

  set(diagonal: number, row: number): void {
    if (Math.abs(diagonal) > this.reach) this.grow();
    this.rows[diagonal + this.reach + 1] = row;
  }

  private at(diagonal: number): number {
    return this.rows[diagonal + this.reach + 1] ?? NOWHERE;
  }

  private grow(): void {
    const reach = Math.min(2 * this.reach, this.editsMax);
    const rows = new Int32Array(2 * reach + 3).fill(NOWHERE);
    rows.set(this.rows, reach - this.reach);
    this.rows = rows;
    this.reach = reach;
  }
}

/** Diagonals on each side of the first that a search begins with. */
const INITIAL = 64;
