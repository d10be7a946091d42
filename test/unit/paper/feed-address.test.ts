// What `--feed` and `--feed-url` name, and what is said of what they do not.
import assert from 'node:assert/strict';
import { feedAt } from '../../../engine/host/paper/feed-address.js';
import { PaperError } from '../../../engine/host/paper/paper-error.js';

const MINUTE_MS = 60_000;
const settings = { isFollowed: true, silenceMs: 1_000, attemptsMax: null };
const expected = { symbols: ['BTC', 'flx:CRCL'], intervalMs: MINUTE_MS };
const LIVE = 'wss://api.hyperliquid.xyz/ws';
const TEST = 'ws://127.0.0.1:9/ws';

const NAMED: readonly (readonly [string, string | null, string])[] = [
  ['-', null, 'standard input'],
  ['bars.jsonl', null, 'bars.jsonl'],
  ['./hyperliquid', null, './hyperliquid'],
  ['c:\\feeds\\bars.jsonl', null, 'c:\\feeds\\bars.jsonl'],
  ['ws://127.0.0.1:9', null, 'ws://127.0.0.1:9'],
  ['hyperliquid', null, LIVE],
  ['hyperliquid', TEST, TEST],
  ['hyperliquid:BTC,flx:CRCL:1m', null, LIVE],
  ['hyperliquid:flx:CRCL,BTC:1m', TEST, TEST],
];

const REFUSED: readonly (readonly [string, string | null, RegExp])[] = [
  ['hyperliquid:BTC:1m', null, /names BTC in bars of 1m; the settings are for BTC, flx:CRCL/],
  ['hyperliquid:BTC,flx:CRCL,ETH:1m', null, /names BTC, flx:CRCL, ETH/],
  ['hyperliquid:BTC,flx:CRCL:1h', null, /in bars of 1h; the settings are .* in bars of 1m/],
  ['hyperliquid:BTC', null, /does not say coins and an interval/],
  ['hyperliquid:', null, /does not say coins and an interval/],
  ['binance:BTC:1m', null, /There is no exchange binance here/],
  ['hyperliquid', 'http://127.0.0.1:9', /http:\/\/127.0.0.1:9 is no address of a WebSocket/],
  ['hyperliquid', 'wss://', /wss:\/\/ is no address/],
  ['ws://', null, /ws:\/\/ is no address/],
  ['ws://127.0.0.1:9#part', null, /is no address/],
  ['-', TEST, /belongs to the feed of an exchange, and - is none/],
];

describe('what --feed names', () => {
  for (const [address, url, name] of NAMED)
    it(`${address}${url === null ? '' : ` at ${url}`}: ${name}`, () => {
      assert.equal(feedAt({ address, url, ...settings }, expected).name, name);
    });

  for (const [address, url, says] of REFUSED)
    it(`refuses ${address}${url === null ? '' : ` at ${url}`}`, () => {
      assert.throws(
        () => feedAt({ address, url, ...settings }, expected),
        (error) => error instanceof PaperError && says.test(error.message) && error.remedy !== '',
      );
    });

  it('refuses an exchange that has no bars of that length', () => {
    const choice = { address: 'hyperliquid', url: null, ...settings };
    assert.throws(
      () => feedAt(choice, { ...expected, intervalMs: 7 * MINUTE_MS }),
      /Hyperliquid has no bars of 420000 ms/,
    );
  });
});
