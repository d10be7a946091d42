// An exchange's own feed, from transcripts in its real shape: bars are taken when they have closed, what was missed comes from
// its history, and whatever it does wrong is said.
import assert from 'node:assert/strict';
import {
  acknowledgement,
  candleMessage,
  candleOf,
  snapshotOf,
  type ExchangeScript,
  type HistoryAnswer,
  type Step,
} from '../../support/exchange-server.js';
import { candle, barAt, readExchange, type ReaderHow } from '../../support/exchange-reader.js';

const ACK = acknowledgement('BTC', '1m');
const known = (...numbers: readonly number[]): ReturnType<typeof snapshotOf> =>
  snapshotOf(numbers.map((number) => barAt('BTC', number)));

const SECOND_MS = 1_000;
/** So short that a test can wait until bars should have come. */
const SHORT_MS = 50;
const short = (number: number, close: number): string =>
  candle('BTC', number, { close, lengthMs: SHORT_MS });
const shortHistory = (...numbers: readonly number[]): ReturnType<typeof snapshotOf> =>
  snapshotOf(numbers.map((number) => barAt('BTC', number, { lengthMs: SHORT_MS })));

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
    name: 'a candle between two bars, or of long ago, is not used',
    connections: [
      [
        ...[ACK, candle('BTC', 5), candle('BTC', 6), candle('BTC', 3), candle('BTC', 6.5)],
        ...[candle('BTC', 6, { close: 7 }), candle('BTC', 7)],
      ],
    ],
    how: { until: /^BTC@6/ },
    lines: ['BTC@5 105', /^fault: .*time runs back/, /^fault: .*between two bars/, 'BTC@6 7'],
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
    name: 'a candle from far ahead closes nothing: what was forming goes on in a new connection',
    connections: [
      [...[ACK, short(0, 100), short(1, 55), short(9_000, 1), short(1, 56), { pings: 100 }]],
      [ACK, short(1, 57), short(2, 1)],
    ],
    // The bar that forms is the last one it has.
    history: shortHistory(0, 1),
    how: { until: /^BTC@1/, silenceMs: 600, intervalMs: SHORT_MS },
    lines: [
      'BTC@0 100',
      /^fault: message 6 of .*a candle of BTC at \d+, behind one at \d+: time runs back/,
      'note: no candle from Hyperliquid for 0.65 s; connecting anew',
      'BTC@1 57',
    ],
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

  const bad = (change: object): string => {
    const data = { ...candleOf(barAt('BTC', 0), '1m'), ...change };
    return JSON.stringify({ channel: 'candle', data });
  };
  const FAULTS: readonly (readonly [string, RegExp])[] = [
    ['not json', /message 3 of ws:.*json\.syntax.*It was "not json"/],
    [bad({ s: 'ETH' }), /a candle of ETH in bars of 1m, which was not asked for; asked for: BTC/],
    [bad({ i: '1h' }), /a candle of BTC in bars of 1h, which was not asked for.*bars of 1m/],
    [bad({ c: 'NaN' }), /data\.c.*decimal number/],
    [bad({ c: null }), /data\.c/],
    [bad({ t: 12 }), /data\.t.*milliseconds/],
    ['{"channel":"trades","data":[]}', /channel/],
    [acknowledgement('ETH', '1m'), /it acknowledges ETH in bars of 1m, which was not asked for/],
    ['{"channel":"error","data":"Too many requests"}', /Hyperliquid reports: "Too many requests"/],
    ['{"channel":"error","data":{"code":7}}', /Hyperliquid reports: .*code/],
  ];
  for (const [said, says] of FAULTS)
    it(`says what is wrong with ${said.slice(0, 70)}, and goes on`, async () => {
      const steps: Step[] = [ACK, said, candle('BTC', 0), candle('BTC', 1)];
      const { lines } = await readExchange({ connections: [steps] }, { until: /^BTC/ });
      assertLines(lines, [new RegExp(`^fault: .*${says.source}`, 's'), 'BTC@0 100']);
    });

  const FAILURES: readonly (readonly [string, HistoryAnswer, RegExp])[] = [
    ['500', { status: 500, body: 'null' }, /HOST\/info answers 500: "null"/],
    ['no JSON', 'oops', /json\.syntax.*It was "oops"/],
    ['no list', '{"error":"x"}', /schema/],
    [
      'another coin',
      [candleOf(barAt('ETH', 2), '1m')],
      /asked for BTC in bars of 1m and answers with ETH in bars of 1m/,
    ],
    ['another interval', [candleOf(barAt('BTC', 2), '1h')], /answers with BTC in bars of 1h/],
  ];
  for (const [name, answer, says] of FAILURES)
    it(`a history that answers ${name}: no bar is made of it, and the question stays open`, async () => {
      const { lines } = await readExchange(
        { connections: [[ACK, candle('BTC', 4), candle('BTC', 5)]], history: () => answer },
        { until: /^answered/, lastBar: 1 },
      );
      const fault = new RegExp(`^fault: .*${says.source}`, 's');
      assertLines(lines, [
        fault,
        'BTC@4 104',
        fault,
        new RegExp(`^answered 2..4: .*${says.source}`, 's'),
      ]);
    });

  it('asks on where it left off once the exchange is no longer busy', async () => {
    const busy = { status: 429, body: '', retryAfter: '0' };
    const answers = [known(2, 3), () => busy, known(3, 4)];
    const { lines, questions } = await readExchange(
      {
        connections: [[ACK, candle('BTC', 4), candle('BTC', 5)]],
        history: (request) => answers.shift()?.(request) ?? [],
      },
      { until: /^BTC@4/, lastBar: 1 },
    );
    assertLines(lines, [
      'BTC@2 102',
      'note: http://HOST/info has been asked too often; asking again in 0 s',
      ...['BTC@3 103', 'BTC@4 104'],
    ]);
    assert.deepEqual(questions, ['BTC 1m 2..4', 'BTC 1m 3..4', 'BTC 1m 3..4']);
  });

  it('refused at first it ends, with what was said; refused later it connects anew', async () => {
    const error = '{"channel":"error","data":"Invalid subscription {\\"coin\\":\\"FOO\\"}"}';
    const first = await readExchange({ connections: [[error]] }, { until: /^broken/ });
    assertLines(first.lines, [
      /^broken: Hyperliquid reports: "Invalid subscription .*not acknowledged BTC in bars of 1m\. Fix: .*coins that Hyperliquid lists/,
    ]);
    const later = await readExchange(
      {
        connections: [
          [ACK, candle('BTC', 0), { close: 'restart' }],
          [error],
          [ACK, candle('BTC', 0, { close: 8 }), candle('BTC', 1)],
        ],
      },
      { until: /^BTC/ },
    );
    assertLines(later.lines, [
      /^note: the connection/,
      /^fault: Hyperliquid reports: .*; connecting anew/,
      'BTC@0 8',
    ]);
  });

  it('connects anew where its subscription is not acknowledged, and gives up where it is told to', async () => {
    const { lines } = await readExchange(
      { connections: [[{ pings: 100 }]] },
      { until: /^broken/, silenceMs: 120, attemptsMax: 1 },
    );
    assertLines(lines, [
      /^fault: Hyperliquid did not acknowledge BTC in bars of 1m within 0.12 s; connecting anew/,
      /^fault: Hyperliquid did not/,
      /^broken: .* could not be reached in 1 attempts/,
    ]);
  });

  it('connects anew where candles stop coming although it is there, and loses nothing', async () => {
    const { lines } = await readExchange(
      {
        connections: [
          [ACK, short(0, 100), short(1, 55), { pings: 100 }],
          [ACK, short(3, 103), short(4, 104)],
        ],
        history: shortHistory(0, 1, 2, 3),
      },
      { until: /^BTC@3/, silenceMs: 600, intervalMs: SHORT_MS },
    );
    assertLines(lines, [
      'BTC@0 100',
      'note: no candle from Hyperliquid for 0.65 s; connecting anew',
      ...['BTC@1 101', 'BTC@2 102', 'BTC@3 103'],
    ]);
  });
});

function assertLines(lines: readonly string[], expected: readonly (string | RegExp)[]): void {
  const shown = expected.map((line, index) => {
    const is = lines[index];
    return typeof line === 'string' || is === undefined || !line.test(is) ? String(line) : is;
  });
  assert.deepEqual(lines, shown);
}
