// What one lane recorded, as it comes from the device in pieces: put together, cut at the ends of ticks, decoded into calls
// of the trace. A tick that is not over waits for its rest.
import { numberCells } from '../../core/memory/number-cells.js';
import type { Numeric } from '../../core/numeric/index.js';
import { type SinkTable, StreamDecoder } from '../fast/stream.js';
import type { Program } from '../ir/program.js';
import { MARK } from './lane-words.js';

export interface LaneSink {
  readonly call: SinkTable['call'];
  readonly defer?: SinkTable['defer'];
  /** After a tick's calls. `digest` is of state behind it, as `stateDigest` writes it; empty when none was asked for. */
  readonly tickEnd?: (tick: number, digest: string) => void;
}

const HEX_DIGITS = 8;
const hex = (word: number): string => word.toString(16).padStart(HEX_DIGITS, '0');

export class LaneOutput {
  private waiting = new Uint32Array(0);
  private tick = 0;
  private readonly decoder: StreamDecoder;

  constructor(
    program: Program,
    inputs: { readonly num: Numeric; readonly symbols: readonly string[] },
    private readonly sink: LaneSink,
  ) {
    const cells = numberCells(inputs.num);
    this.decoder = new StreamDecoder(program, {
      numWords: cells.words,
      readNum: (from, address) => cells.read(from, address),
      symbolText: (id) => inputs.symbols[id] ?? '',
    });
  }

  /** @param region the lane's whole output; its first `out` words and its last `marks` records count */
  take(
    region: Uint32Array,
    { out, marks }: { readonly out: number; readonly marks: number },
  ): void {
    let from = 0;
    for (let i = 1; i <= marks; i += 1) {
      const mark = region.length - i * MARK.length;
      const [to = 0, high = 0, low = 0] = region.subarray(mark, mark + MARK.length);
      this.decode(region.subarray(from, to));
      from = to;
      this.sink.tickEnd?.(this.tick, high === 0 && low === 0 ? '' : hex(high) + hex(low));
      this.tick += 1;
    }
    this.waiting = joined(this.waiting, region.subarray(from, out));
  }

  private decode(end: Uint32Array): void {
    const words = joined(this.waiting, end);
    this.waiting = new Uint32Array(0);
    // Ticks end at marks of their own, not within the records.
    const { call, defer } = this.sink;
    const table = { tick: () => undefined, call, ...(defer === undefined ? {} : { defer }) };
    this.decoder.decode(new DataView(words.buffer), table);
  }
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array<ArrayBuffer> {
  const words = new Uint32Array(a.length + b.length);
  words.set(a);
  words.set(b, a.length);
  return words;
}
