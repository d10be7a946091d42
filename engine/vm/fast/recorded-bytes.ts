// What compiled code recorded and nobody has read yet, as raw bytes. The buffer it writes to may be emptied in the middle
// of a record, so only this sum of all pieces is ever decoded.

export class RecordedBytes {
  private pieces: Uint8Array[] = [];
  private held = 0;

  get length(): number {
    return this.held;
  }

  /** Copies, since the buffer is written again. */
  add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.pieces.push(piece.slice());
    this.held += piece.length;
  }

  /** Hands over everything but what lies behind `end`. */
  take(end = this.held): DataView {
    const [only] = this.pieces;
    const isWhole = this.pieces.length === 1 && only !== undefined;
    const all = isWhole ? only : joined(this.pieces, this.held);
    this.pieces = [];
    this.held = 0;
    return new DataView(all.buffer, all.byteOffset, end);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
