// Every named rounding of a venue policy, alone: 1.115 lies just below itself as a double, so that `scaled` (which
// multiplies first) and `exact` part ways there, while decimal takes both to 1.12.
import assert from 'node:assert/strict';
import type { KernelEvent, LedgerRow } from '../../../engine/core/model/index.js';
import type { RoundingStep } from '../../../engine/core/numeric/index.js';
import type { ReplaySession } from '../../../engine/core/session/replay-session.js';
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
  steps,
  openPlay,
  line,
  type Play,
  type VenueChanges,
} from '../../support/session.js';

const lastLedger = (events: readonly KernelEvent[]): LedgerRow => {
  const found = events.findLast((event) => event.kind === 'ledger');
  assert.ok(found);
  return found;
};

interface Step {
  readonly name: keyof NonNullable<VenueChanges['rounding']>;
  readonly input: Omit<Play, 'numeric'>;
  /** Reads the number that the step rounds. */
  readonly read: (row: LedgerRow, session: ReplaySession) => { toString(): string };
}

const flat = (...prices: readonly string[]) => prices.map((price) => ({ BTC: price }));

const STEPS: readonly Step[] = [
  {
    name: 'price',
    input: { ticks: flat('1.115'), script: { 0: open({ size: '1' }) } },
    read: (row) => row.price,
  },
  {
    name: 'notional',
    input: { ticks: flat('1.115'), venue: { feeBps: '10000' }, script: { 0: open({ size: '1' }) } },
    read: (row) => row.fee,
  },
  {
    name: 'fee',
    input: { ticks: flat('1.115'), venue: { feeBps: '10000' }, script: { 0: open({ size: '1' }) } },
    read: (row) => row.fee,
  },
  {
    name: 'pnl',
    input: { ticks: flat('1', '2'), script: { 0: open({ size: '1.115' }), 1: close() } },
    read: (row) => row.pnl,
  },
  {
    name: 'basis',
    input: {
      ticks: flat('1', '1.23'),
      script: { 0: open({ size: '1' }), 1: add({ size: '1' }) },
    },
    read: (_row, session) => session.current.state.positions[0]?.entryPrice ?? '',
  },
  {
    name: 'reducedSize',
    input: { ticks: flat('1', '1'), script: { 0: open({ size: '2.23' }), 1: reduce('0.5') } },
    read: (row) => row.size,
  },
  {
    name: 'balance',
    input: { ticks: flat('1'), balance: '1.115', script: { 0: open({ size: '1' }) } },
    read: (row) => row.balance,
  },
];

const outcome = (step: Step, rounding: RoundingStep, numeric = DECIMAL): string => {
  const venue = { ...step.input.venue, rounding: { [step.name]: rounding } };
  const { session, events } = play({ ...step.input, numeric, venue });
  return step.read(lastLedger(events), session).toString();
};

describe('kernel: roundings by name', () => {
  for (const step of STEPS) {
    it(step.name, () => {
      assert.deepEqual(
        {
          none: outcome(step, { method: 'none' }),
          doubleScaled: outcome(step, scaled(2), BINARY64),
          doubleExact: outcome(step, exact(2), BINARY64),
          decimalScaled: outcome(step, scaled(2)),
          decimalExact: outcome(step, exact(2)),
          down: outcome(step, exact(2, 'down')),
          up: outcome(step, exact(1, 'up')),
        },
        {
          none: '1.115',
          doubleScaled: '1.12',
          doubleExact: '1.11',
          decimalScaled: '1.12',
          decimalExact: '1.12',
          down: '1.11',
          up: '1.2',
        },
      );
    });
  }
});

/** Tick 0.5, lot 0.1, least notional 10. */
const LISTED: VenueChanges = { feeBps: '10', instruments: { BTC: ['0.5', '0.1', '10'] } };

describe('kernel: tick, lot and least notional', () => {
  const lines = (entry: Parameters<typeof open>[0], prices = '100') => {
    const input = { venue: LISTED, ticks: flat(prices), script: { 0: open(entry) } };
    const session = openPlay(input);
    const events = steps(session, 1).map((event) => line(session, event));
    return { events: events.slice(1), position: positionText(session) };
  };

  it('a fill price is the nearest tick, halves up; a size is cut down to the lot', () => {
    const placed = ['BTC intent #1 open 0.19', 'BTC order #1 open 0.19'];
    assert.deepEqual(lines({ size: '0.19' }, '100.25'), {
      events: [
        ...placed,
        'BTC fill #1 open 0.1 @ 100.5',
        'BTC OPEN long 0.1 @ 100.5 fee 0.01005 pnl 0 -> 9999.98995',
      ],
      position: 'long 0.1 @ 100.5 margin 50 x1 adds 0',
    });
    assert.equal(lines({ size: '0.1' }, '100.24').events.at(-2), 'BTC fill #1 open 0.1 @ 100');
  });

  it('the tick applies after slippage and to exits, the lot to entries only', () => {
    const { ledger } = play({
      venue: { slippage: ['10', '30'], instruments: { BTC: ['0.5', '0.1', '0'] } },
      ticks: flat('100', '100'),
      script: { 0: open({ size: '1' }), 1: reduce('0.05') },
    });
    // 100.1 and 99.7, to multiples of a half
    assert.deepEqual(ledger, [
      'BTC OPEN long 1 @ 100 fee 0 pnl 0 -> 10000',
      'BTC REDUCE long 0.05 @ 99.5 fee 0 pnl -0.025 -> 9999.975',
    ]);
  });

  const REJECTED: readonly (readonly [string, Parameters<typeof open>[0], string])[] = [
    ['size below one lot', { size: '0.09' }, '0'],
    ['notional below the least', { size: '0.1', price: '99.9' }, '0.1'],
    ['a named notional below the least', { size: '1', notional: '9.99' }, '1'],
  ];
  for (const [title, entry, size] of REJECTED) {
    it(`${title}: rejected, and nothing changes`, () => {
      assert.deepEqual(lines(entry), {
        events: [
          `BTC intent #1 open ${entry.size}`,
          `BTC order #1 open ${entry.size}`,
          `BTC reject #1 open ${size}`,
        ],
        position: 'flat',
      });
    });
  }

  it('exactly the least notional is accepted', () => {
    assert.match(lines({ size: '0.1' }).events.at(-1) ?? '', /OPEN long 0\.1 @ 100 /);
  });

  it('a rejected add leaves the position; the next entry gets the next order id', () => {
    const session = openPlay({
      venue: LISTED,
      ticks: flat('100', '100', '100'),
      script: { 0: open({ size: '1' }), 1: add({ size: '0.05' }), 2: add({ size: '1' }) },
    });
    steps(session, 2);
    assert.equal(positionText(session), 'long 1 @ 100 margin 50 x1 adds 0');
    const [, intent] = steps(session, 1);
    assert.ok(intent);
    assert.equal(line(session, intent), 'BTC intent #3 add 1');
  });

  it('an instrument binds its own symbol only', () => {
    const { ledger } = play({
      venue: LISTED,
      ticks: [{ ETH: '0.3' }],
      script: {
        0: (tick) => {
          tick.open(1, entryOrder(tick, { size: '0.01' }));
        },
      },
    });
    assert.deepEqual(ledger, ['ETH OPEN long 0.01 @ 0.3 fee 0.000003 pnl 0 -> 9999.999997']);
  });
});
