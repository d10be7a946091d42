// CCXT's unified trades and candles: doubles, unless the exchange's own text is there and means the same.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { importCcxt } from '../../../engine/host/importers/ccxt/index.js';
import { HOUR_MS, tickTs, withTempDir } from '../../support/captures.js';
import { readImported, refused, told } from '../../support/imported.js';
import { put } from '../../support/tables.js';

const trade = (changes: object) => ({
  ...{ id: '1', order: 'o1', timestamp: tickTs(0) + 5, symbol: 'BTC/USDT:USDT', side: 'buy' },
  ...{ takerOrMaker: 'maker', price: 100.1, amount: 2, cost: 200.2 },
  ...{ fee: { cost: 0.02, currency: 'USDT' }, info: { px: '100.10', sz: '2.000', fee: '-0.0200' } },
  ...changes,
});
const CANDLES = [0, 1, 2].map((hour) => [tickTs(hour), 100, 110.5, 90, 101, 12]);

interface Case {
  readonly trades?: unknown;
  readonly candles?: unknown;
}

async function imported(dir: string, { trades, candles }: Case, out: string) {
  const text = (value: unknown): string =>
    typeof value === 'string' ? value : JSON.stringify(value);
  return importCcxt({
    out,
    trades: [await put(dir, 'trades.json', text(trades ?? [trade({})]))],
    candles: [
      { symbol: 'BTC/USDT:USDT', file: await put(dir, 'ohlcv.json', text(candles ?? CANDLES)) },
    ],
    intervalMs: HOUR_MS,
    settings: { balance: '1000' },
  });
}

describe("CCXT's unified trades and candles", () => {
  it("take the exchange's text where it means the same double, and say so", () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const trades = [
        trade({}),
        trade({ id: '2', side: 'sell', amount: 3, info: { px: '100.2', qty: '3.0' } }),
        trade({ id: '3', order: 'o2', timestamp: tickTs(1), side: 'buy', amount: 0.5, fee: null }),
        trade({
          id: '4',
          order: 'o2',
          timestamp: tickTs(1) + 1,
          amount: 0.5,
          info: null,
          fees: [{ cost: 0.1 }, { cost: 0.2 }],
        }),
      ];
      const { issues } = await imported(dir, { trades: [...trades].reverse() }, out);
      const { events, bars, manifest } = await readImported(out);
      assert.deepEqual(
        events.map(
          (event) =>
            event.kind === 'fill' && [
              event.orderId,
              event.side,
              event.action,
              event.size,
              event.price,
              event.fee,
            ],
        ),
        [
          ['o1', 'long', 'open', '2.000', '100.10', '0.0200'],
          ['o1', 'long', 'close', '2', '100.1', '0.02'],
          ['o1:turned', 'short', 'open', '1', '100.1', '0'],
          ['o2', 'short', 'reduce', '0.5', '100.10', '0'],
          ['o2', 'short', 'close', '0.5', '100.1', '0.3'],
        ],
      );
      assert.equal(bars[1]?.high, '110.5');
      assert.deepEqual(manifest.coverage.kinds, ['fill']);
      const origins = issues.find(({ path }) => path === 'info');
      assert.equal(
        origins?.message,
        "Where numbers come from: price from info.px (2), amount from info.sz (1), fee from info.fee (1), price from CCXT's double (2), amount from info.qty (1), fee from CCXT's double (1), amount from CCXT's double (2).",
      );
    }));

  const currencies: readonly (readonly [string, readonly object[], string | undefined])[] = [
    ['in that of the market', [trade({})], undefined],
    [
      'in another one',
      [trade({ fee: { cost: 0.02, currency: 'BNB' } })],
      'Fees in BNB are taken as one currency, one for one (BNB of BTC/USDT:USDT is not its own).',
    ],
    [
      'in several',
      [trade({}), trade({ id: '2', fee: { cost: 0.02, currency: 'BNB' } })],
      'Fees in BNB, USDT are taken as one currency, one for one (BNB of BTC/USDT:USDT is not its own).',
    ],
  ];
  for (const [name, trades, says] of currencies)
    it(`fees ${name}: ${says === undefined ? 'nothing is said' : 'it is said'}`, () =>
      withTempDir(async (dir) => {
        const { issues } = await imported(dir, { trades }, join(dir, 'capture'));
        const found = issues.find(({ path }) => path === 'fee.currency');
        assert.equal(found?.message, says);
      }));

  it('a trade on two pages is taken once; one with two contents is refused', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const { issues } = await imported(dir, { trades: [trade({}), trade({})] }, out);
      assert.ok(told(issues).includes('foreign.repeated?'));
      assert.equal((await readImported(out)).events.length, 1);
    }));

  const rows: readonly (readonly [string, Case, string])[] = [
    ['empty', { trades: '' }, 'foreign.empty'],
    ['cut off', { trades: JSON.stringify([trade({})]).slice(0, 60) }, 'json.syntax:1'],
    ['an object', { trades: {} }, 'schema.type:1'],
    ['a side that is none', { trades: [trade({ side: 'long' })] }, 'schema.choice:1 [0].side'],
    ['a price that is none', { trades: [trade({ price: 'NaN' })] }, 'schema.format:1 [0].price'],
    [
      'a time in seconds',
      { trades: [trade({ timestamp: 1_700_000_000 })] },
      'schema.format:1 [0].timestamp',
    ],
    [
      'one id, two contents',
      { trades: [trade({}), trade({ amount: 9 })] },
      'foreign.contradiction:1 [1]',
    ],
    ['a candle with a null', { candles: [[tickTs(0), 1, 2, 1, null, 3]] }, 'schema.type:1 [0][4]'],
    ['a candle twice', { candles: [...CANDLES, ...CANDLES.slice(2)] }, 'foreign.duplicate:1 [3]'],
    ['no candle', { candles: [] }, 'foreign.empty'],
  ];
  for (const [name, given, expected] of rows) {
    it(`${name}: ${expected}`, () =>
      withTempDir(async (dir) => {
        const found = await refused(dir, (out) => imported(dir, given, out));
        assert.equal(found[0], expected);
      }));
  }
});
