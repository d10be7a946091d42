// An exchange as `--feed` names it: `hyperliquid`, or `hyperliquid:BTC,ETH:1m` to be held against the settings.
import { intervalOf } from '../../importers/interval-text.js';
import { PaperError } from '../paper-error.js';
import type { FeedExpectation } from '../read-message.js';
import type { ExchangeMarket } from './exchange-conversation.js';
import type { ExchangeDialect } from './exchange-dialect.js';
import { hyperliquid } from './hyperliquid.js';

const EXCHANGES: ReadonlyMap<string, ExchangeDialect> = new Map([['hyperliquid', hyperliquid]]);

/** What looks like the long form, of whatever exchange; names of coins may have colons in them. */
const LONG_FORM = /^([a-z][a-z0-9]+):(.+):(\d+[A-Za-z])$/;

/** Null: it names no exchange. `url`: another address of its WebSocket. Throws PaperError. */
export function exchangeMarket(
  { address, url }: { readonly address: string; readonly url: string | null },
  expected: FeedExpectation,
): ExchangeMarket | null {
  const [, named, coins, interval] = LONG_FORM.exec(address) ?? [];
  const [name = ''] = address.split(':');
  const dialect = EXCHANGES.get(name);
  if (dialect === undefined) {
    if (named !== undefined) throw unknownExchange(named);
    return null;
  }
  const own = dialect.intervals.find((text) => intervalOf(text) === expected.intervalMs);
  if (own === undefined) throw noSuchInterval(dialect, expected);
  if (address !== name && coins === undefined) throw unreadable(address, name);
  if (coins !== undefined) refuseOthers(coins.split(','), interval ?? '', { expected, own, name });
  return { dialect, url: url ?? dialect.url, interval: own };
}

function refuseOthers(
  coins: readonly string[],
  interval: string,
  { expected, own, name }: { expected: FeedExpectation; own: string; name: string },
): void {
  const { symbols } = expected;
  const isSame =
    interval === own &&
    coins.every((coin) => symbols.includes(coin)) &&
    symbols.every((symbol) => coins.includes(symbol));
  if (isSame) return;
  throw new PaperError(
    'paper.feed',
    `The feed names ${coins.join(', ')} in bars of ${interval}; the settings are for ${symbols.join(', ')} in bars of ${own}.`,
    `write --feed ${name}, which takes both from the settings, or name other settings.`,
  );
}

const unknownExchange = (name: string): PaperError =>
  new PaperError(
    'paper.feed',
    `There is no exchange ${name} here.`,
    `name one of ${[...EXCHANGES.keys()].join(', ')}; a file of such a name is written with ./ before it.`,
  );

const noSuchInterval = (dialect: ExchangeDialect, { intervalMs }: FeedExpectation): PaperError =>
  new PaperError(
    'paper.feed',
    `${dialect.title} has no bars of ${String(intervalMs)} ms, which the settings ask for.`,
    `name settings with bars of ${dialect.intervals.join(', ')}.`,
  );

const unreadable = (address: string, name: string): PaperError =>
  new PaperError(
    'paper.feed',
    `${address} does not say coins and an interval.`,
    `write ${name}, or ${name}:COIN,COIN:INTERVAL, such as ${name}:BTC,ETH:1m.`,
  );
