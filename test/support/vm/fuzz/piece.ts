// Statements of a random program as a tree, so that a failing program can lose some of them and still be one.

/** One statement, or one with statements inside. */
export interface Piece {
  /** The whole statement, or what opens its block. */
  readonly open: string;
  readonly body?: readonly Piece[];
  /** Between the two blocks of an `if`. */
  readonly otherwise?: readonly Piece[];
}

export const leaf = (open: string): Piece => ({ open });

export function linesOf(pieces: readonly Piece[], indent = '  '): readonly string[] {
  return pieces.flatMap(({ open, body, otherwise }) => {
    if (body === undefined) return [indent + open];
    const inner = indent + '  ';
    const rest = otherwise === undefined ? [] : [`${indent}} else {`, ...linesOf(otherwise, inner)];
    return [`${indent}${open} {`, ...linesOf(body, inner), ...rest, `${indent}}`];
  });
}

/** Every list of pieces that is the given one but for one piece: without it, or with its inside in its place. */
export function* smaller(pieces: readonly Piece[]): Generator<readonly Piece[]> {
  for (const [i, piece] of pieces.entries()) {
    const instead = (those: readonly Piece[]): readonly Piece[] => [
      ...pieces.slice(0, i),
      ...those,
      ...pieces.slice(i + 1),
    ];
    yield instead([]);
    const { body, otherwise } = piece;
    if (body === undefined) continue;
    yield instead(body);
    if (otherwise !== undefined) {
      yield instead([{ open: piece.open, body }]);
      for (const rest of smaller(otherwise)) yield instead([{ ...piece, otherwise: rest }]);
    }
    for (const rest of smaller(body)) yield instead([{ ...piece, body: rest }]);
  }
}
