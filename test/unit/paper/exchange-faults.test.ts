// What an exchange can do wrong on its own feed: nonsense, refusals, silence, a history that fails. Each is said, and no bar is
// made of it.
import assert from 'node:assert/strict';
import {
  acknowledgement,
  candleOf,
  snapshotOf,
  type HistoryAnswer,
  type Step,
} from '../../support/exchange-server.js';
import { assertLines, barAt, candle, readExchange } from '../../support/exchange-reader.js';

const ACK = acknowledgement('BTC', '1m');
const known = (...numbers: readonly number[]): ReturnType<typeof snapshotOf> =>
  snapshotOf(numbers.map((number) => barAt('BTC', number)));

/** So short that a test can wait until bars should have come. */
const SHORT_MS = 50;
const short = (number: number, close: number): string =>
  candle('BTC', number, { close, lengthMs: SHORT_MS });
const shortHistory = (...numbers: readonly number[]): ReturnType<typeof snapshotOf> =>
  snapshotOf(numbers.map((number) => barAt('BTC', number, { lengthMs: SHORT_MS })));

describe("faults of an exchange's own feed", () => {
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

  it('uses no candle of long ago, and none between two bars', async () => {
    const wrong = [candle('BTC', 3), candle('BTC', 6.5)];
    const steps = [candle('BTC', 5), candle('BTC', 6), ...wrong, candle('BTC', 6, { close: 7 })];
    const { lines } = await readExchange(
      { connections: [[ACK, ...steps, candle('BTC', 7)]] },
      { until: /^BTC@6/ },
    );
    const fault =
      /^fault: message \d of .*a candle of BTC at \d+, behind one at \d+: time runs back/;
    assertLines(lines, ['BTC@5 105', fault, /^fault: .*between two bars/, 'BTC@6 7']);
  });

  it('concludes nothing from a candle far ahead, and goes on in a new connection', async () => {
    const { lines } = await readExchange(
      {
        connections: [
          [ACK, short(0, 100), short(1, 55), short(9_000, 1), short(1, 56), { pings: 100 }],
          [ACK, short(1, 57), short(2, 1)],
        ],
        // The bar that forms is the last one it has.
        history: shortHistory(0, 1),
      },
      { until: /^BTC@1/, silenceMs: 600, intervalMs: SHORT_MS },
    );
    assertLines(lines, [
      'BTC@0 100',
      /^fault: .*time runs back/,
      'note: no candle from Hyperliquid for 0.65 s; connecting anew',
      'BTC@1 57',
    ]);
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
