// The latest bars of every symbol: whether a bar is new, the same again, or the next revision of one that was seen.
import type { BarRecord } from '../../core/schema/index.js';

/** The bar as a decision names it. */
export type SeenBar = Pick<BarRecord, 'openTs' | 'open' | 'high' | 'low' | 'close' | 'volume'> & {
  readonly revision: number;
};

/** A correction comes within a few bars, and a bot that starts again feeds its indicators with hundreds. */
const BARS_PER_SYMBOL = 512;

const VALUES = ['open', 'high', 'low', 'close', 'volume', 'closeTs'] as const;

export type Sight =
  | { readonly kind: 'new'; readonly revision: number }
  | { readonly kind: 'known'; readonly revision: number }
  | { readonly kind: 'refused'; readonly refusal: string };

export class BarMemory {
  private readonly series = new Map<string, BarRecord[]>();

  /**
   * What a bar is to those before it. Nothing is remembered yet. `row` is its line: no bar has had as many revisions,
   * so it serves as the revision of one that may have been forgotten.
   */
  look(bar: BarRecord, row: number): Sight {
    const series = this.series.get(bar.symbol) ?? [];
    const before = series.findLast(({ openTs }) => openTs === bar.openTs);
    if (before === undefined) {
      const isForgotten =
        series.length === BARS_PER_SYMBOL && bar.openTs < (series[0]?.openTs ?? 0);
      return { kind: 'new', revision: bar.revision ?? (isForgotten ? row : 0) };
    }
    const revision = before.revision ?? 0;
    const isSame = VALUES.every((name) => before[name] === bar[name]);
    if (isSame && (bar.revision ?? revision) === revision) return { kind: 'known', revision };
    const next = bar.revision ?? revision + 1;
    if (next > revision) return { kind: 'new', revision: next };
    return {
      kind: 'refused',
      refusal: `revision: ${String(next)} does not follow ${String(revision)}. Fix: count revisions of a bar upwards, or leave them to the recorder.`,
    };
  }

  remember(bar: BarRecord): void {
    const series = this.series.get(bar.symbol) ?? [];
    this.series.set(bar.symbol, series);
    const place = series.findLastIndex(({ openTs }) => openTs <= bar.openTs);
    if (series[place]?.openTs === bar.openTs) series[place] = bar;
    else series.splice(place + 1, 0, bar);
    if (series.length > BARS_PER_SYMBOL) series.shift();
  }

  /** The newest bar of a symbol, as a decision names it. */
  latest(symbol: string): SeenBar | undefined {
    const bar = this.series.get(symbol)?.at(-1);
    if (bar === undefined) return undefined;
    const { openTs, open, high, low, close, volume, revision = 0 } = bar;
    return { openTs, open, high, low, close, volume, revision };
  }
}
