// What differs between exchanges whose candles are followed: how to subscribe, how to read a message, how to ask for what was
// missed. A dialect does no input or output and keeps nothing; what is done with its words is in the files beside this one.
import type { BarRecord } from '../../../core/schema/index.js';

/** One row of bars, in the exchange's own words. */
export interface Series {
  readonly coin: string;
  readonly interval: string;
}

/** A bar as it stands by now, and its row; it may still change. */
export interface Candle {
  readonly series: Series;
  readonly bar: BarRecord;
}

export type ExchangeMessage =
  | { readonly kind: 'acknowledged'; readonly series: Series }
  | { readonly kind: 'candles'; readonly candles: readonly Candle[] }
  /** What the exchange says is wrong. */
  | { readonly kind: 'error'; readonly text: string }
  /** It is there, and says nothing. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'garbage'; readonly text: string };

/** Open times from `fromTs` on; the bar that begins at `untilTs` is asked for as well. */
export interface HistoryWindow {
  readonly fromTs: number;
  readonly untilTs: number;
}

export interface ExchangeDialect {
  /** For messages. */
  readonly title: string;
  readonly url: string;
  /** The lengths of bars it has, in its own words. */
  readonly intervals: readonly string[];
  /** Sent so often that the exchange does not take the connection for dead. */
  readonly ping: { readonly text: string; readonly everyMs: number };
  /** The exchange acknowledges each. */
  subscription(series: Series): string;
  /** @param place where the text came from, for people */
  read(text: string, place: string): ExchangeMessage;
  /** Where its history is asked, of an exchange whose WebSocket has this address. */
  historyUrl(url: string): string;
  /** The body of a POST. */
  historyRequest(series: Series, window: HistoryWindow): string;
  /** The answer to it: candles, or `garbage`. */
  readHistory(text: string, place: string): ExchangeMessage;
}
