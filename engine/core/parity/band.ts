// The best of all minimal alignments of a stretch: dynamic programming over the band of diagonals that so many edits
// can reach. Fewest edits first, then the fewest pairs that are not near each other.
import type { Pair } from './alignment.js';

/** Identities as numbers: equal numbers may be partners. */
export interface Sequences {
  readonly live: Int32Array;
  readonly replay: Int32Array;
  readonly near: (live: number, replay: number) => boolean;
}

export interface Span {
  readonly liveFrom: number;
  readonly liveTo: number;
  readonly replayFrom: number;
  readonly replayTo: number;
}

const PAIR = 0;
const LIVE_ONLY = 1;
const REPLAY_ONLY = 2;
/** One edit outweighs any number of pairs that disagree in time. */
const EDIT = 2 ** 24;

/** A table of choices: row by row, each from `deletions` diagonals to the left up to its width. */
interface Band {
  readonly rows: number;
  readonly columns: number;
  /** Events of live alone on any minimal way: how far it strays below the first diagonal. */
  readonly deletions: number;
  readonly width: number;
}

/** Precondition: `edits` is enough, and as even or odd as the lengths of the two sides together. */
export function alignBand(
  sequences: Sequences,
  span: Span,
  { edits, pairs }: { readonly edits: number; readonly pairs: Pair[] },
): void {
  const rows = span.liveTo - span.liveFrom;
  const columns = span.replayTo - span.replayFrom;
  const band = { rows, columns, deletions: (edits + rows - columns) / 2, width: edits + 1 };
  const choices = fillChoices(sequences, span, band);
  let row = 0;
  let column = 0;
  while (row < rows || column < columns) {
    const choice =
      row === rows
        ? REPLAY_ONLY
        : column === columns
          ? LIVE_ONLY
          : choices[row * band.width + column - row + band.deletions];
    pairs.push({
      live: choice === REPLAY_ONLY ? null : span.liveFrom + row,
      replay: choice === LIVE_ONLY ? null : span.replayFrom + column,
    });
    if (choice !== REPLAY_ONLY) row += 1;
    if (choice !== LIVE_ONLY) column += 1;
  }
}

/** From the end, so that the way forward reads the choices in order. Costs are kept for two rows only. */
function fillChoices(sequences: Sequences, span: Span, band: Band): Uint8Array {
  const { live, replay, near } = sequences;
  const { rows, columns, deletions, width } = band;
  const choices = new Uint8Array(rows * width);
  let below = new Float64Array(width + 1).fill(Infinity);
  let current = new Float64Array(width + 1).fill(Infinity);
  for (let place = 0; place < width; place += 1) {
    const column = rows - deletions + place;
    if (column >= 0 && column <= columns) below[place] = (columns - column) * EDIT;
  }
  for (let row = rows - 1; row >= 0; row -= 1) {
    current.fill(Infinity);
    const first = row - deletions;
    const l = span.liveFrom + row;
    for (
      let place = Math.min(width - 1, columns - first);
      place >= 0 && first + place >= 0;
      place -= 1
    ) {
      const column = first + place;
      if (column === columns) {
        current[place] = (rows - row) * EDIT;
        continue;
      }
      let best = place === 0 ? Infinity : (below[place - 1] as number) + EDIT;
      let choice = LIVE_ONLY;
      const insert = (current[place + 1] as number) + EDIT;
      if (insert < best) {
        best = insert;
        choice = REPLAY_ONLY;
      }
      const r = span.replayFrom + column;
      if (live[l] === replay[r]) {
        const pair = (below[place] as number) + (near(l, r) ? 0 : 1);
        if (pair <= best) {
          best = pair;
          choice = PAIR;
        }
      }
      current[place] = best;
      choices[row * width + place] = choice;
    }
    [below, current] = [current, below];
  }
  return choices;
}
