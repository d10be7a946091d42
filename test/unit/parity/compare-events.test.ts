// Field by field: what counts as a difference between a live event and its partner, and what does not.
import assert from 'node:assert/strict';
import { compareEvents, type Difference } from '../../../engine/core/parity/index.js';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import type { EventRecord } from '../../../engine/core/schema/index.js';
import { decisionRecord, gateRecord, ledgerRecord } from '../../support/event-records.js';
import { BINARY64, DECIMAL } from '../../support/session.js';

const POLICIES = { decimal: createNumeric(DECIMAL), binary64: createNumeric(BINARY64) };

/** `path: live | replay` of every difference; the same under both policies unless one is named. */
function differences(
  live: EventRecord,
  replay: EventRecord,
  policies: readonly (keyof typeof POLICIES)[] = ['decimal', 'binary64'],
): readonly string[] {
  const line = ({ path, live: a, replay: b }: Difference) => `${path}: ${String(a)} | ${String(b)}`;
  const [first, ...others] = policies.map((name) =>
    compareEvents(POLICIES[name], live, replay).map(line),
  );
  for (const other of others) assert.deepEqual(other, first);
  return first ?? [];
}

type LedgerChanges = Parameters<typeof ledgerRecord>[0];
type DecisionChanges = Parameters<typeof decisionRecord>[0];

describe('parity: fields of a ledger row', () => {
  const TABLE: readonly (readonly [string, LedgerChanges, LedgerChanges, readonly string[]])[] = [
    ['nothing', {}, {}, []],
    ['price', {}, { price: '100.5' }, ['price: 100 | 100.5']],
    ['size', {}, { size: '1.6' }, ['size: 1.5 | 1.6']],
    ['fee', {}, { fee: '0' }, ['fee: 0.05 | 0']],
    ['pnl', {}, { pnl: '-1' }, ['pnl: 0 | -1']],
    ['balance', {}, { balance: '9999.96' }, ['balance: 9999.95 | 9999.96']],
    ['time', {}, { ts: 2_000 }, ['ts: 1000 | 2000']],
    ['side', {}, { side: 'short' }, ['side: long | short']],
    ['action', {}, { action: 'ADD' }, ['action: OPEN | ADD']],
    ['symbol', {}, { symbol: 'ETH' }, ['symbol: BTC | ETH']],
    ['reason', {}, { reason: 'other' }, ['reason: entry_signal | other']],
    ['wording', { text: 'High entry' }, { text: 'Low entry' }, []],
    ['detail', { detail: 'macro' }, {}, ['detail: macro | null']],
    ['confidence', { confidence: 'low' }, { confidence: 'high' }, ['confidence: low | high']],
    ['several', {}, { price: '1', fee: '2' }, ['price: 100 | 1', 'fee: 0.05 | 2']],
    ['another notation of one number', { size: '1.50' }, { size: '1.5' }, []],
    ['an exponent', { pnl: '1e-7' }, { pnl: '0.0000001' }, []],
    ['the sign of zero', { pnl: '-0' }, { pnl: '0' }, ['pnl: -0 | 0']],
    ['its own number and hash', { seq: 1, prev: 'a' }, { seq: 9, prev: 'b' }, []],
    ['what live did not record', {}, { detail: 'macro', text: 'x', confidence: 'low' }, []],
  ];
  for (const [title, live, replay, expected] of TABLE) {
    it(title, () => {
      assert.deepEqual(differences(ledgerRecord(live), ledgerRecord(replay)), expected);
    });
  }

  it('exactly: the last digit of a double counts, and digits beyond it do not exist', () => {
    const [live, last, beyond] = ['0.1', '0.10000000000000002', '0.10000000000000000001'].map(
      (pnl) => ledgerRecord({ pnl }),
    );
    assert.ok(live && last && beyond);
    assert.deepEqual(differences(live, last), ['pnl: 0.1 | 0.10000000000000002']);
    assert.deepEqual(differences(live, beyond, ['binary64']), []);
    assert.deepEqual(differences(live, beyond, ['decimal']), ['pnl: 0.1 | 0.10000000000000000001']);
  });

  it('text that is no number equals only itself', () => {
    const odd = ledgerRecord({ fee: '1_0' });
    assert.deepEqual(differences(odd, odd), []);
    assert.deepEqual(differences(odd, ledgerRecord({ fee: '10' })), ['fee: 1_0 | 10']);
  });
});

describe('parity: decisions', () => {
  const adx = gateRecord();
  const rsi = gateRecord({ name: 'rsi_max', value: '60', comparator: '<', threshold: '70' });
  const gates = (...list: readonly (typeof adx)[]): DecisionChanges => ({ gates: [...list] });

  const TABLE: readonly (readonly [string, DecisionChanges, DecisionChanges, readonly string[]])[] =
    [
      ['nothing', {}, {}, []],
      ['action', {}, { action: 'add' }, ['action: enter | add']],
      ['side given up', {}, { side: null }, ['side: long | null']],
      ['no side on both', { side: null }, { side: null }, []],
      [
        'value, threshold, verdict and comparator of a gate',
        gates(adx),
        gates(gateRecord({ value: '19', threshold: '21', passed: false, comparator: '>' })),
        [
          'gates.adx_min.value: 25.5 | 19',
          'gates.adx_min.threshold: 20 | 21',
          'gates.adx_min.passed: true | false',
          'gates.adx_min.comparator: >= | >',
        ],
      ],
      ['notation of a gate value', gates(adx), gates(gateRecord({ value: '25.50' })), []],
      [
        'a gate is missing',
        gates(adx),
        gates(rsi),
        ['gates.adx_min: 25.5 against 20: passed | null'],
      ],
      ['a gate live does not record', gates(adx), gates(rsi, adx), []],
      [
        'a gate evaluated twice, both times alike',
        gates(gateRecord({ value: '1' }), adx),
        gates(gateRecord({ value: '1' }), adx),
        [],
      ],
      [
        '... the first time otherwise',
        gates(gateRecord({ value: '1' }), adx),
        gates(gateRecord({ value: '2' }), adx),
        ['gates.adx_min.value: 1 | 2'],
      ],
      ['... of which live kept the last', gates(adx), gates(gateRecord({ value: '1' }), adx), []],
      [
        'order of gates',
        gates(adx, rsi),
        gates(rsi, adx),
        ['gates.order: adx_min, rsi_max | rsi_max, adx_min'],
      ],
      [
        'gates of replay in between',
        gates(adx, rsi),
        gates(adx, gateRecord({ name: 'x' }), rsi),
        [],
      ],
      [
        'a gate twice: the last one is meant',
        gates(adx),
        gates(gateRecord({ value: '1' }), adx),
        [],
      ],
      [
        'indicators',
        { indicators: { adx: '25.5', is_rising: true, rsi: '50' } },
        { indicators: { adx: '25.6', is_rising: false } },
        [
          'indicators.adx: 25.5 | 25.6',
          'indicators.is_rising: true | false',
          'indicators.rsi: 50 | null',
        ],
      ],
      [
        'an indicator live does not record',
        { indicators: { adx: '25.50' } },
        { indicators: { adx: '25.5', extra: '1' } },
        [],
      ],
      [
        'an indicator of an inherited name',
        { indicators: { toString: true } },
        {},
        ['indicators.toString: true | null'],
      ],
    ];
  for (const [title, live, replay, expected] of TABLE) {
    it(title, () => {
      assert.deepEqual(differences(decisionRecord(live), decisionRecord(replay)), expected);
    });
  }

  it('a comparator that live did not record is not judged', () => {
    const { name, value, threshold, passed } = adx;
    const bare = { name, value, threshold, passed };
    assert.deepEqual(
      differences(decisionRecord({ gates: [bare] }), decisionRecord({ gates: [adx] })),
      [],
    );
  });
});

describe('parity: the bar a decision saw', () => {
  const seen = {
    openTs: 0,
    open: '100',
    high: '101',
    low: '99',
    close: '100.5',
    volume: '7',
  };
  const decided = (changes: Partial<typeof seen> & { readonly revision?: number }) =>
    decisionRecord({ bar: { ...seen, ...changes } });

  const TABLE: readonly (readonly [string, EventRecord, EventRecord, readonly string[]])[] = [
    ['the same', decided({}), decided({}), []],
    ['another notation', decided({ close: '100.50' }), decided({}), []],
    ['close', decided({ close: '100.6' }), decided({}), ['bar.close: 100.6 | 100.5']],
    [
      'every field',
      decided({}),
      decided({ openTs: 1, open: '1', high: '2', low: '3', close: '4', volume: '5' }),
      [
        'bar.openTs: 0 | 1',
        'bar.open: 100 | 1',
        'bar.high: 101 | 2',
        'bar.low: 99 | 3',
        'bar.close: 100.5 | 4',
        'bar.volume: 7 | 5',
      ],
    ],
    ['the number of a revision is for live alone', decided({ revision: 3 }), decided({}), []],
    ['a replay that was not asked for its bar', decided({}), decisionRecord(), []],
    ['a live side that did not record it', decisionRecord(), decided({}), []],
  ];
  for (const [title, live, replay, expected] of TABLE)
    it(title, () => {
      assert.deepEqual(differences(live, replay), expected);
    });
});

describe('parity: orders and fills', () => {
  const fill = (
    changes: Readonly<Record<string, string | Readonly<Record<string, string>>>>,
  ): EventRecord => ({ ...FILL, ...changes });
  const FILL: EventRecord = {
    seq: 1,
    ts: 1_000,
    prev: null,
    kind: 'fill',
    symbol: 'BTC',
    orderId: '1',
    side: 'long',
    action: 'open',
    size: '1',
    price: '100',
    fee: '0.1',
    reason: 'entry_signal',
  };

  const PARTS: readonly (readonly [
    string,
    Readonly<Record<string, string>> | undefined,
    Readonly<Record<string, string>> | undefined,
    readonly string[],
  ])[] = [
    ['equal', { venue: '0.07', builder: '0.03' }, { builder: '0.030', venue: '0.07' }, []],
    [
      'the same sum, split in another way',
      { venue: '0.07', builder: '0.03' },
      { venue: '0.06', builder: '0.04' },
      ['feeParts.venue: 0.07 | 0.06', 'feeParts.builder: 0.03 | 0.04'],
    ],
    [
      'a part the replay has not',
      { venue: '0.07', builder: '0.03' },
      undefined,
      ['feeParts.venue: 0.07 | 0.1', 'feeParts.builder: 0.03 | null'],
    ],
    [
      'a part only the replay has',
      { venue: '0.1' },
      { venue: '0.07', builder: '0.03' },
      ['feeParts.venue: 0.1 | 0.07', 'feeParts.builder: null | 0.03'],
    ],
    ['one part that is the whole fee', { venue: '0.10' }, undefined, []],
    ['not recorded by live', undefined, { venue: '0.07', builder: '0.03' }, []],
  ];
  for (const [title, live, replay, expected] of PARTS)
    it(`parts of a fee: ${title}`, () => {
      const filled = (feeParts: typeof live) => fill(feeParts === undefined ? {} : { feeParts });
      assert.deepEqual(differences(filled(live), filled(replay)), expected);
    });

  it('ids belong to the venue; price, size and fee are compared', () => {
    assert.deepEqual(differences(fill({}), fill({ orderId: 'abc-9' })), []);
    assert.deepEqual(differences(fill({}), fill({ price: '101', size: '2', fee: '0.2' })), [
      'size: 1 | 2',
      'price: 100 | 101',
      'fee: 0.1 | 0.2',
    ]);
  });

  it('a limit price live had and the replay does not is a difference', () => {
    const order = (price: string | null): EventRecord => ({
      ...ledgerRecord(),
      kind: 'order',
      orderId: '1',
      action: 'open',
      price,
    });
    assert.deepEqual(differences(order('100'), order(null)), ['price: 100 | null']);
    assert.deepEqual(differences(order(null), order(null)), []);
  });

  it('amount and rate of a funding payment', () => {
    const funding = (amount: string): EventRecord => ({
      seq: 1,
      ts: 1_000,
      prev: null,
      kind: 'funding',
      symbol: 'BTC',
      rate: '0.0001',
      amount,
    });
    assert.deepEqual(differences(funding('-1.50'), funding('-1.5')), []);
    assert.deepEqual(differences(funding('-1.5'), funding('-1.4')), ['amount: -1.5 | -1.4']);
  });
});
