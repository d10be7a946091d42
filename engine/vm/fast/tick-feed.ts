// Ticks of the market in the words that compiled code reads, one behind the other: the number of a tick's bytes, then the
// bytes. Addresses within a tick are final, so a feed serves every run whose current tick lies at the same place.
import { invariant } from '../../core/kernel/fault.js';
import type { CurrentTick } from '../../core/kernel/index.js';
import { ImageWriter } from '../../core/memory/image.js';
import { Layouts } from '../../core/memory/record-layout.js';
import { encodingOf } from '../../core/memory/run-image.js';
import type { SymbolTable } from '../../core/memory/symbol-table.js';
import type { Numeric } from '../../core/numeric/index.js';
import type { Program } from '../ir/program.js';

/** Room for the tick in progress; a bar takes less than 256 bytes, and runs have tens of symbols. */
export const CURRENT_BYTES = 1 << 18;

/** Before every tick: the number of its bytes. */
export const FEED_HEADER_BYTES = 4;

export interface TickFeed {
  /** Where the current tick has to lie. */
  readonly currentAt: number;
  readonly bytes: Uint8Array;
  /** First byte of every tick, and behind the last the end of all. */
  readonly starts: readonly number[];
}

export interface FeedPlan {
  readonly program: Program;
  readonly num: Numeric;
  readonly symbols: SymbolTable;
  readonly currentAt: number;
}

/** @throws NotRepresentable when a number has more digits than a cell, or a tick more bars than there is room for */
export function encodeTicks(plan: FeedPlan, ticks: Iterable<CurrentTick>): TickFeed {
  const { program, num, symbols, currentAt } = plan;
  const root = program.roots.find(({ name }) => name === 'current');
  invariant(root !== undefined, 'the current tick is a root');
  const writer = new ImageWriter(new Layouts(program.numWords), encodingOf(num, symbols), {
    next: currentAt,
    before: null,
    // Nothing is added to the lists of a tick.
    listRoom: 0,
  });
  const feed = new FeedWriter();
  for (const tick of ticks) {
    writer.rewind(currentAt);
    writer.place(root.type, tick, 'tick');
    feed.add(writer.image().subarray(currentAt));
  }
  return { currentAt, ...feed.done() };
}

/** A feed of one tick that somebody else encoded. */
export function feedOfOne(currentAt: number, tick: Uint8Array): TickFeed {
  const feed = new FeedWriter();
  feed.add(tick);
  return { currentAt, ...feed.done() };
}

class FeedWriter {
  private bytes = new Uint8Array(1 << 16);
  private view = new DataView(this.bytes.buffer);
  private length = 0;
  private readonly starts: number[] = [];

  add(tick: Uint8Array): void {
    invariant(tick.length <= CURRENT_BYTES, 'a tick fits the room for it');
    const needed = this.length + 4 + tick.length;
    if (needed > this.bytes.length) {
      const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
      larger.set(this.bytes);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    this.starts.push(this.length);
    this.view.setUint32(this.length, tick.length, true);
    this.bytes.set(tick, this.length + 4);
    this.length = needed;
  }

  done(): Pick<TickFeed, 'bytes' | 'starts'> {
    const { bytes, length, starts } = this;
    return { bytes: bytes.subarray(0, length), starts: [...starts, length] };
  }
}
