// A feed over a WebSocket, in whatever dialect. A connection that is lost or falls silent is made anew, and its conversation
// gets everything from the first bar that is still wanted: what was missed comes again, and what comes twice is dropped
// behind it.
import type { FeedGap } from '../../core/feed/feed-note.js';
import { Connection } from './connection.js';
import type { Conversation, Dialect, Line } from './conversation.js';
import type { Deadline } from './deadline.js';
import { FeedQueue, type Feed, type FeedItem } from './feed.js';
import { lockstepDialect } from './lockstep-dialect.js';
import type { FeedExpectation } from './read-message.js';

export interface WebSocketSettings {
  readonly url: string;
  /** Without a message for so long a connection counts as lost. */
  readonly silenceMs: number;
  /** Attempts in a row before the feed is given up; null: never. */
  readonly attemptsMax: number | null;
}

/** First pause before a new connection; it doubles up to the last. */
const PAUSE_FIRST_MS = 250;
const PAUSE_LAST_MS = 30_000;
/** A backfill that is not answered by then counts as not answered. */
const BACKFILL_MS = 30_000;

interface Talk {
  readonly connection: Connection;
  readonly conversation: Conversation;
  readonly answer: Deadline;
}

export class WebSocketFeed implements Feed {
  readonly canBackfill = true;
  private readonly queue = new FeedQueue();
  private talk: Talk | null = null;
  private wantedFromTs: () => number | null = () => null;
  private attempts = 0;
  private frames = 0;
  private pause: NodeJS.Timeout | undefined;
  /** The backfill that is not answered yet. */
  private question: FeedGap | null = null;
  private isClosed = false;

  constructor(
    private readonly settings: WebSocketSettings,
    private readonly expected: FeedExpectation,
    private readonly dialect: Dialect = lockstepDialect,
  ) {}

  get name(): string {
    return this.settings.url;
  }

  open(wantedFromTs: () => number | null): FeedQueue {
    this.wantedFromTs = wantedFromTs;
    this.connect();
    return this.queue;
  }

  backfill(gap: FeedGap): void {
    this.question = gap;
    const { talk } = this;
    if (talk?.connection.isOpen !== true) {
      // The next connection asks for everything from there by itself.
      this.unanswered('the connection is down');
      return;
    }
    talk.answer.start(BACKFILL_MS, () => {
      this.unanswered(`the feed did not answer within ${String(BACKFILL_MS / 1000)} s`);
    });
    talk.conversation.ask(gap);
  }

  close(): void {
    this.rest();
    this.queue.close();
  }

  private connect(): void {
    if (this.isClosed) return;
    const { url, silenceMs } = this.settings;
    const connection = new Connection(
      { url, silenceMs, queue: this.queue },
      {
        opened: () => {
          conversation.begin();
        },
        heard: (text) => {
          this.receive(conversation, text);
        },
        lost: (why) => {
          this.lost(why);
        },
      },
    );
    const conversation = this.dialect(this.lineOver(connection), this.expected);
    this.talk = { connection, conversation, answer: connection.deadline() };
  }

  private lineOver(connection: Connection): Line {
    return {
      silenceMs: this.settings.silenceMs,
      send: (text) => {
        connection.send(text);
      },
      push: (item) => {
        if (this.talk?.connection === connection) this.push(item);
      },
      deadline: () => connection.deadline(),
      makesSense: () => {
        this.attempts = 0;
      },
      renew: (text, isFault) => {
        connection.giveUp(text, isFault);
      },
      wantedFromTs: () => this.wantedFromTs(),
      room: () => this.queue.room(),
    };
  }

  private receive(conversation: Conversation, text: string | null): void {
    this.frames += 1;
    const place = `message ${String(this.frames)} of ${this.name}`;
    if (text === null) this.note(`${place} is binary, not text`, true);
    else conversation.hear(text, place);
  }

  private push(item: FeedItem): void {
    // Only a message that makes sense says that the feed is back.
    if (item.kind === 'bar') this.attempts = 0;
    if (item.kind === 'backfilled') this.answered();
    this.queue.push(item);
    // What has ended is not asked again.
    if (item.kind === 'end') this.rest();
  }

  private note(text: string, isFault: boolean): void {
    this.queue.push({ kind: 'note', isFault, text });
  }

  private unanswered(failure: string): void {
    const { question } = this;
    if (question === null) return;
    const { fromTs, untilTs } = question;
    this.answered();
    this.queue.push({ kind: 'backfilled', fromTs, untilTs, failure });
  }

  private answered(): void {
    this.question = null;
    this.talk?.answer.stop();
  }

  private rest(): void {
    this.isClosed = true;
    clearTimeout(this.pause);
    const { talk } = this;
    this.talk = null;
    talk?.conversation.end();
    talk?.connection.close();
  }

  private lost({ text, isFault }: { readonly text: string; readonly isFault: boolean }): void {
    this.talk?.conversation.end();
    this.talk = null;
    this.note(text, isFault);
    // Nobody is left to answer; the next connection is asked for everything from there.
    this.unanswered('the connection was lost');
    this.attempts += 1;
    const { attemptsMax } = this.settings;
    if (attemptsMax !== null && this.attempts > attemptsMax) {
      this.queue.push({
        kind: 'broken',
        message: `${this.name} could not be reached in ${String(attemptsMax)} attempts.`,
        remedy: 'check the address and that the feed is up; paper goes on where it stopped.',
      });
      return;
    }
    const pauseMs = Math.min(PAUSE_LAST_MS, PAUSE_FIRST_MS * 2 ** (this.attempts - 1));
    this.pause = setTimeout(() => {
      this.connect();
    }, pauseMs);
  }
}
