// The bars that were run last, so that one that comes again can be told from one that came changed.
import type { BarRecord } from '../schema/index.js';

/** A feed repeats or corrects what is recent; with a bar a minute this is half a week. */
const BARS_MAX = 5_000;

export class FeedHistory {
  private readonly bars = new Map<string, BarRecord>();

  keep(bar: BarRecord): void {
    this.bars.set(keyOf(bar), bar);
    const oldest = this.bars.keys().next();
    if (this.bars.size > BARS_MAX && oldest.done !== true) this.bars.delete(oldest.value);
  }

  find(bar: BarRecord): BarRecord | undefined {
    return this.bars.get(keyOf(bar));
  }
}

const keyOf = ({ symbol, openTs }: BarRecord): string => `${symbol} ${String(openTs)}`;
