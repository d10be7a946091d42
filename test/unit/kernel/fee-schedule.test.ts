// Orders that pay other rates: by symbol, by reason, by both; parts that are not charged; the first entry that fits.
import assert from 'node:assert/strict';
import type { VenuePolicy } from '../../../engine/core/schema/index.js';
import { close, exact, open, play, type VenueChanges } from '../../support/session.js';

type Schedule = NonNullable<VenuePolicy['fee']['schedule']>;

/** An open of 1 BTC at 100 for `go`, closed at 200 for `leave`: the two fees. */
function feesUnder(feeSchedule: Schedule, more: VenueChanges = {}): readonly string[] {
  const { ledger } = play({
    venue: { feeBps: '10', feeSchedule, ...more },
    ticks: [{ BTC: '100' }, { BTC: '200' }],
    script: { 0: open({ size: '1' }), 1: close() },
  });
  return ledger.map((line) => / fee (\S+)/.exec(line)?.[1] ?? '');
}

const BUILDER = [{ name: 'builder', rateBps: '1', rounding: exact(2) }];

describe('fee schedule', () => {
  const TABLE: readonly (readonly [string, Schedule, VenueChanges, ...string[]])[] = [
    ['empty: the one rate', [], {}, '0.1', '0.2'],
    ['by symbol', [{ symbols: ['BTC'], rateBps: '1' }], {}, '0.01', '0.02'],
    ['of other symbols', [{ symbols: ['ETH', 'SOL'], rateBps: '1' }], {}, '0.1', '0.2'],
    ['of a symbol the run has not', [{ symbols: ['DOGE'], rateBps: '1' }], {}, '0.1', '0.2'],
    ['by reason', [{ reasons: ['leave'], rateBps: '1' }], {}, '0.1', '0.02'],
    [
      'by both: either alone does not fit',
      [
        { symbols: ['ETH'], reasons: ['leave'], rateBps: '5' },
        { symbols: ['BTC'], reasons: ['go'], rateBps: '1' },
      ],
      {},
      ...['0.01', '0.2'],
    ],
    [
      'the first entry that fits',
      [
        { reasons: ['go'], rateBps: '2' },
        { symbols: ['BTC'], rateBps: '1' },
      ],
      {},
      ...['0.02', '0.02'],
    ],
    ['for all orders', [{ rateBps: '0' }], {}, '0', '0'],
    ['with the parts as they are', [{ rateBps: '1' }], { extraFees: BUILDER }, '0.02', '0.04'],
    [
      'with another rate of a part',
      [{ reasons: ['leave'], rateBps: '1', extraBps: { builder: '2' } }],
      { extraFees: BUILDER },
      ...['0.11', '0.06'],
    ],
    [
      'with a part that is not charged',
      [{ reasons: ['leave'], rateBps: '1', extraBps: { builder: '0' } }],
      { extraFees: BUILDER },
      ...['0.11', '0.02'],
    ],
    [
      'of a part that there is not',
      [{ rateBps: '1', extraBps: { nobody: '9' } }],
      { extraFees: BUILDER },
      ...['0.02', '0.04'],
    ],
  ];
  for (const [name, schedule, more, ...fees] of TABLE) {
    it(name, () => {
      assert.deepEqual(feesUnder(schedule, more), fees);
    });
  }
});
