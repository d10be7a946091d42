// TradingView's list of trades and chart. The files are our own, in the exported format.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { importTradingView } from '../../../engine/host/importers/tradingview/index.js';
import { withTempDir } from '../../support/captures.js';
import { readImported, told } from '../../support/imported.js';
import { put } from '../../support/tables.js';
import {
  BARS,
  HEADER,
  importedTexts,
  ROWS,
  SECOND,
  TRADES,
  type Given,
  type Texts,
} from '../../support/tradingview.js';

/** Ledger rows as `hour ACTION side size @ price pnl -> balance (reason)`, of an import that must succeed. */
async function ledgerOf(texts: Texts, given: Given = {}) {
  return withTempDir(async (dir) => {
    const out = join(dir, 'capture');
    const { issues } = await importedTexts(dir, texts, given);
    const errors = told(issues.filter(({ severity }) => severity === 'error'));
    assert.deepEqual(errors, []);
    const { events } = await readImported(out);
    return events.map((event) => {
      assert.equal(event.kind, 'ledger');
      const { ts, action, side, size, price, pnl, balance, reason } = event;
      const at = new Date(ts).toISOString().slice(11, 16);
      return `${at} ${action} ${side} ${size} @ ${price} ${pnl} -> ${balance} (${reason})`;
    });
  });
}

/** Of a move by 0.03, as it is shown. */
const profitOf = (quantity: string): string => {
  const profits: Readonly<Record<string, string>> = { '1e-05': '3e-7', '100.250': '3.01' };
  return profits[quantity] ?? '3';
};

const LEDGER = [
  '15:00 OPEN long 100 @ 1.11 0 -> 1000 (Buy_it)',
  '17:00 CLOSE long 100 @ 1.14 3 -> 1003 (Sell)',
  '17:00 OPEN short 100 @ 1.14 0 -> 1003 (Sell)',
  '21:00 CLOSE short 100 @ 1.09 5 -> 1008 (Open)',
];

describe("TradingView's list of trades", () => {
  for (const [quantity, scale] of [
    ['100', 0],
    ['100.0', 0],
    ['100.250', 2],
    ['1e-05', 5],
    ['1E2', 0],
  ] as const) {
    it(`a quantity of ${quantity} is cut at ${String(scale)} digits`, () =>
      withTempDir(async (dir) => {
        const rows = ROWS.slice(0, 2).map((row) =>
          row.split(',').slice(0, 5).concat(quantity, profitOf(quantity)).join(','),
        );
        const header = HEADER.split(',').filter((_, index) => index < 6 || index === 7);
        const trades = `${header.join(',')}\n${rows.join('\n')}\n`;
        const { value, issues } = await importedTexts(dir, { trades });
        assert.deepEqual(
          value?.venue.rounding.size,
          {
            ...{ method: 'scaled', scale, rounding: 'down' },
          },
          JSON.stringify(issues),
        );
      }));
  }

  it('becomes a ledger, and the bars with prices as they are written', () =>
    withTempDir(async (dir) => {
      const out = join(dir, 'capture');
      const { issues } = await importedTexts(dir, {});
      const { manifest, snapshot, bars } = await readImported(out);
      assert.deepEqual([manifest.symbols, manifest.intervalMs], [['EURUSD'], 3_600_000]);
      assert.deepEqual(manifest.engine.flags, { 'market.gaps': 'expected' });
      assert.deepEqual(manifest.coverage, { kinds: ['ledger'] });
      assert.equal(manifest.window.end, 'finish');
      const { fill, reversal, end, report, rounding } = manifest.venue;
      assert.deepEqual(
        [fill.at, reversal, end?.reason, report?.pnl?.precision, rounding.size],
        [
          ...['next-bar-open', 'close-then-open', 'Open', 'binary32'],
          { method: 'scaled', scale: 0, rounding: 'down' },
        ],
      );
      assert.equal(snapshot.account.balance, '1000');
      assert.equal(bars.length, 6);
      const { open, high, low, close, volume } = bars[0] ?? {};
      assert.deepEqual([open, high, low, close, volume], ['1.10', '1.12', '1.09', '1.11', '10']);
      assert.deepEqual(told(issues), [
        'foreign.assumed?:2 Signal',
        'foreign.left-out? Position size (value)',
        'foreign.left-out? Net P&L %',
        'foreign.left-out? Run-up USD',
        'foreign.left-out? Run-up %',
        'foreign.left-out? Drawdown USD',
        'foreign.left-out? Drawdown %',
        'foreign.left-out? Cumulative P&L USD',
        'foreign.left-out? Cumulative P&L %',
        'foreign.assumed? ledger.balance',
      ]);
    }));

  const reordered = TRADES.split('\n')
    .map((line) => line.split(',').reverse().join(','))
    .join('\n');
  const swapped = `${HEADER}\n${[ROWS[1], ROWS[0], ROWS[3], ROWS[2]].join('\n')}\n`;
  const quoted = TRADES.replaceAll('Sell', '"Sell"').replaceAll('1.11,', '"1.11",');
  const least = `Trade #,Type,Date/Time,Signal,Price USD,Position size (qty),Net P&L USD
1,Entry long,2024-03-01T10:00:00-0500,Buy it,1.11,100,3
1,Exit long,2024-03-01T12:00:00-0500,Sell,1.14,100,3
2,Entry short,2024-03-01T12:00:00-0500,Sell,1.14,100,5
2,Exit short,2024-03-01T16:00:00-0500,Open,1.09,100,5`;
  const SAME: readonly (readonly [string, Texts, Given?])[] = [
    ['as exported', {}],
    ['with columns in another order', { trades: reordered }],
    ['with the exit of each trade first', { trades: swapped }],
    [
      'with carriage returns and a byte order mark',
      { trades: `\uFEFF${TRADES}`.replaceAll('\n', '\r\n') },
    ],
    ['with quotes', { trades: quoted }],
    ['with only the columns that are needed', { trades: least }],
    ['in another currency', { trades: TRADES.replaceAll('USD', 'EUR') }],
    [
      'with local times and their zone',
      { trades: TRADES.replaceAll(/T(\d\d:\d\d):00-0500/g, ' $1') },
      { timezone: 'America/New_York' },
    ],
    [
      'with local times and an offset',
      { trades: TRADES.replaceAll('-0500', '') },
      { timezone: '-05:00' },
    ],
    ['with a zone that nothing needs', {}, { timezone: 'Asia/Tokyo' }],
    [
      'beside bars in seconds',
      {
        bars: BARS.replaceAll(/^2024-03-01T(\d\d):00:00-05:00/gm, (_, hour: string) =>
          String(Date.UTC(2024, 2, 1, Number(hour) + 5) / 1000),
        ),
      },
    ],
  ];
  for (const [name, texts, given] of SAME) {
    it(`is the same ${name}`, async () => {
      assert.deepEqual(await ledgerOf(texts, given), LEDGER);
    });
  }

  it("is the same whatever the machine's zone", async () => {
    const before = process.env['TZ'];
    const local = { trades: TRADES.replaceAll('-0500', '') };
    try {
      for (const zone of ['Asia/Tokyo', 'America/St_Johns']) {
        process.env['TZ'] = zone;
        assert.deepEqual(await ledgerOf(local, { timezone: 'America/New_York' }), LEDGER);
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('figures that are not carried and disagree are told, with how often', () =>
    withTempDir(async (dir) => {
      const trades = TRADES.replaceAll(SECOND, SECOND.replace('6,5.26', '6.01,5.26'));
      const { value, issues } = await importedTexts(dir, { trades });
      assert.ok(value);
      const found = issues.find(({ path }) => path === 'Run-up USD');
      assert.match(found?.message ?? '', /in 1 of 2 trades .* first in line 4\./);
    }));

  it('what nobody states is assumed and named', () =>
    withTempDir(async (dir) => {
      const trades = await put(dir, 'trades.csv', least);
      const bars = await put(dir, 'bars.csv', BARS.replaceAll(/,[^,]*$/gm, ''));
      const { value, issues } = await importTradingView({ trades, bars, out: join(dir, 'c') });
      assert.deepEqual(value?.symbols, ['CHART']);
      assert.deepEqual(told(issues), [
        'foreign.assumed?:1 Volume',
        'foreign.assumed?:2 Signal',
        'foreign.assumed? symbol',
        'foreign.assumed? account.balance',
        'foreign.assumed? ledger.balance',
        'foreign.assumed? strategy.entry',
      ]);
    }));
});
