// A strategy on paper: seeded from a snapshot, it follows a feed tick by tick. Start reading at `runPaper`.
import {
  TickAssembler,
  type Assembled,
  type AssembledTick,
} from '../../core/feed/tick-assembler.js';
import type { FeedGap } from '../../core/feed/feed-note.js';
import type { BarRecord, Manifest } from '../../core/schema/index.js';
import { barIssues } from '../capture/bar-issues.js';
import type { ReplayClient, RequestOptions } from '../replay/replay-client.js';
import type { Feed, FeedItem } from './feed.js';
import {
  isFault,
  noteText,
  type PaperEnd,
  type PaperListener,
  type PaperOutcome,
} from './paper-outcome.js';
import type { PaperStore } from './paper-store.js';
import { redo } from './redo.js';

export interface PaperPlan {
  /** Symbols ascending. */
  readonly market: Pick<Manifest, 'symbols' | 'intervalMs'>;
  /** What happens when bars are missing and cannot be had. */
  readonly onGap: 'stop' | 'accept';
  /** What happens when the feed does something wrong: garbage, time running back, a bar corrected too late. */
  readonly onFault: 'stop' | 'go-on';
  /** Ticks from one snapshot to the next. */
  readonly snapshotEvery: number;
}

export interface PaperParts {
  /** A worker with the paper run open. */
  readonly client: ReplayClient;
  readonly store: PaperStore;
  readonly feed: Feed;
  readonly signal: AbortSignal;
  readonly listener?: PaperListener;
}

/**
 * Runs until the feed ends, something stands in the way, or the signal stops it; a snapshot is kept in any case, so that
 * the next start goes on there. Rejects with PaperError, ReplayError, or what the store throws.
 */
export async function runPaper(parts: PaperParts, plan: PaperPlan): Promise<PaperOutcome> {
  const session = new PaperSession(parts, plan);
  return session.run();
}

/** A run without an end has none. */
const NO_WINDOW: Manifest['window'] = { fromTs: 1, toTs: 0, end: 'cut' };

/** What a reader wants to know once. */
const TOLD_ONCE: ReadonlySet<string> = new Set(['other-symbol', 'before-start', 'repeated']);

type Answer = Extract<FeedItem, { kind: 'backfilled' }>;

class PaperSession {
  private readonly counts = { ticks: 0, redone: 0, bars: 0, events: 0 };
  private readonly notes: Record<string, number> = {};
  private readonly symbols: readonly string[];
  private assembler: TickAssembler;
  /** The gap that the feed was asked about. */
  private asked: FeedGap | null = null;
  private readonly request: RequestOptions = {};
  private toSnapshot: number;

  constructor(
    private readonly parts: PaperParts,
    private readonly plan: PaperPlan,
  ) {
    this.symbols = plan.market.symbols;
    this.toSnapshot = plan.snapshotEvery;
    this.assembler = this.assemblerFrom(null);
  }

  async run(): Promise<PaperOutcome> {
    const { client, store } = this.parts;
    const redone = await redo(client, store, { symbols: this.symbols, request: this.request });
    this.counts.redone = redone.ticks;
    this.assembler = this.assemblerFrom(redone.lastTickTs);
    for (const bar of redone.waiting) this.assembler.add(bar);
    const end: PaperEnd =
      redone.failure === null ? await this.follow() : { kind: 'strategy', failure: redone.failure };
    if (end.kind !== 'strategy') await this.keep();
    const { position } = this.assembler;
    return { end, counts: { ...this.counts, notes: this.notes }, lastTickTs: position };
  }

  private assemblerFrom(lastTickTs: number | null): TickAssembler {
    const { intervalMs } = this.plan.market;
    return new TickAssembler({ symbols: this.symbols, intervalMs, lastTickTs });
  }

  private async follow(): Promise<PaperEnd> {
    const { feed, signal } = this.parts;
    const stop = (): void => {
      feed.close();
    };
    const isStopped = (): boolean => signal.aborted;
    signal.addEventListener('abort', stop, { once: true });
    try {
      if (isStopped()) return { kind: 'stopped' };
      for await (const item of feed.open(() => this.assembler.wantedFromTs)) {
        const end = await this.take(item);
        if (end !== null) return end;
        if (isStopped()) break;
      }
      return { kind: 'stopped' };
    } finally {
      signal.removeEventListener('abort', stop);
      feed.close();
    }
  }

  /** Null: go on. */
  private async take(item: FeedItem): Promise<PaperEnd | null> {
    switch (item.kind) {
      case 'bar':
        return this.bar(item.bar, item.place);
      case 'backfilled':
        return this.backfilled(item);
      case 'note':
        return this.note(item.isFault ? 'fault' : 'note', item);
      case 'end':
        return this.atEnd(item.reason);
      case 'broken':
        return { kind: 'broken', message: item.message, remedy: item.remedy };
    }
  }

  private async bar(bar: BarRecord, place: string): Promise<PaperEnd | null> {
    const [issue] = barIssues(
      { bar, line: 0 },
      { window: NO_WINDOW, intervalMs: this.plan.market.intervalMs },
    );
    if (issue !== undefined) {
      const text = `${place}: ${bar.symbol} at ${String(bar.openTs)}: ${issue.message} It was not used.`;
      return this.note(issue.code, { text, isFault: true });
    }
    this.counts.bars += 1;
    const assembled = this.assembler.add(bar);
    return (await this.assembled(assembled, place)) ?? (await this.lookForGap());
  }

  private async assembled({ ticks, notes }: Assembled, place: string): Promise<PaperEnd | null> {
    for (const note of notes) {
      // A feed of a whole market names every other symbol all the time, and a file all its past.
      const isNew = !TOLD_ONCE.has(note.kind) || this.notes[note.kind] === undefined;
      const text = isNew ? noteText(note, place) : null;
      const end = this.note(note.kind, { text, isFault: isFault(note) });
      if (end !== null) return end;
    }
    for (const tick of ticks) {
      const end = await this.tick(tick);
      if (end !== null) return end;
    }
    return null;
  }

  private async tick({ ts, bars, newest }: AssembledTick): Promise<PaperEnd | null> {
    const { client, store, listener } = this.parts;
    await store.bars(bars);
    const { events, failure } = await client.request('paperTick', { bars: newest }, this.request);
    if (failure !== null) return { kind: 'strategy', failure };
    if (events.length > 0) await store.events(events);
    this.counts.ticks += 1;
    this.counts.events += events.length;
    listener?.tick?.({ ts, events });
    this.toSnapshot -= 1;
    if (this.toSnapshot <= 0) await this.keep();
    return null;
  }

  private async keep(): Promise<void> {
    const { client, store } = this.parts;
    await store.snapshot(await client.request('paperSnapshot', null, this.request));
    this.toSnapshot = this.plan.snapshotEvery;
  }

  /** Bars that are missing are asked for, one question at a time; what the answer leaves open is for the plan to say. */
  private async lookForGap(): Promise<PaperEnd | null> {
    const { gap } = this.assembler;
    const { feed } = this.parts;
    if (gap === null || this.asked !== null) return null;
    if (!feed.canBackfill) return this.leaveOut(gap, `${feed.name} cannot be asked again`);
    this.asked = gap;
    this.note('gap', { text: `${gapText(gap)}; asking for it`, isFault: false });
    feed.backfill(gap);
    return null;
  }

  private async backfilled(answer: Answer): Promise<PaperEnd | null> {
    const { asked } = this;
    if (asked === null || asked.fromTs !== answer.fromTs || asked.untilTs !== answer.untilTs)
      return null;
    this.asked = null;
    const { gap } = this.assembler;
    // Where nobody could be asked, the next bar asks again.
    if (gap === null || answer.failure !== null) return null;
    return gap.fromTs < answer.untilTs ? this.leaveOut(gap, null, answer) : this.lookForGap();
  }

  /** `answer`: nothing is left of that time that the feed could give. */
  private async leaveOut(
    gap: FeedGap,
    failure: string | null,
    answer: Answer | null = null,
  ): Promise<PaperEnd | null> {
    if (this.plan.onGap === 'stop') return { kind: 'gap', gap, failure };
    this.note('gap-accepted', { text: `${gapText(gap)}; going on without`, isFault: false });
    const end = await this.assembled(this.assembler.accept(gap), 'gap');
    if (end !== null) return end;
    const next = this.assembler.gap;
    return next !== null && answer !== null && next.fromTs < answer.untilTs
      ? this.leaveOut(next, failure, answer)
      : this.lookForGap();
  }

  /** A feed that ends leaves nothing behind that could still run. */
  private atEnd(reason: string): PaperEnd {
    const { gap } = this.assembler;
    return gap === null || this.plan.onGap === 'accept'
      ? { kind: 'feed-ended', reason }
      : { kind: 'gap', gap, failure: reason };
  }

  private note(
    kind: string,
    { text, isFault: isWrong }: { readonly text: string | null; readonly isFault: boolean },
  ): PaperEnd | null {
    this.notes[kind] = (this.notes[kind] ?? 0) + 1;
    if (text !== null) this.parts.listener?.note?.(text, isWrong);
    return isWrong && this.plan.onFault === 'stop' ? { kind: 'fault', text: text ?? kind } : null;
  }
}

export const gapText = ({ fromTs, untilTs, symbols }: FeedGap): string =>
  `no bar of ${symbols.join(', ')} from ${new Date(fromTs).toISOString()} until ${new Date(untilTs).toISOString()}`;
