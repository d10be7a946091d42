// Questions to an exchange's history, one after the other. What closes live meanwhile waits behind the answers, so that bars
// come in order and nothing is taken for missing that is on its way.
import { setTimeout as sleep } from 'node:timers/promises';
import { eitherSignal } from '../../either-signal.js';
import type { BarRecord } from '../../../core/schema/index.js';
import type { Line } from '../conversation.js';
import type { FeedItem } from '../feed.js';
import type { HistoryWindow } from './exchange-dialect.js';
import { missedBars, type History, type HistoryQuestion } from './history.js';
import { HistoryError } from './post.js';

export class HistoryDesk {
  private readonly over = new AbortController();
  /** The question of a reader, of which there is one at a time. */
  private asked = new AbortController();
  private work: Promise<void> = Promise.resolve();
  private open = 0;
  private waiting: FeedItem[] = [];

  constructor(
    private readonly line: Line,
    private readonly history: History,
  ) {}

  /** A bar of the live feed. */
  pass(item: FeedItem): void {
    if (this.open > 0) this.waiting.push(item);
    else this.line.push(item);
  }

  /** What cannot be had stays missing: whoever misses it asks for it. */
  fetch(question: HistoryQuestion): void {
    this.enqueue(async () => {
      await this.tried([question], this.over.signal);
    });
  }

  /** Says at the end what was answered of `window`. */
  answer({ fromTs, untilTs }: HistoryWindow, questions: readonly HistoryQuestion[]): void {
    // A question that comes again was given up.
    this.asked.abort();
    this.asked = new AbortController();
    const signal = eitherSignal(this.over.signal, this.asked.signal);
    this.enqueue(async () => {
      const failure = await this.tried(questions, signal);
      if (!signal.aborted) this.line.push({ kind: 'backfilled', fromTs, untilTs, failure });
    });
  }

  close(): void {
    this.over.abort();
  }

  private enqueue(job: () => Promise<void>): void {
    this.open += 1;
    this.work = this.work.then(job).finally(() => {
      this.open -= 1;
      if (this.open === 0) for (const item of this.waiting.splice(0)) this.line.push(item);
    });
  }

  /** Null: all were answered. */
  private async tried(
    questions: readonly HistoryQuestion[],
    signal: AbortSignal,
  ): Promise<string | null> {
    try {
      for (const question of questions) await this.fetched(question, signal);
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      if (!(error instanceof HistoryError)) throw error;
      const { message: text, isFault } = error;
      this.line.push({ kind: 'note', isFault, text });
      return text;
    }
  }

  /** Goes on where it was for as long as the exchange says that it is asked too often. */
  private async fetched(question: HistoryQuestion, signal: AbortSignal): Promise<void> {
    let { fromTs } = question;
    for (;;) {
      try {
        for await (const bars of missedBars(this.history, { ...question, fromTs }, signal)) {
          this.push(bars, signal);
          fromTs = (bars.at(-1)?.openTs ?? fromTs) + question.intervalMs;
          await this.line.room();
        }
        return;
      } catch (error) {
        if (!(error instanceof HistoryError) || error.retryMs === null) throw error;
        this.line.push({ kind: 'note', isFault: false, text: error.message });
        await sleep(error.retryMs, undefined, { signal });
      }
    }
  }

  private push(bars: readonly BarRecord[], signal: AbortSignal): void {
    const place = `the answer of ${this.history.url}`;
    for (const bar of bars) if (!signal.aborted) this.line.push({ kind: 'bar', bar, place });
  }
}
