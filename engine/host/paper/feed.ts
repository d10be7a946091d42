// A market feed as paper sees it: items in the order they came, taken one at a time. Where they come from, and how a lost
// connection is found again, is the business of the files beside this one.
import type { BarRecord } from '../../core/schema/index.js';
import type { FeedGap } from '../../core/feed/feed-note.js';

export type FeedItem =
  | { readonly kind: 'bar'; readonly bar: BarRecord; readonly place: string }
  /** A request for missing bars was answered; whatever there was came before. `failure`: nobody could be asked. */
  | {
      readonly kind: 'backfilled';
      readonly fromTs: number;
      readonly untilTs: number;
      readonly failure: string | null;
    }
  /** Something a reader should know. A fault is something the feed did wrong. */
  | { readonly kind: 'note'; readonly text: string; readonly isFault: boolean }
  | { readonly kind: 'end'; readonly reason: string }
  /** The feed cannot go on at all. */
  | { readonly kind: 'broken'; readonly message: string; readonly remedy: string };

export interface Feed {
  /** For messages: `ws://...`, `standard input`, a path. */
  readonly name: string;
  /** Whether missing bars can be asked for again. */
  readonly canBackfill: boolean;
  /** Items as they come, from `wantedFromTs` on where the feed can go back; the feed ends with `end` or `broken`. */
  open(wantedFromTs: () => number | null): AsyncIterable<FeedItem>;
  /** Answered by an item `backfilled`. */
  backfill(gap: FeedGap): void;
  close(): void;
}

/** Items waiting before a sender is held back. */
const QUEUE_MAX = 10_000;

/** What stands between callbacks that push and a reader that pulls. */
export class FeedQueue implements AsyncIterable<FeedItem> {
  private items: FeedItem[] = [];
  private taken = 0;
  private wake: (() => void) | null = null;
  private drained: (() => void) | null = null;
  private isClosed = false;

  push(item: FeedItem): void {
    if (this.isClosed) return;
    this.items.push(item);
    this.wake?.();
  }

  /** Whether a sender that can wait should. */
  get isFull(): boolean {
    return !this.isClosed && this.items.length - this.taken >= QUEUE_MAX;
  }

  /** Resolves once few items wait, or the reader is gone; a sender that can wait asks before it sends more. */
  async room(): Promise<void> {
    if (!this.isFull) return;
    await new Promise<void>((resolve) => {
      this.drained = resolve;
    });
  }

  close(): void {
    this.isClosed = true;
    this.wake?.();
    this.drained?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<FeedItem> {
    for (;;) {
      const item = this.items[this.taken];
      if (item !== undefined) {
        this.taken += 1;
        yield item;
        if (item.kind === 'end' || item.kind === 'broken') return;
        continue;
      }
      this.items = [];
      this.taken = 0;
      this.drained?.();
      this.drained = null;
      if (this.isClosed) return;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
  }
}
