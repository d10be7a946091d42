// Orders that fill in parts. In a short form: `7:1@100-0.1` fills 1 of order 7 at 100 for a fee of 0.1, `OPEN1@100-0.1=9`
// is a ledger row with the balance behind it; `*2` at the end is the tick, 1 when absent.
import assert from 'node:assert/strict';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { compareRuns, isMatch } from '../../../engine/core/parity/index.js';
import type { EventRecord, LedgerEvent } from '../../../engine/core/schema/index.js';
import { ledgerRecord } from '../../support/event-records.js';
import { BINARY64, DECIMAL } from '../../support/session.js';

const FORM = /^(?:(\d+):|([A-Z]+))([\d.]+)@([\d.]+)-([\d.]+)(?:=([\d.]+))?(?:\/(\w+))?(?:\*(\d))?$/;

function event(text: string, seq: number): EventRecord {
  const [, orderId, action = '', size = '', price = '', fee = '', balance = '9', more, tick = '1'] =
    FORM.exec(text) ?? assert.fail(text);
  const ts = Number(tick);
  if (orderId === undefined) {
    const row = { seq, ts, size, price, fee, balance, action: action as LedgerEvent['action'] };
    return ledgerRecord({ ...row, ...(more === undefined ? {} : { detail: more }) });
  }
  const order = { orderId, symbol: 'BTC', side: 'long', action: 'open' } as const;
  const feeParts = more === undefined ? {} : { feeParts: partsOf(fee, more) };
  const head = { seq, ts, prev: null, kind: 'fill', reason: 'entry_signal' } as const;
  return { ...head, ...order, size, price, fee, ...feeParts };
}

/** `b03`: a builder part of 0.03, the rest is the venue's. */
function partsOf(fee: string, part: string): Record<string, string> {
  const builder = `0.${part.slice(1)}`;
  return { venue: (Number(fee) - Number(builder)).toFixed(2), builder };
}

const events = (text: string): readonly EventRecord[] =>
  text.split(' ').map((word, index) => event(word, index + 1));

/** `live/replay path live|replay` of every pair that does not match. */
function findings(live: string, replay: string, policy = DECIMAL): readonly string[] {
  const num = createNumeric(policy);
  const { pairs } = compareRuns(num, events(live), events(replay));
  return pairs
    .filter((pair) => !isMatch(pair))
    .map((pair) => {
      const sides = `${String(pair.live?.seq ?? '-')}/${String(pair.replay?.seq ?? '-')}`;
      const fields = pair.differences.map(
        ({ path, live: a, replay: b }) => `${path} ${String(a)}|${String(b)}`,
      );
      return [sides, ...fields].join(' ');
    });
}

type Case = readonly [title: string, live: string, replay: string, expected: readonly string[]];

const FILLS: readonly Case[] = [
  ['two parts of one fill', '7:1@100-0.1 7:2@100-0.2', '4:3@100-0.3', []],
  ['one fill, two parts in the replay', '4:3@100-0.3', '7:1@100-0.1 7:2@100-0.2', []],
  ['other parts of the same', '7:1@100-0.1 7:2@100-0.2', '4:2@100-0.2 4:1@100-0.1', []],
  ['three parts and two', '7:1@100-0.1 7:1@100-0.1 7:1@100-0.1', '4:2@100-0.2 4:1@100-0.1', []],
  ['prices that weigh the same', '7:1@100-0.1 7:1@102-0.1', '4:2@101-0.2', []],
  ['a sum that doubles would miss', '7:0.1@1-0.1 7:0.2@1-0.2', '4:0.3@1-0.3', []],
  ['prices that do not', '7:1@100-0.1 7:3@102-0.1', '4:4@101-0.2', ['2/1 price 101.5|101']],
  [
    'a mean price that differs beyond the last digit of the policy',
    '7:1@1-0.1 7:2@1.00000000000000000000000001-0.1',
    '4:3@1-0.2',
    ['2/1 price 3.00000000000000000000000002 / 3|3 / 3'],
  ],
  ['fees that do not add up', '7:1@100-0.1 7:2@100-0.3', '4:3@100-0.3', ['2/1 fee 0.4|0.3']],
  ['parts of fees by name', '7:1@100-0.1/b03 7:2@100-0.2/b03', '4:3@100-0.3/b06', []],
  [
    'a fee divided in another way',
    '7:1@100-0.1/b03 7:2@100-0.2/b03',
    '4:3@100-0.3/b05',
    ['2/1 feeParts.venue 0.24|0.25 feeParts.builder 0.06|0.05'],
  ],
  ['parts of fees live did not record', '7:1@100-0.1 7:2@100-0.2', '4:3@100-0.3/b05', []],
  [
    'a part is missing: nothing is merged',
    '7:1@100-0.1 7:1@100-0.1',
    '4:3@100-0.3',
    ['1/1 size 1|3 fee 0.1|0.3', '2/-'],
  ],
  [
    'a part of another tick is late, and stays a finding',
    '7:1@100-0.1 7:2@100-0.2*2',
    '4:3@100-0.3',
    ['1/1 size 1|3 fee 0.1|0.3', '2/-'],
  ],
  [
    'two orders are no split',
    '7:1@100-0.1 8:2@100-0.2',
    '4:3@100-0.3',
    ['1/1 size 1|3 fee 0.1|0.3', '2/-'],
  ],
  ['two orders on both sides agree one by one', '7:1@1-0.1 7:2@1-0.2', '4:1@1-0.1 5:2@1-0.2', []],
  ['the whole a tick later', '7:1@100-0.1 7:2@100-0.2', '4:3@100-0.3*2', ['2/1 ts 1|2']],
];

const ROWS: readonly Case[] = [
  ['rows of one order', 'OPEN1@100-0.1=9.9 OPEN2@100-0.2=9.7', 'OPEN3@100-0.3=9.7', []],
  [
    'the balance behind the last',
    'OPEN1@100-0.1=9.9 OPEN2@100-0.2=9.7',
    'OPEN3@100-0.3=9.8',
    ['2/1 balance 9.7|9.8'],
  ],
  [
    'a row of another action between them',
    'OPEN1@100-0.1 ADD1@100-0.1 OPEN2@100-0.2',
    'OPEN3@100-0.3 ADD1@100-0.1',
    ['1/1 size 1|3 fee 0.1|0.3', '3/-'],
  ],
  [
    'rows with another detail',
    'OPEN1@100-0.1/a OPEN2@100-0.2/b',
    'OPEN3@100-0.3/b',
    ['1/1 size 1|3 fee 0.1|0.3 detail a|b', '2/-'],
  ],
  [
    'fees are no orders',
    'FEE1@1-0.1 FEE2@1-0.2',
    'FEE3@1-0.3',
    ['1/1 size 1|3 fee 0.1|0.3', '2/-'],
  ],
  [
    'as many rows on both sides are compared one by one',
    'ADD1@100-0.1=9.9 ADD2@100-0.2=9.7',
    'ADD2@100-0.2=9.8 ADD1@100-0.1=9.7',
    ['1/1 size 1|2 fee 0.1|0.2 balance 9.9|9.8', '2/2 size 2|1 fee 0.2|0.1'],
  ],
  [
    'fills and rows together',
    '7:1@100-0.1 OPEN1@100-0.1=9.9 7:2@100-0.2 OPEN2@100-0.2=9.7',
    '4:3@100-0.3 OPEN3@100-0.3=9.7',
    [],
  ],
];

describe('parity: split fills', () => {
  for (const [title, live, replay, expected] of [...FILLS, ...ROWS])
    it(title, () => {
      assert.deepEqual(findings(live, replay), expected);
    });

  it('sums are exact under doubles, too', () => {
    assert.deepEqual(findings('7:0.1@1-0.1 7:0.2@1-0.2', '4:0.3@1-0.3', BINARY64), []);
    assert.deepEqual(findings('7:0.1@1-0.1 7:0.2@1-0.2', '4:0.3@1-0.30000000000000004', BINARY64), [
      '2/1 fee 0.3|0.30000000000000004',
    ]);
  });

  it('counts events, not pairs, and every event keeps a pair', () => {
    const num = createNumeric(DECIMAL);
    const [live, replay] = ['7:1@100-0.1 7:2@100-0.2', '4:3@100-0.3'].map(events);
    assert.ok(live && replay);
    for (const [a, b] of [
      [live, replay],
      [replay, live],
    ] as const) {
      const { total, pairs } = compareRuns(num, a, b);
      assert.deepEqual(total, { live: a.length, replay: b.length, matched: a.length });
      assert.deepEqual(new Set(pairs.map((pair) => pair.live)), new Set(a));
      assert.deepEqual(new Set(pairs.map((pair) => pair.replay)), new Set(b));
    }
    const worse = compareRuns(num, live, events('4:3@100-0.4'));
    assert.deepEqual(worse.total, { live: 2, replay: 1, matched: 1 });
  });
});
