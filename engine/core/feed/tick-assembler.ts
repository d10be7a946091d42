// Bars as a feed delivers them become ticks: in order, each once, complete or said to be incomplete. It reads no clock and
// invents nothing: whether a missing bar is waited for, fetched or accepted is for its owner to say.
import type { BarRecord } from '../schema/index.js';
import { isSameBar, missingIn, type FeedGap, type FeedNote } from './feed-note.js';
import { FeedHistory } from './feed-history.js';

export interface AssemblerSettings {
  /** Ascending by bytes. */
  readonly symbols: readonly string[];
  readonly intervalMs: number;
  /** Open time of the last tick that was run; null before the first. */
  readonly lastTickTs: number | null;
}

/** A tick to run: its bars ascending by symbol, every revision of a bar in the order it came, the last one in force. */
export interface AssembledTick {
  readonly ts: number;
  readonly bars: readonly BarRecord[];
  /** What ran in the end; one a symbol. */
  readonly newest: readonly BarRecord[];
}

/** What a bar led to. A gap stands in the way of every later tick until it is filled or accepted. */
export interface Assembled {
  readonly ticks: readonly AssembledTick[];
  readonly notes: readonly FeedNote[];
}

/** Open times kept while something before them is missing; a feed that is further behind cannot be told from a broken one. */
export const WAITING_MAX = 10_000;

/** Ticks by which one symbol may lag behind the others before its bar counts as missing. */
const LAG_TICKS_MAX = 2;

type Revisions = readonly [BarRecord, ...BarRecord[]];

export class TickAssembler {
  /** Bars by open time and symbol, of ticks that were not run yet. */
  private readonly waiting = new Map<number, Map<string, Revisions>>();
  private readonly history = new FeedHistory();
  private readonly accepted = new Set<number>();
  private lastTickTs: number | null;

  constructor(private readonly settings: AssemblerSettings) {
    this.lastTickTs = settings.lastTickTs;
  }

  /** Open time of the last tick handed out; null before the first. */
  get position(): number | null {
    return this.lastTickTs;
  }

  /** Open time from which on bars are wanted; null: whatever comes first. */
  get wantedFromTs(): number | null {
    return this.lastTickTs === null ? null : this.lastTickTs + this.settings.intervalMs;
  }

  /** Takes a final bar. */
  add(bar: BarRecord): Assembled {
    const note = this.place(bar);
    return { ticks: this.complete(), notes: note === null ? [] : [note] };
  }

  /** What is missing before bars that are there; null while nothing is. */
  get gap(): FeedGap | null {
    const first = this.firstWaiting();
    if (first === null) return null;
    const expected = this.wantedFromTs ?? first;
    if (first > expected)
      return { fromTs: expected, untilTs: first, symbols: this.settings.symbols };
    const symbols = this.missing(first);
    return this.movedOn(first, symbols)
      ? { fromTs: first, untilTs: first + this.settings.intervalMs, symbols }
      : null;
  }

  /** Goes on without what is missing: the market had no such bar, or nobody can give it any more. */
  accept({ fromTs, untilTs }: FeedGap): Assembled {
    if (this.waiting.has(fromTs)) this.accepted.add(fromTs);
    else this.lastTickTs = untilTs - this.settings.intervalMs;
    return { ticks: this.complete(), notes: [] };
  }

  private place(bar: BarRecord): FeedNote | null {
    const { symbols } = this.settings;
    if (!symbols.includes(bar.symbol)) return { kind: 'other-symbol', bar };
    const misplaced = this.misplaced(bar);
    if (misplaced !== null) return misplaced;
    const tick = this.waiting.get(bar.openTs) ?? new Map<string, Revisions>();
    const known = tick.get(bar.symbol);
    if (known === undefined && tick.size === 0 && this.waiting.size >= WAITING_MAX)
      return { kind: 'too-far-ahead', bar };
    this.waiting.set(bar.openTs, tick);
    if (known === undefined) {
      tick.set(bar.symbol, [bar]);
      return null;
    }
    const newest = known[known.length - 1] as BarRecord;
    if (isSameBar(newest, bar)) return { kind: 'repeated', bar };
    tick.set(bar.symbol, revised(known, bar));
    return { kind: 'revised', bar, before: newest };
  }

  /** Bars that belong to no tick to come. */
  private misplaced(bar: BarRecord): FeedNote | null {
    const last = this.lastTickTs;
    const origin = last ?? this.firstWaiting();
    if (origin !== null && (bar.openTs - origin) % this.settings.intervalMs !== 0)
      return { kind: 'off-grid', bar };
    if (last === null || bar.openTs > last) return null;
    const used = this.history.find(bar);
    if (used === undefined) {
      const start = this.settings.lastTickTs;
      const isBefore = start !== null && bar.openTs <= start;
      return { kind: isBefore ? 'before-start' : 'too-late', bar };
    }
    return isSameBar(used, bar)
      ? { kind: 'repeated', bar }
      : { kind: 'revised-late', bar, before: used };
  }

  private firstWaiting(): number | null {
    let first: number | null = null;
    for (const ts of this.waiting.keys()) if (first === null || ts < first) first = ts;
    return first;
  }

  private missing(ts: number): readonly string[] {
    return missingIn(this.settings.symbols, this.waiting.get(ts));
  }

  /** Whether what is missing will not come by itself: its symbol has later bars, or the others are well ahead. */
  private movedOn(ts: number, symbols: readonly string[]): boolean {
    if (this.waiting.size > LAG_TICKS_MAX) return true;
    const later = [...this.waiting].filter(([other]) => other > ts);
    return symbols.every((symbol) => later.some(([, bars]) => bars.has(symbol)));
  }

  private complete(): readonly AssembledTick[] {
    const ticks: AssembledTick[] = [];
    for (let tick = this.next(); tick !== null; tick = this.next()) {
      this.waiting.delete(tick.ts);
      this.accepted.delete(tick.ts);
      this.lastTickTs = tick.ts;
      for (const bar of tick.newest) this.history.keep(bar);
      ticks.push(tick);
    }
    return ticks;
  }

  private next(): AssembledTick | null {
    const first = this.firstWaiting();
    if (first === null || first !== (this.wantedFromTs ?? first)) return null;
    if (this.missing(first).length > 0 && !this.accepted.has(first)) return null;
    const bars = this.waiting.get(first);
    const ordered = this.settings.symbols.flatMap((symbol) => {
      const revisions = bars?.get(symbol);
      return revisions === undefined ? [] : [revisions];
    });
    const newest = ordered.map((revisions) => revisions[revisions.length - 1] as BarRecord);
    return { ts: first, bars: ordered.flat(), newest };
  }
}

/** Revisions carry ascending numbers, so that a capture can hold all of them. */
function revised(known: Revisions, bar: BarRecord): Revisions {
  const numbered = known.map((one, index) => ({ ...one, revision: one.revision ?? index }));
  const last = numbered[numbered.length - 1]?.revision ?? 0;
  const own = bar.revision !== undefined && bar.revision > last ? bar.revision : last + 1;
  return [...numbered, { ...bar, revision: own }] as unknown as Revisions;
}
