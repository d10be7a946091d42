// Whole sequences: the ways two recordings drift apart, and how many findings each may cost.
import assert from 'node:assert/strict';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import {
  alignEvents,
  compareRuns,
  eventIdentity,
  isComparable,
  isCovered,
  isMatch,
  type Comparison,
} from '../../../engine/core/parity/index.js';
import type { Coverage, EventRecord } from '../../../engine/core/schema/index.js';
import { decisionRecord, ledgerRecord } from '../../support/event-records.js';
import { DECIMAL, HOUR_MS } from '../../support/session.js';

const num = createNumeric(DECIMAL);

/** Trades in the form `BTC+` (opens a long), `BTC-` (closes it), one per hour. */
function trades(text: string): readonly EventRecord[] {
  return text.split(' ').map((trade, index) =>
    ledgerRecord({
      seq: index + 1,
      ts: index * HOUR_MS,
      symbol: trade.slice(0, -1),
      action: trade.endsWith('+') ? 'OPEN' : 'CLOSE',
      price: String(100 + index),
    }),
  );
}

const without = (events: readonly EventRecord[], index: number): readonly EventRecord[] =>
  events.filter((_event, at) => at !== index);

/** `live -> replay` by sequence number, of pairs that do not match. */
const findings = (comparison: Comparison): readonly string[] =>
  comparison.pairs
    .filter((pair) => !isMatch(pair))
    .map(({ live, replay, differences }) => {
      const fields = differences.map(({ path }) => path).join(' ');
      return `${String(live?.seq ?? '-')} ${String(replay?.seq ?? '-')} ${fields}`.trim();
    });

const compare = (live: readonly EventRecord[], replay: readonly EventRecord[]) =>
  findings(compareRuns(num, live, replay));

const TEN = trades('A+ B+ A- B- A+ B+ A- B- A+ A-');

describe('parity: sequences', () => {
  it('equal sequences match pair by pair', () => {
    const comparison = compareRuns(num, TEN, TEN);
    assert.deepEqual(findings(comparison), []);
    assert.deepEqual(comparison.total, { live: 10, replay: 10, matched: 10 });
  });

  for (const index of [0, 4, 9]) {
    it(`one event missing in the replay (row ${String(index)}) is one finding`, () => {
      assert.deepEqual(compare(TEN, without(TEN, index)), [`${String(index + 1)} -`]);
    });
    it(`one event missing in live (row ${String(index)}) is one finding`, () => {
      assert.deepEqual(compare(without(TEN, index), TEN), [`- ${String(index + 1)}`]);
    });
  }

  it('two events in another order are one event moved, not two changed', () => {
    const live = trades('A+ B+ C+ D+');
    const [a, b, c, d] = live as [EventRecord, EventRecord, EventRecord, EventRecord];
    assert.deepEqual(compare(live, [a, c, b, d]), ['2 2 order']);
  });

  it('everything one bar later: pairs that differ in time only, nothing missing', () => {
    const later = TEN.map((event) => ({ ...event, ts: event.ts + HOUR_MS }));
    assert.deepEqual(
      compare(TEN, later),
      TEN.map(({ seq }) => `${String(seq)} ${String(seq)} ts`),
    );
  });

  it('a repeated trade pairs with its like in time, whichever one is missing', () => {
    const same = trades('A+ A+ A+ A+');
    for (const index of [0, 1, 2, 3])
      assert.deepEqual(compare(without(same, index), same), [`- ${String(index + 1)}`]);
  });

  it('other side, other reason or other symbol is another event', () => {
    const live = [ledgerRecord()];
    for (const change of [{ side: 'short' }, { reason: 'x' }, { symbol: 'ETH' }, { action: 'ADD' }])
      assert.deepEqual([...compare(live, [ledgerRecord(change as never)])].sort(), ['- 1', '1 -']);
  });

  it('an empty side matches nothing', () => {
    for (const [live, replay] of [
      [TEN, []],
      [[], TEN],
    ] as const) {
      const comparison = compareRuns(num, live, replay);
      assert.equal(comparison.total.matched, 0);
      assert.equal(findings(comparison).length, 10);
    }
    assert.deepEqual(compareRuns(num, [], []).pairs, []);
  });

  it('counts by kind', () => {
    const decision = decisionRecord();
    const comparison = compareRuns(
      num,
      [decision, ledgerRecord()],
      [decision, ledgerRecord({ price: '1', ts: 500 }), ledgerRecord()],
    );
    assert.deepEqual(comparison.byKind, {
      decision: { live: 1, replay: 1, matched: 1 },
      ledger: { live: 1, replay: 2, matched: 1 },
    });
    assert.deepEqual(comparison.total, { live: 2, replay: 3, matched: 2 });
  });

  it('identity has no time, no number and no wording in it', () => {
    const text = eventIdentity(ledgerRecord());
    assert.equal(eventIdentity(ledgerRecord({ ts: 9, seq: 9, price: '1', text: 'x' })), text);
    assert.notEqual(eventIdentity(decisionRecord({ action: 'enter' })), text);
  });
});

describe('parity: what no replay makes', () => {
  const head = { seq: 7, ts: 9, prev: null };
  const balance = { ...head, kind: 'balance' as const, balance: '1' };
  const TABLE: readonly (readonly [EventRecord, boolean])[] = [
    [{ ...head, kind: 'checkpoint', state: { account: { balance: '1' } } }, false],
    [{ ...head, kind: 'risk', name: 'kill_switch', value: true }, false],
    [{ ...head, kind: 'restart', fingerprint: 'x' }, false],
    [balance, false],
    [{ ...balance, reason: 'deposit' }, true],
    [{ ...head, kind: 'funding', symbol: 'BTC', rate: '0', amount: '0' }, true],
    [ledgerRecord(), true],
  ];
  for (const [event, expected] of TABLE)
    it(`${event.kind}${'reason' in event ? ' with a reason' : ''} is ${expected ? '' : 'not '}compared`, () => {
      assert.equal(isComparable(event), expected);
      const other = ledgerRecord({ seq: 8, ts: 10 });
      for (const [live, replay] of [
        [[event, other], [other]],
        [[other], [event, other]],
      ] as const)
        assert.equal(compareRuns(num, live, replay).pairs.length, expected ? 2 : 1);
    });
});

describe('parity: coverage', () => {
  const TABLE: readonly (readonly [Coverage, EventRecord, boolean])[] = [
    [{ kinds: ['ledger'] }, ledgerRecord(), true],
    [{ kinds: ['ledger'] }, decisionRecord(), false],
    [{ kinds: ['decision'] }, decisionRecord(), true],
    [{ kinds: ['decision'], decisions: [{ action: 'exit' }] }, decisionRecord(), false],
    [{ kinds: ['decision'], decisions: [{ action: 'enter' }] }, decisionRecord(), true],
    [
      { kinds: ['decision'], decisions: [{ action: 'enter', reason: 'x' }] },
      decisionRecord(),
      false,
    ],
    [{ kinds: ['ledger'], decisions: [{ action: 'enter' }] }, decisionRecord(), false],
    [{ kinds: ['ledger', 'decision'], decisions: [] }, ledgerRecord(), true],
  ];
  for (const [coverage, event, expected] of TABLE) {
    it(`${JSON.stringify(coverage)} ${expected ? 'has' : 'has no'} ${event.kind}`, () => {
      assert.equal(isCovered(coverage, event), expected);
    });
  }
});

describe('parity: large sequences', () => {
  it('block by block: every event once, in order, and a single insertion stays small', () => {
    const size = 6_000;
    const live = Array.from({ length: size }, (_item, index) => `e${String(index)}`);
    const replay = ['first', ...live.slice(1, 3_000), 'inserted', ...live.slice(3_000, -1), 'last'];
    const pairs = alignEvents({ live, replay, identity: (event) => event, near: () => true });
    const indices = (side: 'live' | 'replay') =>
      pairs.map((pair) => pair[side]).filter((index) => index !== null);
    assert.deepEqual(indices('live'), [...live.keys()]);
    assert.deepEqual(indices('replay'), [...replay.keys()]);
    const partners = pairs.filter((pair) => pair.live !== null && pair.replay !== null);
    for (const pair of partners) assert.equal(live[pair.live ?? -1], replay[pair.replay ?? -1]);
    // Changed at both ends and one inserted: 5 edits at least; a block's end may add a few.
    const edits = pairs.length - partners.length;
    assert.ok(edits >= 5 && edits <= 9, String(edits));
  }).timeout(10_000);
});
