// Hyperliquid's public interface: candles over its WebSocket, `candleSnapshot` of its info interface for what was missed. Its
// documentation: hyperliquid.gitbook.io/hyperliquid-docs, "Websocket", "Timeouts and heartbeats", "Info endpoint".
import { formatIssue, type Parsed } from '../../../core/schema/index.js';
import {
  parseHyperliquidCandles,
  type HyperliquidCandle,
} from '../../../core/schema/foreign/hyperliquid.js';
import {
  parseHyperliquidMessage,
  type HyperliquidMessage,
} from '../../../core/schema/foreign/hyperliquid-feed.js';
import { barOf } from '../../importers/hyperliquid/candles.js';
import { shown } from '../shown.js';
import type { Candle, ExchangeDialect, ExchangeMessage } from './exchange-dialect.js';

/** It greets so before anything else; the only message that is no JSON. */
const GREETING = 'Websocket connection established.';

/** It closes a connection over which it has sent nothing for 60 s. */
const PING_MS = 30_000;

export const hyperliquid: ExchangeDialect = {
  title: 'Hyperliquid',
  url: 'wss://api.hyperliquid.xyz/ws',
  // A month, which it has as well, has no one length.
  intervals: ['1m', '3m', '5m', '15m', '30m', '1h', '2h', '4h', '8h', '12h', '1d', '3d', '1w'],
  ping: { text: '{"method":"ping"}', everyMs: PING_MS },
  subscription: ({ coin, interval }) =>
    JSON.stringify({ method: 'subscribe', subscription: { type: 'candle', coin, interval } }),
  read: (text, place) =>
    text === GREETING
      ? { kind: 'alive' }
      : readWith(parseHyperliquidMessage({ text, file: place }), text, messageOf),
  historyUrl: (url) => {
    const address = new URL('/info', url);
    address.protocol = address.protocol === 'wss:' ? 'https:' : 'http:';
    return address.href;
  },
  historyRequest: ({ coin, interval }, { fromTs, untilTs }) =>
    JSON.stringify({
      type: 'candleSnapshot',
      // One more, whether or not the end itself belongs to it.
      req: { coin, interval, startTime: fromTs, endTime: untilTs + 1 },
    }),
  readHistory: (text, place) =>
    readWith(parseHyperliquidCandles({ text, file: place }), text, candlesOf),
};

function readWith<T>(
  { value, issues }: Parsed<T>,
  said: string,
  meaning: (value: T) => ExchangeMessage,
): ExchangeMessage {
  const [issue] = issues;
  if (value !== undefined && issue?.severity !== 'error') return meaning(value);
  const why = issue === undefined ? 'no message' : formatIssue(issue);
  return { kind: 'garbage', text: `${why} It was ${shown(said)}.` };
}

function messageOf(message: HyperliquidMessage): ExchangeMessage {
  switch (message.channel) {
    case 'subscriptionResponse': {
      const { coin = '', interval = '' } = message.data.subscription;
      return { kind: 'acknowledged', series: { coin, interval } };
    }
    case 'candle':
      return candlesOf(message.data);
    case 'error':
      return { kind: 'error', text: message.data };
    case 'pong':
      return { kind: 'alive' };
  }
}

const candlesOf = (candles: readonly HyperliquidCandle[]): ExchangeMessage => ({
  kind: 'candles',
  candles: candles.map((candle): Candle => ({
    series: { coin: candle.s, interval: candle.i },
    bar: barOf(candle),
  })),
});
