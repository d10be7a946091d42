// What an order does to position, balance and ledger, with every number worked out by hand.
import assert from 'node:assert/strict';
import {
  add,
  BINARY64,
  close,
  DECIMAL,
  entryOrder,
  exact,
  open,
  play,
  positionText,
  reduce,
  scaled,
  type Play,
} from '../../support/session.js';

interface Case extends Omit<Play, 'script'> {
  readonly title: string;
  /** Tick by tick, all on BTC. */
  readonly calls: readonly ((tick: Parameters<ReturnType<typeof open>>[0]) => void)[];
  readonly ledger: readonly string[];
  readonly position: string;
}

const btc = (...prices: readonly string[]) => prices.map((price) => ({ BTC: price }));
const CENTS = { balance: exact(2) };
const COSTS = { slippage: ['10', '5'], feeBps: '3.5' } as const;

const CASES: readonly Case[] = [
  {
    title: 'open, add, reduce, close without costs: the basis is the size-weighted mean',
    ticks: btc('100', '110', '120', '90'),
    calls: [open({ size: '2' }), add({ size: '1' }), reduce('0.5'), close()],
    ledger: [
      'BTC OPEN long 2 @ 100 fee 0 pnl 0 -> 10000',
      'BTC ADD long 1 @ 110 fee 0 pnl 0 -> 10000',
      // (120 - 103.33333333333333333) * 1.5
      'BTC REDUCE long 1.5 @ 120 fee 0 pnl 25.000000000000000005 -> 10025',
      'BTC CLOSE long 1.5 @ 90 fee 0 pnl -19.999999999999999995 -> 10005',
    ],
    position: 'flat',
  },
  {
    title: 'margin, leverage and adds follow: added on an add, scaled down on a reduce',
    ticks: btc('100', '110', '120'),
    calls: [
      open({ size: '2', margin: '40', leverage: '5' }),
      add({ size: '2', margin: '44', leverage: '3' }),
      reduce('0.25'),
    ],
    ledger: [
      'BTC OPEN long 2 @ 100 fee 0 pnl 0 -> 10000',
      'BTC ADD long 2 @ 110 fee 0 pnl 0 -> 10000',
      'BTC REDUCE long 1 @ 120 fee 0 pnl 15 -> 10015',
    ],
    position: 'long 3 @ 105 margin 63 x5 adds 1',
  },
  {
    title: 'a long pays slippage upwards to enter and downwards to leave',
    venue: COSTS,
    ticks: btc('100', '110'),
    calls: [open({ size: '2' }), close()],
    ledger: [
      'BTC OPEN long 2 @ 100.1 fee 0.07007 pnl 0 -> 9999.92993',
      'BTC CLOSE long 2 @ 109.945 fee 0.0769615 pnl 19.69 -> 10019.5429685',
    ],
    position: 'flat',
  },
  {
    title: 'a short the other way round, and loses when the price rises',
    venue: COSTS,
    ticks: btc('100', '110'),
    calls: [open({ side: 'short', size: '2' }), close()],
    ledger: [
      'BTC OPEN short 2 @ 99.9 fee 0.06993 pnl 0 -> 9999.93007',
      'BTC CLOSE short 2 @ 110.055 fee 0.0770385 pnl -20.31 -> 9979.5430315',
    ],
    position: 'flat',
  },
  {
    title: 'fees on the notional before slippage, on both ways',
    venue: { ...COSTS, feeBase: ['intent-notional', 'intent-notional'] },
    ticks: btc('100', '110'),
    calls: [open({ size: '2' }), close()],
    ledger: [
      'BTC OPEN long 2 @ 100.1 fee 0.07 pnl 0 -> 9999.93',
      'BTC CLOSE long 2 @ 109.945 fee 0.077 pnl 19.69 -> 10019.543',
    ],
    position: 'flat',
  },
  {
    title: 'the notional an order names is the base of its fee, and of nothing else',
    venue: { feeBps: '3.5', feeBase: ['intent-notional', 'fill-notional'] },
    ticks: btc('100', '100'),
    calls: [open({ size: '2', notional: '250' }), close()],
    ledger: [
      'BTC OPEN long 2 @ 100 fee 0.0875 pnl 0 -> 9999.9125',
      'BTC CLOSE long 2 @ 100 fee 0.07 pnl 0 -> 9999.8425',
    ],
    position: 'flat',
  },
  {
    title: 'the price an order names replaces the close, on entry and on exit',
    venue: { slippage: ['10', '0'] },
    ticks: btc('100', '100'),
    calls: [open({ size: '1', price: '200' }), close('250')],
    ledger: [
      'BTC OPEN long 1 @ 200.2 fee 0 pnl 0 -> 10000',
      'BTC CLOSE long 1 @ 250 fee 0 pnl 49.8 -> 10049.8',
    ],
    position: 'flat',
  },
  {
    title: 'cash in cents, half up: a fee of half a cent is forgiven, one above is not',
    venue: { feeBps: '1', rounding: CENTS },
    ticks: btc('50', '51'),
    calls: [open({ size: '1' }), close()],
    ledger: [
      'BTC OPEN long 1 @ 50 fee 0.005 pnl 0 -> 10000',
      // 10000 + (1 - 0.0051) = 10000.9949
      'BTC CLOSE long 1 @ 51 fee 0.0051 pnl 1 -> 10000.99',
    ],
    position: 'flat',
  },
  {
    title: 'below the least size the basis of an add is its own price',
    venue: { minSize: '3' },
    ticks: btc('100', '110'),
    calls: [open({ size: '1' }), add({ size: '1' })],
    ledger: [
      'BTC OPEN long 1 @ 100 fee 0 pnl 0 -> 10000',
      'BTC ADD long 1 @ 110 fee 0 pnl 0 -> 10000',
    ],
    position: 'long 2 @ 110 margin 100 x1 adds 1',
  },
  {
    title: 'at the least size it is the mean again',
    venue: { minSize: '2' },
    ticks: btc('100', '110'),
    calls: [open({ size: '1' }), add({ size: '1' })],
    ledger: [
      'BTC OPEN long 1 @ 100 fee 0 pnl 0 -> 10000',
      'BTC ADD long 1 @ 110 fee 0 pnl 0 -> 10000',
    ],
    position: 'long 2 @ 105 margin 100 x1 adds 1',
  },
];

describe('kernel: accounting', () => {
  for (const { title, calls, ledger, position, ...input } of CASES) {
    it(title, () => {
      const played = play({ ...input, script: Object.fromEntries(calls.entries()) });
      assert.deepEqual(played.ledger, ledger);
      assert.equal(positionText(played.session), position);
    });
  }

  // The first rows of a published ledger; ETH stands for the symbol traded beside BTC.
  it('binary64 agrees with a published ledger in every digit', () => {
    const { ledger } = play({
      numeric: BINARY64,
      venue: {
        slippage: ['0', '0.5'],
        feeBps: '3.5',
        feeBase: ['intent-notional', 'fill-notional'],
        rounding: {
          price: scaled(12),
          notional: scaled(12),
          fee: scaled(12),
          pnl: scaled(12),
          reducedSize: scaled(12),
        },
      },
      ticks: [
        { BTC: '89330', ETH: '126.87' },
        { BTC: '89404', ETH: '127.12' },
      ],
      script: {
        0: (tick) => {
          tick.open(0, entryOrder(tick, { side: 'short', size: '0.03358334266203963' }));
          tick.open(1, entryOrder(tick, { side: 'short', size: '23.646252069047055' }));
        },
        1: (tick) => {
          tick.close(0, { reason: 'leave' });
          tick.close(1, { reason: 'leave' });
        },
      },
    });
    assert.deepEqual(ledger, [
      'BTC OPEN short 0.03358334266203963 @ 89330 fee 1.05 pnl 0 -> 9998.95',
      'ETH OPEN short 23.646252069047055 @ 126.87 fee 1.05 pnl 0 -> 9997.900000000001',
      'BTC CLOSE short 0.03358334266203963 @ 89408.47020000001 fee 1.050922352065 pnl -2.635291615359 -> 9994.213786032578',
      'ETH CLOSE short 23.646252069047055 @ 127.126356 fee 1.052121650508 pnl -6.061858595413 -> 9987.099805786658',
    ]);
  });
});

describe('kernel: orders of operations that differ in the last digit', () => {
  const balanceAfter = (onExit: 'net-then-add' | 'pnl-then-fee', input: Partial<Play>) => {
    const { session } = play({
      ...input,
      ticks: btc('1', '2'),
      venue: {
        ...input.venue,
        onExit,
        feeBase: ['intent-notional', 'fill-notional'],
      },
      script: input.script ?? {},
    });
    return session.parts.num.format(session.current.state.account.balance);
  };

  // Profit 0.03, fee 0.06 * 0.05 = 0.003; the entry's fee rounds to nothing.
  const doubles: Partial<Play> = {
    numeric: BINARY64,
    balance: '1000.21',
    venue: { feeBps: '500', rounding: { fee: scaled(3) } },
    script: { 0: open({ size: '0.03', notional: '0.001' }), 1: close() },
  };
  // Profit 0.5 and fee 0.5 with four digits: 1000.5 rounds to 1001.
  const fourDigits: Partial<Play> = {
    numeric: { kind: 'decimal', precision: 4, rounding: 'half-up' },
    balance: '1000',
    venue: { feeBps: '5000', rounding: { fee: scaled(1) } },
    script: { 0: open({ size: '0.5', notional: '0.001' }), 1: close() },
  };

  it('balance + (pnl - fee) or (balance + pnl) - fee', () => {
    assert.equal(balanceAfter('net-then-add', doubles), '1000.2370000000001');
    assert.equal(balanceAfter('pnl-then-fee', doubles), '1000.237');
    assert.equal(balanceAfter('net-then-add', fourDigits), '1000');
    assert.equal(balanceAfter('pnl-then-fee', fourDigits), '1001');
  });

  it('what a reduce leaves: scaled by the share, or subtracted', () => {
    const left = (remainder: 'scaled' | 'subtract', rounding = scaled(12)) =>
      positionText(
        play({
          numeric: BINARY64,
          venue: { remainder, rounding: { reducedSize: rounding } },
          ticks: btc('1', '1'),
          script: { 0: open({ size: '0.011' }), 1: reduce('0.3') },
        }).session,
      );
    assert.match(left('scaled'), /^long 0\.0077 @/);
    assert.match(left('subtract'), /^long 0\.007699999999999999 @/);
  });

  it('decimal has neither difference at 20 digits', () => {
    const decimal = (input: Partial<Play>): Partial<Play> => ({ ...input, numeric: DECIMAL });
    for (const onExit of ['net-then-add', 'pnl-then-fee'] as const)
      assert.equal(balanceAfter(onExit, decimal(doubles)), '1000.237');
  });
});
