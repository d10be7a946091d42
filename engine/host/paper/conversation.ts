// What is said over a connection, apart from the connection: each dialect (Lockstep's own, an exchange's) is a conversation,
// and a new one begins with every connection, so that nothing half heard outlives it.
import type { FeedGap } from '../../core/feed/feed-note.js';
import type { Deadline } from './deadline.js';
import type { FeedItem } from './feed.js';
import type { FeedExpectation } from './read-message.js';

export interface Conversation {
  /** The connection is open. */
  begin(): void;
  /** @param place where the text came from, for people */
  hear(text: string, place: string): void;
  /** Asks for missing bars; an item `backfilled` is the answer. */
  ask(gap: FeedGap): void;
  /** The connection is gone. */
  end(): void;
}

/** One connection as a conversation sees it. Whatever is pushed once it is gone is dropped. */
export interface Line {
  /** Without a message for so long the connection counts as lost. */
  readonly silenceMs: number;
  send(text: string): void;
  push(item: FeedItem): void;
  /** A limit that does not count while the reader holds the peer back. */
  deadline(): Deadline;
  /** What the peer says makes sense, so that a loss to come is the first in a row. A bar that is pushed says so too. */
  makesSense(): void;
  /** Gives this connection up for a new one. */
  renew(text: string, isFault: boolean): void;
  /** Open time of the first bar that is still wanted; null: whatever comes. */
  wantedFromTs(): number | null;
  /** Resolves once the reader takes more. */
  room(): Promise<void>;
}

export type Dialect = (line: Line, expected: FeedExpectation) => Conversation;
