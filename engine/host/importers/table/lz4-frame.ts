// LZ4, as Arrow packs its buffers and Parquet its pages: the published frame format 1.6.3 and block format. Reading only.

const MAGIC = 0x184d2204;

/** The bytes of one frame, at most `bytesMax` of them. Throws RangeError when it is damaged or larger. */
export function unpackLz4Frame(packed: Uint8Array, bytesMax: number): Uint8Array {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new RangeError('no LZ4 frame');
  const flags = view.getUint8(4);
  const hasBlockSum = (flags & 0x10) !== 0;
  const hasSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  const stated = hasSize ? Number(view.getBigUint64(6, true)) : packed.length * 4;
  if (hasSize && stated > bytesMax) throw new RangeError('the LZ4 frame is too large');
  const output = new Output(Math.min(stated, bytesMax), bytesMax);
  for (;;) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) return output.bytes();
    const length = word & 0x7fffffff;
    if (at + length > packed.length) throw new RangeError('the LZ4 frame ends too early');
    const block = packed.subarray(at, at + length);
    // Blocks may refer to what earlier blocks of the frame gave, so all share one output.
    if (word >>> 31 === 1) output.append(block);
    else unpackBlock(block, output);
    at += length + (hasBlockSum ? 4 : 0);
  }
}

/** A block without a frame, as Parquet packs its pages. Throws RangeError when it is damaged or larger than stated. */
export function unpackLz4Block(packed: Uint8Array, unpackedBytes: number): Uint8Array {
  const output = new Output(unpackedBytes, unpackedBytes);
  unpackBlock(packed, output);
  return output.bytes();
}

/** Bytes that grow, up to a limit. */
class Output {
  length = 0;
  private held: Uint8Array;

  constructor(
    capacity: number,
    private readonly bytesMax: number,
  ) {
    this.held = new Uint8Array(Math.max(64, capacity));
  }

  append(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.held.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Repeats what lies `distance` back; the source may run into what is being written. */
  repeat(distance: number, count: number): void {
    if (distance === 0 || distance > this.length) throw new RangeError('an LZ4 match leads out');
    this.reserve(count);
    const { held, length } = this;
    for (let index = 0; index < count; index += 1) {
      held[length + index] = held[length + index - distance] ?? 0;
    }
    this.length += count;
  }

  bytes(): Uint8Array {
    return this.held.subarray(0, this.length);
  }

  private reserve(count: number): void {
    const wanted = this.length + count;
    if (wanted > this.bytesMax) throw new RangeError('the LZ4 frame is too large');
    if (wanted <= this.held.length) return;
    const grown = new Uint8Array(Math.min(this.bytesMax, Math.max(wanted, this.held.length * 2)));
    grown.set(this.held.subarray(0, this.length));
    this.held = grown;
  }
}

const MATCH_LEAST = 4;

function unpackBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const byte = (): number => {
    const value = block[at];
    if (value === undefined) throw new RangeError('an LZ4 block ends too early');
    at += 1;
    return value;
  };
  const lengthFrom = (nibble: number): number => {
    let length = nibble;
    if (nibble !== 15) return length;
    for (;;) {
      const more = byte();
      length += more;
      if (more !== 255) return length;
    }
  };
  while (at < block.length) {
    const token = byte();
    const literals = lengthFrom(token >> 4);
    if (at + literals > block.length) throw new RangeError('an LZ4 block ends too early');
    output.append(block.subarray(at, at + literals));
    at += literals;
    // The last sequence of a block has no match.
    if (at === block.length) return;
    const distance = byte() | (byte() << 8);
    output.repeat(distance, lengthFrom(token & 15) + MATCH_LEAST);
  }
}
