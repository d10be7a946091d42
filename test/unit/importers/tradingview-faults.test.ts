// Lists of trades and charts that cannot be used: what is said names file, line and column, and nothing is left behind.
import assert from 'node:assert/strict';
import { withTempDir } from '../../support/captures.js';
import { refused } from '../../support/imported.js';
import {
  BARS,
  HEADER,
  importedTexts,
  ROWS,
  TRADES,
  type Given,
  type Texts,
} from '../../support/tradingview.js';

const first = (from: string | RegExp, to: string): Texts => ({ trades: TRADES.replace(from, to) });
const every = (from: string, to: string): Texts => ({ trades: TRADES.replaceAll(from, to) });
const rows = (...lines: readonly (string | undefined)[]): Texts => ({
  trades: `${HEADER}\n${lines.join('\n')}\n`,
});
const renumbered = (line: string | undefined, number: number): string =>
  (line ?? '').replace(/^\d+/, String(number));
const bar = (from: string | RegExp, to: string): Texts => ({ bars: BARS.replace(from, to) });
const BAR_LINES = BARS.trimEnd().split('\n');
const barLines = (...indices: readonly number[]): Texts => ({
  bars: `${indices.map((index) => BAR_LINES[index]).join('\n')}\n`,
});
const LOCAL = every('-0500', '');

type Row = readonly [name: string, texts: Texts, expected: string, says?: RegExp, given?: Given];

const LISTS: readonly Row[] = [
  ['empty', { trades: '' }, 'foreign.empty'],
  ['only a header', { trades: `${HEADER}\n` }, 'foreign.empty', /holds no trade/],
  [
    'a name misspelt',
    first('Signal', 'Signals'),
    'foreign.column.missing:1 Signal',
    /"Signals" should be called "Signal"/,
  ],
  ['a column missing', first('Price USD', 'What'), 'foreign.column.missing:1 Price USD'],
  [
    'currencies mixed',
    first('Net P&L USD', 'Net P&L EUR'),
    'foreign.column.missing:1 Net P&L USD',
    /"Net P&L EUR" should be/,
  ],
  ['a column twice', first('Run-up %', 'Signal'), 'foreign.column.duplicate:1 Signal'],
  ['a row too short', first(',0.3\n', '\n'), 'foreign.row:2'],
  ['a quote never closed', first('Sell', '"Sell'), 'foreign.row:5'],
  [
    'cut off behind an entry',
    rows(...ROWS.slice(0, 3)),
    'foreign.row:4 Trade #',
    /has an entry and no exit/,
  ],
  [
    'an exit without its entry',
    rows(...ROWS.slice(1)),
    'foreign.row:2 Trade #',
    /has an exit and no entry/,
  ],
  ['a row twice', rows(ROWS[0], ...ROWS), 'foreign.duplicate:3 Type', /two rows of the same kind/],
  [
    'a trade twice',
    rows(ROWS[0], ROWS[1], ...ROWS),
    'foreign.duplicate:4 Trade #',
    /Trade 1 is there twice/,
  ],
  [
    'unsorted',
    rows(ROWS[2], ROWS[3], ROWS[0], ROWS[1]),
    'foreign.order:2 Trade #',
    /Trade 2 stands where trade 1/,
  ],
  [
    'a trade left out',
    rows(ROWS[0], ROWS[1], renumbered(ROWS[2], 3), renumbered(ROWS[3], 3)),
    'foreign.order:4 Trade #',
    /Trade 3 stands where trade 2/,
  ],
  ['no number of a trade', first(/^1,/m, '1a,'), 'foreign.value:2 Trade #', /"1a" is no number/],
  ['an unknown type', first('Entry long', 'Buy'), 'foreign.value:2 Type', /Known are Entry long/],
  [
    'sides that differ',
    first('Exit long', 'Exit short'),
    'foreign.contradiction:3 Type',
    /long in line 2 and short here/,
  ],
  [
    'amounts that differ',
    first(',3,2.7', ',4,2.7'),
    'foreign.contradiction:3 Net P&L USD',
    /4 in line 2 and 3 here/,
  ],
  ['an empty signal', first('Buy it', ''), 'foreign.value:2 Signal', /cell is empty/],
  [
    'thousands with commas',
    first(',100,', ',"1,100",'),
    'foreign.value:2 Position size (qty)',
    /without separators of thousands/,
  ],
  ['a decimal comma', first('1.11,', '"1,11",'), 'foreign.value:2 Price USD', /with a point/],
  [
    'a typeset minus',
    first(',-1,', ',\u22121,'),
    'foreign.value:2 Drawdown USD',
    /minus sign as "-"/,
  ],
  ['a word', first('1.11,', 'high,'), 'foreign.value:2 Price USD', /"high" is no number/],
  ['NaN', first('1.11,', 'NaN,'), 'foreign.value:2 Price USD', /"NaN" is no number/],
  [
    'a quantity of nothing',
    first(',100,', ',0.0,'),
    'foreign.value:2 Position size (qty)',
    /not above zero/,
  ],
  ['no time', first('2024-03-01T10:00:00-0500', 'noon'), 'foreign.time:2 Date/Time', /"noon"/],
  [
    'a day that is none',
    first('2024-03-01T10', '2024-02-30T10'),
    'foreign.time:2 Date/Time',
    /no time that exists/,
  ],
  [
    'a trade that ends before it begins',
    first('01T12:00:00-0500,Sell', '01T09:00:00-0500,Sell'),
    'foreign.contradiction:3 Date/Time',
    /ends before it begins/,
  ],
  [
    'trades that overlap',
    first('Entry short,2024-03-01T12', 'Entry short,2024-03-01T11'),
    'foreign.limit:4 Date/Time',
    /pyramiding to 0/,
  ],
  ['local times and no zone', LOCAL, 'foreign.time:2 Date/Time', /--timezone America/],
  [
    'zones in some rows only',
    first('T12:00:00-0500', 'T12:00:00'),
    'foreign.time:3 Date/Time',
    /names no time zone/,
    { timezone: 'UTC' },
  ],
  [
    'a zone that is none',
    {},

    'foreign.time --timezone',
    /"New York" is no time zone/,
    { timezone: 'New York' },
  ],
  [
    'the wrong zone',
    LOCAL,
    'foreign.time:2 Date/Time',
    /No bar of .*opens/,
    { timezone: 'Asia/Tokyo' },
  ],
  ['a symbol that is none', {}, 'foreign.value --symbol', /is no symbol/, { symbol: 'EUR USD' }],
];

const FIGURES: readonly Row[] = [
  [
    'a profit',
    every(',3,2.7', ',3.01,2.7'),
    'foreign.contradiction:2 Net P&L USD',
    /is 3\.01, .* give 3\./,
  ],
  [
    'a profit by the last digit of a double',
    every(',3,2.7', ',3.0000000000000004,2.7'),
    'foreign.contradiction:2 Net P&L USD',
    /give 3\./,
  ],
  [
    'a value',
    every('111.00000000000001', '111'),
    'foreign.contradiction:2 Position size (value)',
    /give 111\.00000000000001/,
  ],
  [
    'the running sum',
    every('8,0.8', '8.01,0.8'),
    'foreign.contradiction:4 Cumulative P&L USD',
    /is 8\.01, .* give 8\./,
  ],
  [
    'the capital',
    {},
    'foreign.contradiction:2 Cumulative P&L %',
    /--balance \(now 100\)/,
    { settings: { balance: '100' } },
  ],
  [
    'a price outside of its bar',
    every(',1.14,', ',1.17,'),
    'foreign.contradiction:3 Price USD',
    /from 1\.13 to 1\.16, not 1\.17/,
  ],
  [
    'two signals of one code',
    rows(
      (ROWS[0] ?? '').replace('Buy it', 'Sell?'),
      (ROWS[1] ?? '').replace('Sell', 'Sell!'),
      ...ROWS.slice(2),
    ),
    'foreign.contradiction:3 Signal',
    /both become the reason Sell_/,
  ],
];

const CHARTS: readonly Row[] = [
  ['an empty file', { bars: '' }, 'foreign.empty'],
  ['one bar', barLines(0, 1), 'foreign.empty', /has 1 bars/],
  ['no header', barLines(1, 2, 3), 'foreign.column.missing:1 time'],
  ['a column missing', bar('close', 'last'), 'foreign.column.missing:1 close'],
  ['unsorted bars', barLines(0, 2, 1, 3), 'foreign.order:3 time', /earlier than that of line 2/],
  ['a bar twice', barLines(0, 1, 2, 2, 3), 'foreign.duplicate:4 time', /line 3 has this time/],
  ['a bar missing', barLines(0, 1, 3, 4, 5, 6), 'foreign.time:2 Date/Time', /opens at this time/],
  ['a price that is a word', bar('1.12,1.09', 'x,1.09'), 'foreign.value:2 high', /"x" is no/],
  ['high below low', bar('1.12,1.09', '1.01,1.09'), 'market.price.inverted:2 high'],
];

for (const [about, table] of [
  ["TradingView's lists that cannot be used", LISTS],
  ["TradingView's lists whose figures do not follow", FIGURES],
  ["TradingView's charts that cannot be used", CHARTS],
] as const) {
  describe(about, () => {
    for (const [name, texts, expected, says, given] of table) {
      it(`${name}: ${expected}`, () =>
        withTempDir(async (dir) => {
          let message = '';
          const found = await refused(dir, async () => {
            const imported = await importedTexts(dir, texts, given);
            const error = imported.issues.find(({ severity }) => severity === 'error');
            message = `${error?.message ?? ''} ${error?.remedy ?? ''}`;
            return imported;
          });
          assert.equal(found[0], expected);
          // What is wrong with one row is told once, and not as faults of its neighbours.
          if (/^foreign\.(row|order|duplicate|value|limit)/.test(expected))
            assert.equal(found.length, 1);
          assert.match(message, says ?? /./);
        }));
    }
  });
}
