// Nonsense a strategy may ask for: each request is refused with its code before anything changes.
import assert from 'node:assert/strict';
import type { Num } from '../../../engine/core/numeric/index.js';
import { StrategyFault } from '../../../engine/core/kernel/index.js';
import {
  BINARY64,
  close,
  DECIMAL,
  entryOrder,
  open,
  openPlay,
  positionText,
  reduce,
  steps,
  type ScriptTick,
} from '../../support/session.js';

type Refused = readonly [title: string, code: string, ask: (tick: ScriptTick) => void];

/** What no type allows but a strategy in JavaScript can do. */
const anything = (value: unknown): never => value as never;

const entry = (tick: ScriptTick, changes: Readonly<Record<string, unknown>>) => ({
  ...entryOrder(tick, { size: '1' }),
  ...changes,
});
const opening =
  (changes: (tick: ScriptTick) => Readonly<Record<string, unknown>>) => (tick: ScriptTick) => {
    tick.open(0, entry(tick, changes(tick)));
  };
const exiting = (fraction: (tick: ScriptTick) => unknown) => (tick: ScriptTick) => {
  open({ size: '1' })(tick);
  tick.reduce(0, { fraction: anything(fraction(tick)), reason: 'leave' });
};
const NAN = (tick: ScriptTick): Num => tick.num(NaN);

const NUMBERS: readonly Refused[] = [
  ['size NaN', 'strategy.number', opening((tick) => ({ size: NAN(tick) }))],
  ['size infinite', 'strategy.number', opening((tick) => ({ size: tick.num(Infinity) }))],
  ['size zero', 'strategy.number', opening((tick) => ({ size: tick.num(0) }))],
  ['size negative', 'strategy.number', opening((tick) => ({ size: tick.num(-1) }))],
  ['size a plain number', 'strategy.number', opening(() => ({ size: 1 }))],
  ['size text', 'strategy.number', opening(() => ({ size: '1' }))],
  ['size missing', 'strategy.number', opening(() => ({ size: undefined }))],
  ['margin NaN', 'strategy.number', opening((tick) => ({ margin: NAN(tick) }))],
  ['leverage missing', 'strategy.number', opening(() => ({ leverage: null }))],
  ['notional zero', 'strategy.number', opening((tick) => ({ notional: tick.num(0) }))],
  ['price negative', 'strategy.number', opening((tick) => ({ price: tick.num(-5) }))],
  ['a value of a reason NaN', 'strategy.number', opening((tick) => ({ values: [NAN(tick)] }))],
  ['fraction 0', 'strategy.number', exiting((tick) => tick.num(0))],
  ['fraction 2', 'strategy.number', exiting((tick) => tick.num(2))],
  ['fraction negative', 'strategy.number', exiting((tick) => tick.num('-0.5'))],
  ['fraction NaN', 'strategy.number', exiting(NAN)],
  ['fraction a plain number', 'strategy.number', exiting(() => 0.5)],
  [
    'exit price NaN',
    'strategy.number',
    (tick) => {
      open({ size: '1' })(tick);
      tick.close(0, { reason: 'leave', price: NAN(tick) });
    },
  ],
  [
    'exit price negative',
    'strategy.number',
    (tick) => {
      open({ size: '1' })(tick);
      tick.close(0, { reason: 'leave', price: tick.num(-1) });
    },
  ],
  [
    'observation NaN',
    'strategy.number',
    (tick) => {
      tick.observe(0, 'adx', NAN(tick));
    },
  ],
  [
    'observation text',
    'strategy.number',
    (tick) => {
      tick.observe(0, 'adx', anything('5'));
    },
  ],
  [
    'gate value NaN',
    'strategy.number',
    (tick) => {
      tick.gate(0, 'low', NAN(tick), '>', 1);
    },
  ],
  [
    'gate threshold NaN',
    'strategy.number',
    (tick) => {
      tick.gate(0, 'low', tick.num(1), '>', NaN);
    },
  ],
  [
    'gate threshold a word',
    'strategy.number',
    (tick) => {
      tick.gate(0, 'low', tick.num(1), '>', 'ten');
    },
  ],
  [
    'gate threshold missing',
    'strategy.number',
    (tick) => {
      tick.gate(0, 'low', tick.num(1), '>', anything(undefined));
    },
  ],
  [
    'trigger value a plain number',
    'strategy.number',
    (tick) => {
      tick.trigger(0, 'low', anything(1), '>', 1);
    },
  ],
  [
    'verdict value missing',
    'strategy.number',
    (tick) => {
      tick.verdict(0, 'low', true, anything(undefined), 1);
    },
  ],
];

const NAMES: readonly Refused[] = [
  ['side missing', 'strategy.side', opening(() => ({ side: undefined }))],
  ['side unknown', 'strategy.side', opening(() => ({ side: 'buy' }))],
  [
    'side of a block unknown',
    'strategy.side',
    (tick) => {
      tick.block(0, anything('flat'), 'go');
    },
  ],
  ['reason undeclared', 'strategy.reason.undeclared', opening(() => ({ reason: 'luck' }))],
  ['reason missing', 'strategy.reason.undeclared', opening(() => ({ reason: undefined }))],
  [
    'reason inherited',
    'strategy.reason.undeclared',
    (tick) => {
      tick.hold(0, 'toString');
    },
  ],
  [
    'reason of a block',
    'strategy.reason.undeclared',
    (tick) => {
      tick.block(0, 'long', 'luck');
    },
  ],
  [
    'detail undeclared',
    'strategy.reason.undeclared',
    opening(() => ({ reason: 'leave', detail: 'early' })),
  ],
  ['detail of a plain reason', 'strategy.reason.undeclared', opening(() => ({ detail: 'late' }))],
  [
    'gate undeclared',
    'strategy.gate.undeclared',
    (tick) => {
      tick.gate(0, 'mid', tick.num(1), '>', 1);
    },
  ],
  [
    'gate inherited',
    'strategy.gate.undeclared',
    (tick) => {
      tick.verdict(0, 'valueOf', true, tick.num(1), 1);
    },
  ],
  [
    'comparator unknown',
    'strategy.comparator',
    (tick) => {
      tick.gate(0, 'low', tick.num(1), anything('=>'), 1);
    },
  ],
  [
    'verdict that is no boolean',
    'strategy.verdict',
    (tick) => {
      tick.verdict(0, 'low', anything(1), tick.num(1), 1);
    },
  ],
  [
    'symbol beyond the last',
    'strategy.symbol',
    (tick) => {
      tick.hold(3, 'go');
    },
  ],
  [
    'symbol negative',
    'strategy.symbol',
    (tick) => {
      tick.position(-1);
    },
  ],
  [
    'symbol by name',
    'strategy.symbol',
    (tick) => {
      tick.observe(anything('BTC'), 'adx', true);
    },
  ],
  [
    'symbol a fraction',
    'strategy.symbol',
    (tick) => {
      tick.bar(0.5);
    },
  ],
  [
    'symbol of a close',
    'strategy.symbol',
    (tick) => {
      tick.close(7, { reason: 'leave' });
    },
  ],
  [
    'bar of a symbol without one',
    'strategy.bar',
    (tick) => {
      tick.bar(1);
    },
  ],
];

const STATES: readonly Refused[] = [
  [
    'open on an open position',
    'strategy.order.state',
    (tick) => {
      open({ size: '1' })(tick);
      open({ size: '1' })(tick);
    },
  ],
  [
    'open against an open position',
    'strategy.order.state',
    (tick) => {
      open({ size: '1' })(tick);
      open({ side: 'short', size: '1' })(tick);
    },
  ],
  [
    'add to a flat symbol',
    'strategy.order.state',
    (tick) => {
      tick.add(0, entry(tick, {}));
    },
  ],
  [
    'add to the other side',
    'strategy.order.state',
    (tick) => {
      open({ size: '1' })(tick);
      tick.add(0, entry(tick, { side: 'short' }));
    },
  ],
  ['close a flat symbol', 'strategy.order.state', close()],
  ['reduce a flat symbol', 'strategy.order.state', reduce('0.5')],
  [
    'order without a bar or a price',
    'strategy.order.price',
    (tick) => {
      tick.open(1, entry(tick, {}));
    },
  ],
];

describe('kernel: requests that are refused', () => {
  for (const [group, table] of Object.entries({ NUMBERS, NAMES, STATES })) {
    describe(group.toLowerCase(), () => {
      for (const [title, code, ask] of table) {
        it(`${title}: ${code}`, () => {
          for (const numeric of [DECIMAL, BINARY64]) {
            const session = openPlay({ numeric, ticks: [{ BTC: '100' }], script: { 0: ask } });
            assert.throws(
              () => steps(session, 1),
              (error) => {
                assert.ok(error instanceof StrategyFault, String(error));
                assert.equal(error.code, code);
                assert.notEqual(error.remedy, '');
                return true;
              },
            );
          }
        });
      }
    });
  }

  it('a refused request changes nothing', () => {
    let seq = 0;
    const session = openPlay({
      ticks: [{ BTC: '100' }],
      script: {
        0: (tick) => {
          open({ size: '1' })(tick);
          seq = session.current.state.nextSeq;
          assert.throws(
            () => {
              open({ size: '2' })(tick);
            },
            { code: 'strategy.order.state' },
          );
          assert.throws(
            () => {
              reduce('2')(tick);
            },
            { code: 'strategy.number' },
          );
          assert.throws(
            () => {
              tick.close(0, { reason: 'luck' });
            },
            { code: 'strategy.reason.undeclared' },
          );
          assert.equal(session.current.state.nextSeq, seq);
        },
      },
    });
    steps(session, 1);
    assert.equal(positionText(session), 'long 1 @ 100 margin 50 x1 adds 0');
    assert.equal(session.current.state.nextOrderId, 2);
  });

  it('a second order of a symbol waits for the first', () => {
    const session = openPlay({
      venue: { fillAt: 'next-bar-open' },
      ticks: [{ BTC: '1', ETH: '1' }],
      script: {
        0: (tick) => {
          open({ size: '1' })(tick);
          tick.open(1, entry(tick, {}));
          open({ size: '1' })(tick);
        },
      },
    });
    assert.throws(() => steps(session, 1), { code: 'strategy.order.state', message: /under way/ });
  });

  it('what is left after a whole reduce stays a number, however often it is reduced', () => {
    for (const remainder of ['scaled', 'subtract'] as const) {
      const session = openPlay({
        venue: { remainder },
        ticks: [{ BTC: '1' }, { BTC: '1' }],
        script: {
          0: open({ size: '3' }),
          1: (tick) => {
            reduce('1')(tick);
            reduce('1')(tick);
          },
        },
      });
      steps(session, 2);
      assert.equal(positionText(session), 'long 0 @ 1 margin 0 x1 adds 0');
    }
  });
});
