// What the side-by-side view says about a stop, judged on its markup.
import assert from 'node:assert/strict';
import { compare } from '../../../client/views/side-by-side/comparison.js';
import { stopMarkup } from '../../../client/views/side-by-side/stop-markup.js';
import type { EventPair, EventRecord, SideBySide } from '../../../debug-adapter/protocol.js';

const close: EventRecord = {
  seq: 12,
  ts: 1_769_263_200_000,
  prev: null,
  kind: 'ledger',
  symbol: 'BTC',
  action: 'CLOSE',
  side: 'short',
  reason: 'exit_filter',
  detail: 'trend_exhaustion',
  price: '89408.47020000001',
  size: '0.03358334266203963',
  fee: '1.050922352065',
  pnl: '-2.635291615359',
  balance: '9994.213786032578',
};
const live = { seq: 12, line: 12, event: close };
const same: EventPair = { live, replay: { seq: 12, event: close }, fields: [], reached: true };
const differing: EventPair = {
  live,
  replay: { seq: 12, event: { ...close, price: '89408.51' } },
  fields: [{ path: 'price', live: '89408.47020000001', replay: '89408.51' }],
  reached: true,
};

describe('comparison of one pair', () => {
  const states: readonly (readonly [string, EventPair, string])[] = [
    ['equal events', same, 'same'],
    ['a differing field', differing, 'differs'],
    ['an event the replay has not come to', { ...same, reached: false }, 'pending'],
    ['an event the replay never makes', { ...same, replay: null }, 'missing-in-replay'],
    ['an event live did not record', { ...same, live: null }, 'missing-in-live'],
    ['the same before the replay comes to it', { ...same, live: null, reached: false }, 'pending'],
  ];
  for (const [what, pair, state] of states) {
    it(`${what}: ${state}`, () => {
      assert.equal(compare(pair).state, state);
    });
  }

  it('shows both values of every field and marks the differing one', () => {
    const rows = compare(differing).rows;
    assert.deepEqual(
      rows.find(({ name }) => name === 'price'),
      { name: 'price', live: '89408.47020000001', replay: '89408.51', differs: true },
    );
    assert.deepEqual(
      rows
        .filter(({ differs }) => !differs)
        .map(({ name, live, replay }) => [name, live === replay]),
      ['size', 'fee', 'pnl', 'balance'].map((name) => [name, true]),
    );
  });

  it('shows nothing of the replay before the replay has come there', () => {
    const { rows } = compare({ ...same, reached: false });
    assert.ok(rows.every(({ replay }) => replay === null));
  });

  it('puts a differing time first, as a time', () => {
    const fields = [{ path: 'ts', live: '1769263200000', replay: '1769266800000' }];
    assert.deepEqual(compare({ ...same, fields }).rows[0], {
      name: 'ts',
      live: '2026-01-24 14:00:00 UTC',
      replay: '2026-01-24 15:00:00 UTC',
      differs: true,
    });
  });

  it('names a field that only one side has', () => {
    const fields = [{ path: 'gates.adx_min.value', live: '12.8', replay: null }];
    const row = compare({ ...same, fields }).rows.find(({ differs }) => differs);
    assert.deepEqual(row, {
      name: 'gates.adx_min.value',
      live: '12.8',
      replay: null,
      differs: true,
    });
  });
});

describe('markup of a stop', () => {
  const stop: SideBySide = {
    cursor: { tick: 201, moment: 3 },
    tick: 201,
    ticks: 600,
    ts: 1_769_263_200_000,
    moment: 'decision',
    reason: 'departure',
    description: 'price is <89408.51>',
    symbol: 'BTC',
    symbols: ['BTC', 'ETH'],
    gates: [
      {
        name: 'adx_min',
        value: '12.8',
        comparator: '>',
        threshold: '18',
        passed: false,
        trigger: false,
        range: { file: '/w/gates.ts', line: 7, column: 3, endLine: 7, endColumn: 60 },
      },
    ],
    pairs: [differing],
    failure: null,
    eventsFile: '/w/captures/base/events.jsonl',
  };
  const { markup } = stopMarkup(stop);
  const contains = (text: string): void => {
    assert.ok(markup.includes(text), `${text} is not in\n${markup}`);
  };

  it('says where the replay stands, in UTC', () => {
    contains('Tick 201');
    contains('of 599');
    contains('2026-01-24 14:00:00 UTC');
  });

  it('escapes text', () => {
    contains('price is &lt;89408.51&gt;');
    assert.ok(!markup.includes('<89408.51>'));
  });

  it('marks a value from its first differing character on', () => {
    contains('89408.<mark>47020000001</mark>');
    contains('89408.<mark>51</mark>');
  });

  it('links a live value to its line and a gate to its source', () => {
    contains('data-action="openEvent" data-line="12"');
    contains('data-action="openSource" data-file="/w/gates.ts" data-line="7"');
  });

  it('tells a gate that blocks from a trigger that stays quiet', () => {
    contains('✗ block');
    const [gate] = stop.gates;
    assert.ok(gate !== undefined);
    const quiet = stopMarkup({ ...stop, gates: [{ ...gate, trigger: true }] }).markup;
    assert.ok(quiet.includes('○ quiet') && !quiet.includes('✗ block'));
  });
});
