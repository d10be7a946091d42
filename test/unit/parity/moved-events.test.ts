// Events of one tick in another order. Events in a short form: `A1=5` is an opening of A at time 1 with price 5.
import assert from 'node:assert/strict';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { compareRuns } from '../../../engine/core/parity/index.js';
import type { LedgerEvent } from '../../../engine/core/schema/index.js';
import { ledgerRecord } from '../../support/event-records.js';
import { DECIMAL } from '../../support/session.js';

const num = createNumeric(DECIMAL);

const events = (text: string): readonly LedgerEvent[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word, index) => {
      const [, symbol = '', ts = '', price = '1'] = /^([A-Z])(\d)(?:=(\d+))?$/.exec(word) ?? [];
      return ledgerRecord({ seq: index + 1, symbol, ts: Number(ts), price });
    });

/** `live/replay path live|replay` of every pair that does not match, by sequence number. */
function findings(live: string, replay: string): readonly string[] {
  const { pairs } = compareRuns(num, events(live), events(replay));
  return pairs.flatMap((pair) => {
    const both = pair.live !== null && pair.replay !== null;
    if (both && pair.differences.length === 0) return [];
    const sides = `${String(pair.live?.seq ?? '-')}/${String(pair.replay?.seq ?? '-')}`;
    const fields = pair.differences.map(
      ({ path, live: a, replay: b }) => `${path} ${String(a)}|${String(b)}`,
    );
    return [[sides, ...fields].join(' ')];
  });
}

describe('parity: order within a tick', () => {
  const TABLE: readonly (readonly [string, string, string, readonly string[]])[] = [
    ['the same order', 'A1 B1 C1', 'A1 B1 C1', []],
    ['two of three change places', 'A1 B1 C1', 'A1 C1 B1', ['2/3 order 2|3']],
    ['the last comes first', 'A1 B1 C1', 'C1 A1 B1', ['3/1 order 3|1']],
    [
      'all of them the other way round',
      'A1 B1 C1',
      'C1 B1 A1',
      [
        '1/3 order 1|3',
        '2/2 order 2, behind A|ledger|OPEN|long|entry_signal|2, behind C|ledger|OPEN|long|entry_signal',
      ],
    ],
    ['a moved event that differs as well', 'A1=5 B1', 'B1 A1=6', ['1/2 order 1|2 price 5|6']],
    ['another tick: missing there and extra here', 'A1 B1', 'A1 B2', ['2/2 ts 1|2']],
    ['moved to another tick', 'A1 B1 C2', 'A1 C2 B3', ['2/- ', '-/3 '].map((text) => text.trim())],
    ['one missing for good', 'A1 B1 C1', 'A1 C1', ['2/-']],
    ['moved, and one of its kind missing', 'A1 A1 B1', 'B1 A1', ['1/2 order 1|2', '2/-']],
    ['in two ticks at once', 'A1 B1 A2 B2', 'B1 A1 B2 A2', ['1/2 order 1|2', '3/4 order 1|2']],
  ];
  for (const [title, live, replay, expected] of TABLE)
    it(title, () => {
      assert.deepEqual(findings(live, replay), expected);
    });

  it('every event of both sides has exactly one pair', () => {
    const sides = ['A1 B1 C1 A2 B2', 'C1 A1 B1 B1 B2 A2'] as const;
    const [live, replay] = sides.map(events) as [LedgerEvent[], LedgerEvent[]];
    const { pairs, total } = compareRuns(num, live, replay);
    const seqs = (side: 'live' | 'replay') =>
      pairs.flatMap((pair) => pair[side]?.seq ?? []).sort((a, b) => a - b);
    assert.deepEqual(seqs('live'), [1, 2, 3, 4, 5]);
    assert.deepEqual(seqs('replay'), [1, 2, 3, 4, 5, 6]);
    assert.deepEqual([total.live, total.replay], [5, 6]);
  });
});
