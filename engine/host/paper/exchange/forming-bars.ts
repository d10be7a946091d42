// Candles of a live feed are said again and again until they close, and nothing says that they have. A bar is closed once
// the next one of its row has begun: by the exchange's own times, never by our clock.
import type { BarRecord } from '../../../core/schema/index.js';

export interface SaidBar {
  readonly bar: BarRecord;
  /** Where it was said last. */
  readonly place: string;
}

export interface Taken {
  /** Nothing of this symbol was heard before. */
  readonly isFirst: boolean;
  readonly closed: SaidBar | null;
}

/** Bars of one connection. What a lost one left half said may have changed since, so it is never taken over. */
export class FormingBars {
  private readonly newest = new Map<string, SaidBar>();

  take(said: SaidBar): Taken {
    const { symbol, openTs } = said.bar;
    const known = this.newest.get(symbol);
    // An older one is closed already: whoever runs it says whether it still counts.
    if (known !== undefined && openTs < known.bar.openTs) return { isFirst: false, closed: said };
    this.newest.set(symbol, said);
    const isOver = known !== undefined && known.bar.openTs < openTs;
    return { isFirst: known === undefined, closed: isOver ? known : null };
  }
}
