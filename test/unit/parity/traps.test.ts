// Where other tools go wrong when they compare live with a backtest, one test each: what they report, and what is true.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { compareRuns, isMatch, type ComparedPair } from '../../../engine/core/parity/index.js';
import { canonicalJson, type EventRecord, type Json } from '../../../engine/core/schema/index.js';
import { openCapture, sha256, writeCapture } from '../../../engine/host/capture/index.js';
import { smallParts, withTempDir } from '../../support/captures.js';
import { decisionRecord, gateRecord, ledgerRecord } from '../../support/event-records.js';
import { BINARY64, DECIMAL, HOUR_MS, open, play } from '../../support/session.js';

const decimal = createNumeric(DECIMAL);

const findings = (
  live: readonly EventRecord[],
  replay: readonly EventRecord[],
  num = decimal,
): readonly ComparedPair[] => compareRuns(num, live, replay).pairs.filter((pair) => !isMatch(pair));

const paths = (pairs: readonly ComparedPair[]): readonly string[] => [
  ...new Set(pairs.flatMap(({ differences }) => differences.map(({ path }) => path))),
];

/** Openings and closings in turn, an hour apart, of three symbols. */
const ledger = (rows: number): readonly EventRecord[] =>
  Array.from({ length: rows }, (_row, index) =>
    ledgerRecord({
      seq: index + 1,
      ts: index * HOUR_MS,
      symbol: ['BTC', 'ETH', 'SOL'][index % 3] ?? '',
      action: index % 2 === 0 ? 'OPEN' : 'CLOSE',
      price: String(100 + index),
      balance: String(10_000 + index),
    }),
  );

describe('traps of other tools', () => {
  it('a shift of one bar is no heap of missing rows', () => {
    const live = ledger(111);
    const replay = live.map((event) => ({ ...event, ts: event.ts + HOUR_MS }));
    const found = findings(live, replay);
    assert.ok(found.every((pair) => pair.live?.seq === pair.replay?.seq));
    assert.deepEqual(paths(found), ['ts']);
  });

  it('an offset of the balance is one field, on the rows that carry it', () => {
    const live = ledger(83);
    const replay = live.map((event) =>
      event.kind === 'ledger' ? { ...event, balance: `${event.balance}.01` } : event,
    );
    assert.deepEqual(paths(findings(live, replay)), ['balance']);
  });

  it('by index: one insertion leaves everything behind it in pairs', () => {
    const live = ledger(40);
    const extra = ledgerRecord({ seq: 99, ts: 5 * HOUR_MS, symbol: 'ETH', action: 'ADD' });
    const replay = [...live.slice(0, 5), extra, ...live.slice(5)];
    assert.deepEqual(
      findings(live, replay).map((pair) => [pair.live, pair.replay?.seq]),
      [[null, 99]],
    );
  });

  it('by time bucket: a late row keeps its partner, though another one is nearer in time', () => {
    const reasons = ['exit_stop_loss', 'exit_take_profit'];
    const close = (seq: number, ts: number, reason: string) =>
      ledgerRecord({ seq, ts, reason, action: 'CLOSE' });
    const live = reasons.map((reason, index) => close(index + 1, index * HOUR_MS, reason));
    const replay = reasons.map((reason, index) => close(index + 1, (index + 1) * HOUR_MS, reason));
    const found = findings(live, replay);
    assert.deepEqual(
      found.map((pair) => [pair.live?.seq, pair.replay?.seq]),
      [
        [1, 1],
        [2, 2],
      ],
    );
    assert.deepEqual(paths(found), ['ts']);
  });

  it('an empty side agrees with nothing', () => {
    for (const [live, replay] of [
      [ledger(3), []],
      [[], ledger(3)],
    ] as const) {
      const { total, pairs } = compareRuns(decimal, live, replay);
      assert.equal(total.matched, 0);
      assert.equal(pairs.filter(isMatch).length, 0);
      assert.equal(pairs.length, 3);
    }
  });

  it('a comparison does not pass because of what no replay makes', () => {
    const restart: EventRecord = { seq: 1, ts: 0, prev: null, kind: 'restart', fingerprint: 'x' };
    assert.equal(compareRuns(decimal, [restart], [restart]).total.live, 0);
  });

  it('a reason is its code: rewording changes nothing, a code inside another is another', () => {
    const live = [ledgerRecord({ reason: 'exit_stop', text: 'Stop loss hit' })];
    assert.deepEqual(findings(live, [ledgerRecord({ reason: 'exit_stop', text: 'SL' })]), []);
    const other = findings(live, [ledgerRecord({ reason: 'exit_stop_loss' })]);
    assert.deepEqual(
      other.map((pair) => pair.live === null || pair.replay === null),
      [true, true],
    );
  });

  it('a partner is used once: two events of live are not excused by one of the replay', () => {
    const live = [ledgerRecord({ seq: 1 }), ledgerRecord({ seq: 2, balance: '9999.9' })];
    assert.equal(findings(live, [ledgerRecord({ seq: 1 })]).length, 1);
    const [moved, second] = [
      ledgerRecord({ seq: 1, symbol: 'A' }),
      ledgerRecord({ seq: 2, symbol: 'A' }),
    ];
    const between = ledgerRecord({ seq: 3, symbol: 'B' });
    const found = findings([moved, second, between], [between, moved]);
    assert.equal(found.filter((pair) => pair.replay === null).length, 1);
  });

  it('funding is compared in amount', () => {
    const funding = (amount: string): EventRecord => ({
      ...{ seq: 1, ts: 0, prev: null, kind: 'funding', symbol: 'BTC', rate: '0.0001' },
      amount,
    });
    const [pair] = findings([funding('-1.5')], [funding('-1.500001')]);
    assert.deepEqual(pair?.differences, [{ path: 'amount', live: '-1.5', replay: '-1.500001' }]);
  });

  it('no tolerance: neither below one ulp of a large balance nor above a small price', () => {
    const num = createNumeric(BINARY64);
    const large = ['16777216.000000002', '16777216.000000004', '16777216'] as const;
    const [a, b, c] = large.map((balance) => ledgerRecord({ balance }));
    assert.ok(a && b && c);
    // Two texts of one double are one number; the next double is another.
    assert.deepEqual(findings([a], [b], num), []);
    assert.deepEqual(paths(findings([a], [b], decimal)), ['balance']);
    assert.deepEqual(paths(findings([a], [c], num)), ['balance']);
    const small = ['0.0000000001', '0.00000000010000001'].map((price) => ledgerRecord({ price }));
    assert.deepEqual(paths(findings(small.slice(0, 1), small.slice(1), num)), ['price']);
  });

  it('order is by sequence number: rows of one time in another order are a finding', () => {
    const [exit, entry] = [
      ledgerRecord({ seq: 1, action: 'CLOSE' }),
      ledgerRecord({ seq: 2, action: 'OPEN', symbol: 'ETH' }),
    ];
    const found = findings([exit, entry], [entry, exit]);
    assert.deepEqual(
      found.map(({ differences }) => differences.map(({ path }) => path)),
      [['order']],
    );
  });

  it('the same order on every tick is found on every tick, and pairs stay in their tick', () => {
    const tick = (ts: number) =>
      ['A', 'B'].map((symbol) => decisionRecord({ symbol, ts, seq: ts, action: 'hold' }));
    const ticks = Array.from({ length: 50 }, (_tick, index) => tick(index + 1));
    const found = findings(
      ticks.flat(),
      ticks.flatMap((events) => [...events].reverse()),
    );
    assert.equal(found.length, 50);
    assert.deepEqual(paths(found), ['order']);
    assert.ok(found.every((pair) => pair.live?.ts === pair.replay?.ts));
  });

  it('numbers are compared as numbers, and hashed in one form', () => {
    const written = ['1e-7', '0.0000001', '0.00000010'].map((fee) => ledgerRecord({ fee }));
    for (const live of written)
      for (const replay of written) assert.deepEqual(findings([live], [replay]), []);
    const hash = (text: string) => sha256(canonicalJson(JSON.parse(text) as Json));
    assert.equal(hash('{"a":1.0,"b":1e-7}'), hash('{"b":0.0000001,"a":1}'));
    assert.notEqual(hash('{"a":1}'), hash('{"a":1.0000000000000002}'));
  });

  it('what did not happen has a trace: holds and blocked entries are events of their own', () => {
    const { events } = play({
      ticks: [{ BTC: '1' }, { BTC: '1' }],
      script: {
        0: (tick) => {
          tick.hold(0, 'go');
        },
        1: open({ size: '1' }),
      },
    });
    assert.deepEqual(
      events.filter(({ kind }) => kind === 'decision').map(({ seq }) => seq),
      [1, 2],
    );
    const blocked = (value: string) =>
      decisionRecord({ action: 'blocked', gates: [gateRecord({ value, passed: false })] });
    assert.deepEqual(paths(findings([blocked('19')], [blocked('18')])), ['gates.adx_min.value']);
    assert.equal(findings([blocked('19')], []).length, 1);
  });

  it('a gap of the market is named with the lines around it', () =>
    withTempDir(async (temp) => {
      const parts = smallParts();
      const bars = [...(parts.bars as Iterable<never>)];
      await writeCapture(join(temp, 'c'), { ...parts, bars: bars.filter((_b, i) => i !== 2) });
      const { issues } = await openCapture(join(temp, 'c'));
      assert.deepEqual(
        issues.map(({ code, line, relatedLine }) => [code, line, relatedLine]),
        [['market.gap', 4, 1]],
      );
    }));
});
