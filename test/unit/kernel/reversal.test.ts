// Opening against an open position: refused, or a close and an open at one price, by two orders for one reason.
import assert from 'node:assert/strict';
import {
  BINARY64,
  close,
  line,
  open,
  openPlay,
  play,
  positionText,
  scaled,
  steps,
  type Play,
  type VenueChanges,
} from '../../support/session.js';

const long = open({ side: 'long', size: '2' });
const short = open({ side: 'short', size: '3' });

const TURNED: Play = {
  venue: { reversal: 'close-then-open', fillAt: 'next-bar-open' },
  ticks: [{ BTC: '100' }, { BTC: '101' }, { BTC: '103' }, { BTC: '90' }],
  script: { 0: long, 1: short, 2: long },
};

describe('kernel: reversals', () => {
  it('close and open at the same price, with the ledger in that order', () => {
    const { ledger, session } = play(TURNED);
    assert.deepEqual(ledger, [
      'BTC OPEN long 2 @ 101 fee 0 pnl 0 -> 10000',
      'BTC CLOSE long 2 @ 103 fee 0 pnl 4 -> 10004',
      'BTC OPEN short 3 @ 103 fee 0 pnl 0 -> 10004',
      'BTC CLOSE short 3 @ 90 fee 0 pnl 39 -> 10043',
      'BTC OPEN long 2 @ 90 fee 0 pnl 0 -> 10043',
    ]);
    assert.equal(positionText(session), 'long 2 @ 90 margin 50 x1 adds 0');
  });

  it('are one decision and two orders, the closing one first, both for its reason', () => {
    const session = openPlay(TURNED);
    steps(session, 1);
    const events = steps(session, 1).filter(({ kind }) => kind !== 'fill' && kind !== 'ledger');
    assert.deepEqual(
      events.map((event) => line(session, event)),
      [
        'BTC enter short (go) []',
        'BTC intent #2 close 2',
        'BTC order #2 close 2',
        'BTC intent #3 open 3',
        'BTC order #3 open 3',
        'ETH hold  (undecided) []',
        'SOL hold  (undecided) []',
      ].filter((text) => text.startsWith('BTC')),
    );
    const reasons = events.map((event) => ('cause' in event ? event.cause.reason : ''));
    assert.deepEqual([...new Set(reasons)], ['go']);
  });

  it('happen at once where orders fill at the close', () => {
    const { ledger } = play({
      venue: { reversal: 'close-then-open', feeBps: '10' },
      ticks: [{ BTC: '100' }, { BTC: '110' }],
      script: { 0: long, 1: short },
    });
    assert.deepEqual(ledger, [
      'BTC OPEN long 2 @ 100 fee 0.2 pnl 0 -> 9999.8',
      'BTC CLOSE long 2 @ 110 fee 0.22 pnl 20 -> 10019.58',
      'BTC OPEN short 3 @ 110 fee 0.33 pnl 0 -> 10019.25',
    ]);
  });

  const REFUSED: readonly (readonly [string, VenueChanges, Play['script'], RegExp])[] = [
    ['where the venue does not say', {}, { 0: long, 1: short }, /cannot open short BTC/],
    ['where it says so', { reversal: 'refuse' }, { 0: long, 1: short }, /cannot open short BTC/],
    [
      'of the same side',
      { reversal: 'close-then-open' },
      { 0: long, 1: long },
      /cannot open long BTC: the position is long/,
    ],
    [
      'while an order is under way',
      { reversal: 'close-then-open', fillAt: 'next-bar-open' },
      {
        0: long,
        1: (tick) => {
          close()(tick);
          short(tick);
        },
      },
      /and an order is under way/,
    ],
  ];
  for (const [name, changes, script, says] of REFUSED) {
    it(`are refused ${name}`, () => {
      const ticks = [{ BTC: '100' }, { BTC: '101' }, { BTC: '102' }];
      assert.throws(() => play({ venue: changes, ticks, script }), says);
    });
  }
});

describe('kernel: sizes rounded before the lot', () => {
  const ROWS: readonly (readonly [string, string, VenueChanges, string])[] = [
    ['as asked', '132522.88', {}, '132522.88'],
    ['cut by a scale', '132522.88', { rounding: { size: scaled(1, 'down') } }, '132522.8'],
    [
      'cut by a lot, which multiplies',
      '132522.88',
      { instruments: { BTC: ['0', '0.1', '0'] } },
      '132522.80000000002',
    ],
    [
      'cut by both',
      '132522.88',
      { rounding: { size: scaled(0, 'up') }, instruments: { BTC: ['0', '2', '0'] } },
      '132522',
    ],
  ];
  for (const [name, size, changes, expected] of ROWS) {
    it(name, () => {
      const { ledger } = play({
        ...{ numeric: BINARY64, venue: changes, ticks: [{ BTC: '1' }] },
        script: { 0: open({ size }) },
      });
      assert.match(ledger[0] ?? '', new RegExp(`^BTC OPEN long ${expected} @`));
    });
  }

  it('to nothing is a reject', () => {
    const { events } = play({
      ...{ venue: { rounding: { size: scaled(0, 'down') } }, ticks: [{ BTC: '1' }] },
      script: { 0: open({ size: '0.9' }) },
    });
    assert.ok(events.some(({ kind }) => kind === 'reject'));
  });
});
