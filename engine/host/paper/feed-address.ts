// What `--feed` names: standard input, a file, or a WebSocket.
import type { Feed } from './feed.js';
import { fileFeed, streamFeed } from './line-feed.js';
import type { FeedExpectation } from './read-message.js';
import { WebSocketFeed } from './websocket-feed.js';

export interface FeedChoice {
  /** `-`, a path, or an address that begins with ws:// or wss://. */
  readonly address: string;
  /** Of a file: whether to wait for more behind its end. */
  readonly isFollowed: boolean;
  readonly silenceMs: number;
  readonly attemptsMax: number | null;
}

export function feedAt(choice: FeedChoice, expected: FeedExpectation): Feed {
  const { address, isFollowed, silenceMs, attemptsMax } = choice;
  if (address === '-') return streamFeed('standard input', process.stdin, expected);
  if (/^wss?:\/\//.test(address))
    return new WebSocketFeed({ url: address, silenceMs, attemptsMax }, expected);
  return fileFeed(address, isFollowed, expected);
}
