// The trace of a tick: which events, in which order, with which numbers, times, gates and decisions.
import assert from 'node:assert/strict';
import type { Decision } from '../../../engine/core/model/index.js';
import {
  close,
  HOUR_MS,
  line,
  open,
  openPlay,
  play,
  reduce,
  steps,
  type Play,
  type Script,
  type ScriptTick,
  type VenueChanges,
} from '../../support/session.js';

const lines = (input: Play): readonly string[] => {
  const { session, events } = play(input);
  return events.map((event) => `${event.seq} ${line(session, event)}`);
};

const one = (script: Script, venue?: VenueChanges): readonly string[] =>
  lines({ ticks: [{ BTC: '100' }], script, ...(venue === undefined ? {} : { venue }) });

const decisions = (onTick: (tick: ScriptTick) => void): readonly Decision[] => {
  const { events } = play({ ticks: [{ BTC: '100', ETH: '10' }], script: { 0: onTick } });
  return events.filter((event) => event.kind === 'decision');
};

const gateNames = (decision: Decision | undefined): readonly string[] =>
  (decision?.gates ?? []).map((gate) => gate.name);

describe('kernel: events of a tick', () => {
  it('decision, intent, order, fill, ledger, in this order and with consecutive numbers', () => {
    assert.deepEqual(one({ 0: open({ size: '2' }) }), [
      '1 BTC enter long (go) []',
      '2 BTC intent #1 open 2',
      '3 BTC order #1 open 2',
      '4 BTC fill #1 open 2 @ 100',
      '5 BTC OPEN long 2 @ 100 fee 0 pnl 0 -> 10000',
    ]);
  });

  it('each call to its end before the next: a close and a new open on one tick', () => {
    const script = {
      0: (tick: ScriptTick) => {
        open({ size: '1' })(tick);
        reduce('0.5')(tick);
        close()(tick);
        open({ side: 'short', size: '3' })(tick);
      },
    };
    assert.deepEqual(
      one(script).filter((text) => /fill|enter|exit|reduce /.test(text)),
      [
        '1 BTC enter long (go) []',
        '4 BTC fill #1 open 1 @ 100',
        '6 BTC reduce long (leave) []',
        '7 BTC intent #2 reduce 0.5',
        '8 BTC order #2 reduce 0.5',
        '9 BTC fill #2 reduce 0.5 @ 100',
        '11 BTC exit long (leave) []',
        '14 BTC fill #3 close 0.5 @ 100',
        '16 BTC enter short (go) []',
        '19 BTC fill #4 open 3 @ 100',
      ],
    );
  });

  it('numbers go on over ticks whether a decision is kept or not', () => {
    const input: Play = {
      ticks: [{ BTC: '100' }, { BTC: '100' }, { BTC: '100' }],
      script: { 1: open({ size: '1' }), 2: close() },
    };
    const numbers = (keep: boolean) => {
      const session = openPlay(input);
      session.keep((action) => keep || action === 'exit');
      return steps(session, 3).map((event) => `${event.seq} ${line(session, event)}`);
    };
    const all = numbers(true);
    assert.deepEqual(
      all.map((text) => Number(text.split(' ')[0])),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    );
    assert.deepEqual(
      numbers(false),
      all.filter((text) => !/hold|enter/.test(text)),
    );
  });

  it('a symbol without a conclusion gets an undecided hold, at the end and in symbol order', () => {
    const hold = {
      0: (tick: ScriptTick) => {
        tick.hold(1, 'leave');
      },
    };
    assert.deepEqual(lines({ ticks: [{ BTC: '1', ETH: '1' }, { ETH: '1' }], script: hold }), [
      '1 ETH hold  (leave) []',
      '2 BTC hold  (undecided) []',
      '3 ETH hold  (undecided) []',
    ]);
  });

  const TIMES: readonly (readonly [VenueChanges['eventTime'], number])[] = [
    ['bar-open', HOUR_MS],
    ['bar-close', 2 * HOUR_MS - 1],
  ];
  for (const [eventTime, expected] of TIMES) {
    it(`events carry the time of the ${String(eventTime)}`, () => {
      const { events } = play({
        venue: { eventTime: eventTime ?? 'bar-open' },
        ticks: [{ BTC: '1' }, { BTC: '1' }],
        script: { 1: open({ size: '1' }) },
      });
      assert.deepEqual([...new Set(events.slice(1).map(({ ts }) => ts))], [expected]);
    });
  }

  it('positions carry the time of the fill: opened, last added', () => {
    const { session } = play({
      ticks: [{ BTC: '1' }, { BTC: '1' }, { BTC: '1' }],
      script: {
        1: open({ size: '1' }),
        2: (tick) => {
          tick.add(0, {
            side: 'long',
            size: tick.num(1),
            margin: tick.num(1),
            leverage: tick.num(1),
            reason: 'go',
          });
        },
      },
    });
    const position = session.current.state.positions[0];
    assert.deepEqual([position?.openTs, position?.lastAddTs], [HOUR_MS, 2 * HOUR_MS]);
  });

  it('reason, detail, values and confidence reach every event of the order', () => {
    const { events } = play({
      ticks: [{ BTC: '1' }, { BTC: '1' }],
      script: {
        0: open({ size: '1' }),
        1: (tick) => {
          const values = [tick.num('2.5')];
          tick.close(0, { reason: 'leave', detail: 'late', values, confidence: 'high' });
        },
      },
    });
    const causes = events
      .slice(5)
      .flatMap((event) =>
        'cause' in event ? [{ ...event.cause, values: event.cause.values.map(String) }] : [],
      );
    assert.equal(causes.length, 5);
    for (const cause of causes)
      assert.deepEqual(cause, {
        reason: 'leave',
        detail: 'late',
        values: ['2.5'],
        confidence: 'high',
      });
  });
});

describe('kernel: gates and observations', () => {
  it('a decision takes the gates of its own symbol since its last decision', () => {
    const { num } = openPlay({ ticks: [], script: {} }).parts;
    const found = decisions((tick) => {
      tick.gate(0, 'low', num(1), '>', 0);
      tick.gate(1, 'high', num(1), '<', 0);
      tick.hold(0, 'leave');
      tick.trigger(0, 'high', num(2), '>', 1);
      tick.verdict(0, 'low', false, num(3), '4');
      tick.block(0, 'short', 'leave');
      tick.hold(1, 'go');
    });
    assert.deepEqual(
      found.map((decision) => [
        decision.symbol,
        decision.action,
        decision.side,
        gateNames(decision),
      ]),
      [
        [0, 'hold', null, ['low']],
        [0, 'blocked', 'short', ['high', 'low']],
        [1, 'hold', null, ['high']],
      ],
    );
    assert.deepEqual(
      found[1]?.gates.map(({ comparator, passed, trigger, value, threshold }) => ({
        comparator,
        passed,
        trigger,
        text: `${value.toString()} ${threshold.toString()}`,
      })),
      [
        { comparator: '>', passed: true, trigger: true, text: '2 1' },
        { comparator: 'verdict', passed: false, trigger: false, text: '3 4' },
      ],
    );
  });

  const COMPARISONS = [
    ['>', [false, false, true]],
    ['>=', [false, true, true]],
    ['<', [true, false, false]],
    ['<=', [true, true, false]],
    ['==', [false, true, false]],
    ['!=', [true, false, true]],
  ] as const;
  for (const [comparator, expected] of COMPARISONS) {
    it(`1, 2 and 3 ${comparator} 2`, () => {
      let gates: readonly boolean[] = [];
      let triggers: readonly boolean[] = [];
      decisions((tick) => {
        const values = [1, 2, 3].map((value) => tick.num(value));
        gates = values.map((value) => tick.gate(0, 'low', value, comparator, 2));
        triggers = values.map((value) => tick.trigger(0, 'low', value, comparator, '2'));
      });
      assert.deepEqual({ gates, triggers }, { gates: expected, triggers: expected });
    });
  }

  it('gates of an undecided symbol are in its hold, and none survive the tick', () => {
    const { events } = play({
      ticks: [{ BTC: '1' }, { BTC: '1' }],
      script: {
        0: (tick) => {
          tick.gate(0, 'low', tick.num(1), '<', 0);
        },
      },
    });
    assert.deepEqual(
      events.map((event) => (event.kind === 'decision' ? gateNames(event) : [])),
      [['low'], []],
    );
  });

  it('the last observation of a name wins, at its first place; every decision of the tick sees them', () => {
    const found = decisions((tick) => {
      tick.observe(0, 'adx', tick.num(1));
      tick.observe(0, 'is_up', true);
      tick.observe(1, 'adx', tick.num(9));
      tick.hold(0, 'leave');
      tick.observe(0, 'adx', tick.num(2));
      tick.hold(0, 'go');
      tick.hold(1, 'go');
    });
    assert.deepEqual(
      found.map(({ indicators }) =>
        indicators.map(({ name, value }) => `${name}=${String(value)}`).join(' '),
      ),
      ['adx=1 is_up=true', 'adx=2 is_up=true', 'adx=9'],
    );
  });
});
