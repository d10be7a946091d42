// What `--feed` names: standard input, a file, a WebSocket, or an exchange.
import type { Feed } from './feed.js';
import { exchangeMarket } from './exchange/exchange-address.js';
import { exchangeDialect } from './exchange/exchange-conversation.js';
import { fileFeed, streamFeed } from './line-feed.js';
import { PaperError } from './paper-error.js';
import type { FeedExpectation } from './read-message.js';
import { WebSocketFeed } from './websocket-feed.js';

export interface FeedChoice {
  /** `-`, a path, an address that begins with ws:// or wss://, or the name of an exchange. */
  readonly address: string;
  /** Of an exchange: where its WebSocket is; null: where it always is. */
  readonly url: string | null;
  /** Of a file: whether to wait for more behind its end. */
  readonly isFollowed: boolean;
  readonly silenceMs: number;
  readonly attemptsMax: number | null;
}

/** Nothing is opened yet. Throws PaperError. */
export function feedAt(choice: FeedChoice, expected: FeedExpectation): Feed {
  const { address, url, isFollowed, silenceMs, attemptsMax } = choice;
  const market = exchangeMarket(choice, expected);
  if (market !== null) {
    const settings = { url: checked(market.url), silenceMs, attemptsMax };
    return new WebSocketFeed(settings, expected, exchangeDialect(market));
  }
  if (url !== null)
    throw new PaperError(
      'paper.feed',
      `An address of its own (${url}) belongs to the feed of an exchange, and ${address} is none.`,
      'leave out --feed-url, or name an exchange with --feed.',
    );
  if (address === '-') return streamFeed('standard input', process.stdin, expected);
  if (isWebSocket(address))
    return new WebSocketFeed({ url: checked(address), silenceMs, attemptsMax }, expected);
  return fileFeed(address, isFollowed, expected);
}

const isWebSocket = (address: string): boolean => /^wss?:\/\//.test(address);

function checked(url: string): string {
  if (isWebSocket(url) && URL.canParse(url) && new URL(url).hash === '') return url;
  throw new PaperError(
    'paper.feed',
    `${url} is no address of a WebSocket.`,
    'write one such as wss://host/path or ws://127.0.0.1:9100.',
  );
}
