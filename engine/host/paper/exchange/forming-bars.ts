// Candles of a live feed are said again and again until they close, and nothing says that they have. A bar is closed once
// the very next one of its row has begun: by the exchange's own times, never by our clock. Where time jumps, forward or back,
// nothing is concluded from it.
import type { BarRecord } from '../../../core/schema/index.js';

export interface SaidBar {
  readonly bar: BarRecord;
  /** Where it was said last. */
  readonly place: string;
}

export type Taken =
  | { readonly kind: 'forming' }
  | { readonly kind: 'closed'; readonly closed: SaidBar }
  /** Bars from there on were not said as they closed; null: from before this connection. */
  | { readonly kind: 'unsaid'; readonly fromTs: number | null }
  /** Not after `newestTs`, and not right before it either; or between two bars. It was not used. */
  | { readonly kind: 'misplaced'; readonly newestTs: number };

/** Bars of one connection. What a lost one left half said may have changed since, so it is never taken over. */
export class FormingBars {
  private readonly newest = new Map<string, SaidBar>();

  constructor(private readonly intervalMs: number) {}

  take(said: SaidBar): Taken {
    const { symbol, openTs } = said.bar;
    const known = this.newest.get(symbol);
    if (known === undefined) {
      this.newest.set(symbol, said);
      return { kind: 'unsaid', fromTs: null };
    }
    const newestTs = known.bar.openTs;
    const bars = (openTs - newestTs) / this.intervalMs;
    // One that closed just before may be said once more: whoever has run it says whether it still counts.
    if (bars === -1) return { kind: 'closed', closed: said };
    if (bars < 0 || !Number.isInteger(bars)) return { kind: 'misplaced', newestTs };
    this.newest.set(symbol, said);
    if (bars === 0) return { kind: 'forming' };
    return bars === 1 ? { kind: 'closed', closed: known } : { kind: 'unsaid', fromTs: newestTs };
  }
}
