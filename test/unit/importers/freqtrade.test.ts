// freqtrade's backtest results with candles as pandas writes them. The files are our own, in the documented format.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importFreqtrade } from '../../../engine/host/importers/freqtrade/index.js';
import { withTempDir } from '../../support/captures.js';
import { readImported, refused, told } from '../../support/imported.js';
import { put, zipped } from '../../support/tables.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/freqtrade', import.meta.url));
const BTC = join(FIXTURES, 'BTC_USDT-1h.feather');
const ETH = join(FIXTURES, 'ETH_USDT_USDT-1h-futures.feather');
const START = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;

// 0.002 long from 42001.1 to 42052.07: 0.10194 before fees of 0.1 %, 0.0840022 + 0.08410414 of them.
const LONG = {
  ...{ pair: 'BTC/USDT', amount: 0.002, open_rate: 42001.1, close_rate: 42052.07 },
  ...{ open_timestamp: START + HOUR, close_timestamp: START + 2 * HOUR },
  ...{ fee_open: 0.001, fee_close: 0.001, profit_ratio: -0.00078, profit_abs: 0.10194 },
  ...{ exit_reason: 'roi', enter_tag: '', is_short: false, is_open: false },
};
const SHORT = {
  ...{ pair: 'ETH/USDT:USDT', amount: 1, open_rate: 2200.5, close_rate: 2190.25 },
  ...{ open_timestamp: START + 2 * HOUR, close_timestamp: START + 3 * HOUR, is_short: true },
  ...{ fee_open: 0.001, fee_close: 0.001, profit_abs: 10.25, exit_reason: 'exit signal' },
};
const resultOf = (...trades: readonly object[]) => ({
  strategy: { Sample: { trades, starting_balance: 1000, timeframe: '1h' } },
  strategy_comparison: [],
});

async function imported(dir: string, result: unknown, out: string) {
  const text = typeof result === 'string' ? result : JSON.stringify(result, null, 1);
  const file = await put(dir, 'backtest-result.json', text);
  return importFreqtrade({ result: file, candles: [BTC, ETH], out });
}

describe("freqtrade's backtest results", () => {
  it('become fills and a ledger, gross and net told apart by the numbers', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const { issues } = await imported(dir, resultOf(LONG, SHORT), out);
      const { manifest, snapshot, bars, events } = await readImported(out);
      assert.deepEqual(manifest.symbols, ['BTC/USDT', 'ETH/USDT:USDT']);
      assert.deepEqual(manifest.numeric, { kind: 'binary64' });
      assert.equal(manifest.venue.fee.rateBps, '10');
      assert.equal(manifest.venue.fill.at, 'next-bar-open');
      assert.equal(manifest.origin.mode, 'backtest');
      assert.equal(snapshot.account.balance, '1000');
      assert.equal(bars.length, 12);
      assert.deepEqual(
        [bars[0]?.symbol, bars[0]?.openTs, bars[0]?.open, bars[0]?.close, bars[0]?.volume],
        ['BTC/USDT', START, '42000.1', '42050.07', '0'],
      );
      const rows = events.flatMap((event) =>
        event.kind === 'ledger'
          ? [
              [
                event.symbol,
                event.action,
                event.side,
                event.reason,
                event.price,
                event.fee,
                event.pnl,
                event.balance,
              ],
            ]
          : [],
      );
      assert.deepEqual(rows, [
        ['BTC/USDT', 'OPEN', 'long', 'enter', '42001.1', '0.0840022', '0', '999.9159978'],
        ['BTC/USDT', 'CLOSE', 'long', 'roi', '42052.07', '0.08410414', '0.10194', '999.93383366'],
        ['ETH/USDT:USDT', 'OPEN', 'short', 'enter', '2200.5', '2.2005', '0', '997.73333366'],
        [
          'ETH/USDT:USDT',
          'CLOSE',
          'short',
          'exit_signal',
          '2190.25',
          '2.19025',
          '10.25',
          '1005.79308366',
        ],
      ]);
      assert.equal(events.filter(({ kind }) => kind === 'fill').length, 4);
      const meaning = issues.find(({ path }) => path === 'trades[].profit_abs');
      assert.match(meaning?.message ?? '', /before fees, as/);
      assert.ok(issues.some(({ code }) => code === 'foreign.double'));
    }));

  const meanings: readonly (readonly [name: string, profit: number, says: RegExp])[] = [
    ['net', -0.06616634, /after fees; the ledger/],
    ['neither', 1, /neither/],
  ];
  for (const [name, profit, says] of meanings) {
    it(`a profit that is ${name} of fees changes nothing in the ledger`, () =>
      withTempDir(async (dir) => {
        const out = join(dir, 'capture');
        const { issues } = await imported(dir, resultOf({ ...LONG, profit_abs: profit }), out);
        assert.match(
          issues.find(({ path }) => path === 'trades[].profit_abs')?.message ?? '',
          says,
        );
        const { events } = await readImported(out);
        const pnl = events.flatMap((event) => (event.kind === 'ledger' ? [event.pnl] : []));
        assert.deepEqual(pnl, ['0', '0.10194']);
      }));
  }

  it('orders of a trade: adds and partial exits, each with its share of the cost', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const order = (hour: number, amount: number, price: number) => ({
        ...{ amount, safe_price: price, ft_is_entry: hour < 3, cost: 0 },
        order_filled_timestamp: START + hour * HOUR,
      });
      const orders = [
        order(1, 1, 100),
        order(2, 1, 110),
        { ...order(2, 9, 1), order_filled_timestamp: null },
        order(3, 0.5, 120),
        order(4, 1.5, 90),
      ];
      await imported(dir, resultOf({ ...LONG, amount: 2, orders }), out);
      const { events } = await readImported(out);
      assert.deepEqual(
        events.flatMap((event) =>
          event.kind === 'ledger' ? [[event.action, event.size, event.pnl]] : [],
        ),
        [
          ['OPEN', '1', '0'],
          ['ADD', '1', '0'],
          ['REDUCE', '0.5', '7.5'],
          ['CLOSE', '1.5', '-22.5'],
        ],
      );
    }));

  it('in the archive it comes in, beside configuration and source', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const archive = await put(
        dir,
        'backtest-result-2024.zip',
        zipped({
          'backtest-result-2024.json': JSON.stringify(resultOf(LONG)),
          'backtest-result-2024_config.json': '{}',
          'backtest-result-2024_Sample.py': 'pass',
        }),
      );
      const { value } = await importFreqtrade({
        result: archive,
        candles: [`BTC/USDT=${BTC}`],
        out,
      });
      assert.deepEqual(value?.symbols, ['BTC/USDT']);
    }));

  const rows: readonly (readonly [string, unknown, string])[] = [
    ['an empty file', '', 'foreign.empty'],
    ['a file cut off', JSON.stringify(resultOf(LONG)).slice(0, 80), 'json.syntax:1'],
    ['NaN', JSON.stringify(resultOf(LONG)).replace('42001.1', 'NaN'), 'json.syntax:1'],
    [
      'a price that is a word',
      resultOf({ ...LONG, open_rate: 'high' }),
      'schema.format:8 strategy.Sample.trades[0].open_rate',
    ],
    [
      'seconds for milliseconds',
      resultOf({ ...LONG, open_timestamp: 1_704_067_200 }),
      'schema.format:10 strategy.Sample.trades[0].open_timestamp',
    ],
    [
      'a number beyond doubles',
      JSON.stringify(resultOf(LONG)).replace('0.002', '1e999'),
      'schema.format:1 strategy.Sample.trades[0].amount',
    ],
    [
      'a missing amount',
      resultOf({ ...LONG, amount: undefined }),
      'schema.missing:5 strategy.Sample.trades[0].amount',
    ],
    [
      'a length of months',
      { strategy: { Sample: { ...resultOf(LONG).strategy.Sample, timeframe: '1M' } } },
      'foreign.value:23 strategy.Sample.timeframe',
    ],
    [
      'two runs and no name',
      { strategy: { ...resultOf(LONG).strategy, Other: resultOf().strategy.Sample } },
      'foreign.value:2 strategy',
    ],
  ];
  for (const [name, result, expected] of rows) {
    it(`${name}: ${expected}`, () =>
      withTempDir(async (dir) => {
        const found = await refused(dir, (out) => imported(dir, result, out));
        assert.equal(found[0], expected);
      }));
  }

  it('with candles as JSON, and times that were kept as doubles', () =>
    withTempDir(async (dir) => {
      const asDouble = JSON.stringify(resultOf(LONG))
        .replace(/("open_timestamp":\d+)/, '$1.0')
        .replace(/("close_timestamp":\d+)/, '$1.0')
        .replace('42001.1', '4.20011e4');
      const result = await put(dir, 'r.json', asDouble);
      const lists = [2, 0, 1].map((hour) => [START + hour * HOUR, 42001, 42100.5, 41000, 42050, 1]);
      const text = JSON.stringify(lists).replace('42100.5', '42100.5000000119');
      const candles = [await put(dir, 'BTC_USDT-1h.json', text)];
      const out = join(dir, 'c');
      const { issues, value } = await importFreqtrade({ result, candles, out });
      assert.ok(value, JSON.stringify(issues));
      const { bars, events } = await readImported(out);
      assert.deepEqual(
        bars.map(({ openTs, high }) => [(openTs - START) / HOUR, high]),
        [
          [0, '42100.5'],
          [1, '42100.5'],
          [2, '42100.5000000119'],
        ],
      );
      assert.deepEqual(
        events.flatMap((event) => (event.kind === 'fill' ? [[event.ts, event.price]] : [])),
        [
          [START + HOUR, '4.20011e4'],
          [START + 2 * HOUR, '42052.07'],
        ],
      );
    }));

  it('a file of candles whose name says no pair', () =>
    withTempDir(async (dir) => {
      const result = await put(dir, 'r.json', JSON.stringify(resultOf(LONG)));
      const { issues, value } = await importFreqtrade({
        result,
        candles: ['x.feather'],
        out: join(dir, 'c'),
      });
      assert.equal(value, undefined);
      assert.deepEqual(told(issues).at(-1), 'foreign.format');
    }));
});
