// An exchange's own feed, from transcripts in its real shape: bars are taken when they have closed, what was missed comes from
// its history, and whatever it does wrong is said.
import assert from 'node:assert/strict';
import {
  acknowledgement,
  candleMessage,
  candleOf,
  snapshotOf,
  type ExchangeScript,
} from '../../support/exchange-server.js';
import {
  assertLines,
  barAt,
  candle,
  readExchange,
  type ReaderHow,
} from '../../support/exchange-reader.js';

const ACK = acknowledgement('BTC', '1m');
const known = (...numbers: readonly number[]): ReturnType<typeof snapshotOf> =>
  snapshotOf(numbers.map((number) => barAt('BTC', number)));

const SECOND_MS = 1_000;
interface Case extends ExchangeScript {
  readonly name: string;
  readonly how: ReaderHow;
  readonly lines: readonly (string | RegExp)[];
  readonly questions?: readonly string[];
}

const CASES: readonly Case[] = [
  {
    name: 'a bar is said again and again, and taken once, when the next one begins',
    connections: [
      [
        ACK,
        candle('BTC', 0, { close: 7 }),
        candle('BTC', 0, { close: 9 }),
        candle('BTC', 0, { close: 8 }),
        candle('BTC', 1),
      ],
    ],
    how: { until: /^BTC/ },
    lines: ['BTC@0 8'],
  },
  {
    name: 'a list of candles is as good as one',
    connections: [
      [
        ACK,
        JSON.stringify({
          channel: 'candle',
          data: [0, 1, 2].map((number) => candleOf(barAt('BTC', number), '1m')),
        }),
      ],
    ],
    how: { until: /^BTC@1/ },
    lines: ['BTC@0 100', 'BTC@1 101'],
  },
  {
    name: 'a bar that is said after the next one began is passed on for its reader to judge',
    connections: [
      [ACK, candle('BTC', 0), candle('BTC', 1), candle('BTC', 0, { close: 7 }), candle('BTC', 2)],
    ],
    how: { until: /^BTC@1/ },
    lines: ['BTC@0 100', 'BTC@0 7', 'BTC@1 101'],
  },
  {
    name: 'a quiet market is no lost connection: pings are answered',
    connections: [[ACK, candle('BTC', 0), { pings: 3 }, candle('BTC', 1)]],
    how: { until: /^BTC/, silenceMs: 600 },
    lines: ['BTC@0 100'],
  },
  {
    name: 'a market whose bars form for long has not stopped',
    connections: [
      [
        ACK,
        ...Array.from({ length: 10 }, (_, index) => [
          candle('BTC', 0, { close: index, lengthMs: SECOND_MS }),
          { pings: index + 1 },
        ]).flat(),
        candle('BTC', 1, { lengthMs: SECOND_MS }),
      ],
    ],
    how: { until: /^BTC/, silenceMs: 300, intervalMs: SECOND_MS },
    lines: ['BTC@0 9'],
  },
  {
    name: 'a silence of months may be allowed',
    connections: [[ACK, candle('BTC', 0), candle('BTC', 1)]],
    how: { until: /^BTC/, silenceMs: 6_000_000_000 },
    lines: ['BTC@0 100'],
  },
  {
    name: 'a connection made anew asks for what it missed, and takes over nothing half said',
    connections: [
      [ACK, candle('BTC', 0), candle('BTC', 1, { close: 55 }), { close: 'restart' }],
      [ACK, candle('BTC', 4), candle('BTC', 5)],
    ],
    history: known(0, 1, 2, 3, 4),
    how: { until: /^BTC@4/ },
    lines: [
      'BTC@0 100',
      /note: the connection to ws:\/\/HOST\/ws was lost: .*1012: restart/,
      ...['BTC@1 101', 'BTC@2 102', 'BTC@3 103', 'BTC@4 104'],
    ],
    questions: ['BTC 1m 1..4'],
  },
  {
    name: 'a start goes on from the bar before',
    connections: [[ACK, candle('BTC', 4), candle('BTC', 5)]],
    history: known(0, 1, 2, 3, 4),
    how: { until: /^BTC@4/, lastBar: 1 },
    lines: ['BTC@2 102', 'BTC@3 103', 'BTC@4 104'],
    questions: ['BTC 1m 2..4'],
  },
  {
    name: 'nothing is asked where nothing was missed',
    connections: [
      [ACK, candle('BTC', 0), candle('BTC', 1), { close: 'restart' }],
      [ACK, candle('BTC', 1, { close: 77 }), candle('BTC', 2)],
    ],
    how: { until: /^BTC@1/ },
    lines: ['BTC@0 100', /^note: the connection/, 'BTC@1 77'],
    questions: [],
  },
  {
    name: 'bars of a quiet time, which are not said, come from the history once the next one begins',
    connections: [[ACK, candle('BTC', 0), candle('BTC', 3), { pings: 1 }, candle('BTC', 4)]],
    history: known(0, 1, 2, 3),
    how: { until: /^BTC@3/, silenceMs: 600 },
    lines: ['BTC@0 100', 'BTC@1 101', 'BTC@2 102', 'BTC@3 103'],
    questions: ['BTC 1m 0..3'],
  },
  {
    name: 'a history that is behind: its last bar may still change, and is asked for again once the next has closed',
    connections: [[ACK, candle('BTC', 4), { pings: 1 }, candle('BTC', 5)]],
    history: known(2, 3),
    how: { until: /^answered/, lastBar: 1, silenceMs: 600 },
    lines: ['BTC@2 102', 'BTC@4 104', 'BTC@3 103', 'answered 3..4'],
    questions: ['BTC 1m 2..4', 'BTC 1m 3..4', 'BTC 1m 3..4'],
  },
  {
    name: 'a history that gives little at a time is asked on',
    connections: [[ACK, candle('BTC', 6), candle('BTC', 7)]],
    history: (request) => known(2, 3, 4, 5, 6)(request).slice(0, 3),
    how: { until: /^BTC@6/, lastBar: 1 },
    lines: ['BTC@2 102', 'BTC@3 103', 'BTC@4 104', 'BTC@5 105', 'BTC@6 106'],
    questions: ['BTC 1m 2..6', 'BTC 1m 4..6'],
  },
  {
    name: 'what the history does not have stays missing, and is answered for',
    connections: [[ACK, candle('BTC', 4), { pings: 1 }, candle('BTC', 5)]],
    history: known(3, 4),
    how: { until: /^BTC@4/, lastBar: 1, silenceMs: 600 },
    lines: ['BTC@3 103', 'answered 2..3', 'BTC@4 104'],
    questions: ['BTC 1m 2..4', 'BTC 1m 2..3'],
  },
  {
    name: 'of several coins one that is not traded is asked for once the others are well ahead',
    connections: [
      [
        ...[ACK, acknowledgement('ETH', '1m'), candle('BTC', 0), candle('ETH', 0)],
        ...[
          candle('BTC', 1),
          candle('ETH', 1),
          candle('BTC', 2),
          candle('BTC', 3),
          candle('BTC', 4),
        ],
      ],
    ],
    history: snapshotOf([barAt('ETH', 1), barAt('ETH', 2), barAt('BTC', 1)]),
    how: { until: /^answered/, symbols: ['BTC', 'ETH'] },
    lines: [
      ...['BTC@0 100', 'ETH@0 100', 'BTC@1 101', 'BTC@2 102', 'BTC@3 103'],
      ...['ETH@1 101', 'answered 1..2'],
    ],
    questions: ['ETH 1m 1..2'],
  },
];

describe("an exchange's own feed", () => {
  for (const { name, how, lines, questions, ...script } of CASES)
    it(name, async () => {
      const read = await readExchange(script, how);
      assertLines(read.lines, lines);
      if (questions !== undefined) assert.deepEqual(read.questions, questions);
    });

  it('subscribes to every coin of the settings', async () => {
    const { subscriptions } = await readExchange(
      { connections: [['{"channel":"error","data":"no"}']] },
      { symbols: ['BTC', 'kPEPE'], until: /^broken/ },
    );
    assert.deepEqual(subscriptions, [
      '{"method":"subscribe","subscription":{"type":"candle","coin":"BTC","interval":"1m"}}',
      '{"method":"subscribe","subscription":{"type":"candle","coin":"kPEPE","interval":"1m"}}',
    ]);
  });

  it('keeps every digit', async () => {
    const digits = '0.1000000000000000055511151231257827';
    const exact = { ...barAt('BTC', 0), open: digits, low: digits, close: digits };
    const { bars } = await readExchange(
      { connections: [[ACK, candleMessage(exact, '1m'), candle('BTC', 1)]] },
      { until: /^BTC/ },
    );
    assert.deepEqual(bars, [exact]);
  });
});
