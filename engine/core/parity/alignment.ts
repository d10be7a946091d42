// Pairs two event sequences by minimal edit distance over an identity, never by index or time.
// Among minimal alignments it takes one whose pairs agree most in `near` (time), so that repeats pair with their like.

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

/** Table cells one block may take: one byte each. Larger inputs are aligned block by block. */
const CELLS_MAX = 32_000_000;
/** Rows of a block when the whole does not fit; a block's end may then cost a few edits more than the minimum. */
const BLOCK_ROWS = 4_000;

export function alignEvents<T>(input: AlignmentInput<T>): readonly Pair[] {
  const live = input.live.map((event) => input.identity(event));
  const replay = input.replay.map((event) => input.identity(event));
  const shared = {
    live,
    replay,
    near: (l: number, r: number) => input.near(input.live[l] as T, input.replay[r] as T),
  };
  const head = commonPrefix(shared);
  const tail = commonSuffix(shared, head);
  const pairs: Pair[] = [];
  for (let index = 0; index < head; index += 1) pairs.push({ live: index, replay: index });
  alignMiddle(
    shared,
    {
      liveFrom: head,
      liveTo: live.length - tail,
      replayFrom: head,
      replayTo: replay.length - tail,
    },
    pairs,
  );
  for (let index = tail; index > 0; index -= 1)
    pairs.push({ live: live.length - index, replay: replay.length - index });
  return pairs;
}

interface Sequences {
  readonly live: readonly string[];
  readonly replay: readonly string[];
  readonly near: (live: number, replay: number) => boolean;
}

interface Range {
  readonly liveFrom: number;
  readonly liveTo: number;
  readonly replayFrom: number;
  readonly replayTo: number;
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

function alignMiddle(sequences: Sequences, range: Range, pairs: Pair[]): void {
  const rows = range.liveTo - range.liveFrom;
  const columns = range.replayTo - range.replayFrom;
  if ((rows + 1) * (columns + 1) <= CELLS_MAX) {
    alignBlock(sequences, range, pairs);
    return;
  }
  const blocks = Math.ceil(Math.max(rows, columns) / BLOCK_ROWS);
  const cut = (from: number, length: number, block: number) =>
    from + Math.floor((length * block) / blocks);
  for (let block = 0; block < blocks; block += 1) {
    alignBlock(
      sequences,
      {
        liveFrom: cut(range.liveFrom, rows, block),
        liveTo: cut(range.liveFrom, rows, block + 1),
        replayFrom: cut(range.replayFrom, columns, block),
        replayTo: cut(range.replayFrom, columns, block + 1),
      },
      pairs,
    );
  }
}

const PAIR = 0;
const LIVE_ONLY = 1;
const REPLAY_ONLY = 2;
/** One edit outweighs any number of pairs that disagree in time. */
const EDIT = 2 ** 24;

/** Dynamic programming from the end, so that the way forward reads the choices in order. */
function alignBlock(sequences: Sequences, range: Range, pairs: Pair[]): void {
  const rows = range.liveTo - range.liveFrom;
  const columns = range.replayTo - range.replayFrom;
  const choices = new Uint8Array((rows + 1) * (columns + 1));
  fillChoices(sequences, range, choices);
  let row = 0;
  let column = 0;
  while (row < rows || column < columns) {
    const choice =
      row === rows
        ? REPLAY_ONLY
        : column === columns
          ? LIVE_ONLY
          : choices[row * (columns + 1) + column];
    pairs.push({
      live: choice === REPLAY_ONLY ? null : range.liveFrom + row,
      replay: choice === LIVE_ONLY ? null : range.replayFrom + column,
    });
    if (choice !== REPLAY_ONLY) row += 1;
    if (choice !== LIVE_ONLY) column += 1;
  }
}

function fillChoices({ live, replay, near }: Sequences, range: Range, choices: Uint8Array): void {
  const rows = range.liveTo - range.liveFrom;
  const columns = range.replayTo - range.replayFrom;
  let below = new Float64Array(columns + 1);
  for (let column = columns; column >= 0; column -= 1) below[column] = (columns - column) * EDIT;
  for (let row = rows - 1; row >= 0; row -= 1) {
    const current = new Float64Array(columns + 1);
    current[columns] = (rows - row) * EDIT;
    for (let column = columns - 1; column >= 0; column -= 1) {
      const l = range.liveFrom + row;
      const r = range.replayFrom + column;
      let best = (below[column] as number) + EDIT;
      let choice = LIVE_ONLY;
      const insert = (current[column + 1] as number) + EDIT;
      if (insert < best) {
        best = insert;
        choice = REPLAY_ONLY;
      }
      if (live[l] === replay[r]) {
        const pair = (below[column + 1] as number) + (near(l, r) ? 0 : 1);
        if (pair <= best) {
          best = pair;
          choice = PAIR;
        }
      }
      current[column] = best;
      choices[row * (columns + 1) + column] = choice;
    }
    below = current;
  }
}
