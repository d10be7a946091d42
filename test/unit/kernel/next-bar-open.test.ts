// Orders that fill at the open of their symbol's next bar, and what a window's end does to orders and positions.
import assert from 'node:assert/strict';
import type { Snapshot } from '../../../engine/core/schema/index.js';
import {
  add,
  close,
  entryOrder,
  HOUR_MS,
  line,
  open,
  openPlay,
  play,
  positionText,
  reduce,
  steps,
  type Play,
  type ScriptTick,
} from '../../support/session.js';

const NEXT = { fillAt: 'next-bar-open' } as const;

const eth = (size: string) => (tick: ScriptTick) => {
  tick.open(1, entryOrder(tick, { size }));
};

/** ETH orders first, then BTC; ETH has no bar on the second tick. */
const WAITING: Play = {
  venue: { ...NEXT, slippage: ['10', '0'] },
  ticks: [
    { BTC: '100 101', ETH: '10 11' },
    { BTC: '102 103' },
    { BTC: '104 105', ETH: '14 15' },
    { BTC: '106 107', ETH: '16 17' },
  ],
  script: {
    0: (tick) => {
      eth('2')(tick);
      open({ size: '1' })(tick);
    },
    2: reduce('0.5'),
  },
};

/** Fills and ledger rows by tick. */
function executions(input: Play): readonly (readonly string[])[] {
  const session = openPlay(input);
  return input.ticks.map(() =>
    steps(session, 1)
      .filter(({ kind }) => kind === 'fill' || kind === 'reject')
      .map((event) => line(session, event)),
  );
}

describe('kernel: fills at the next bar', () => {
  it('fill at the open of the next bar of their symbol, with slippage, before the strategy runs', () => {
    assert.deepEqual(executions(WAITING), [
      [],
      ['BTC fill #2 open 1 @ 102.102'],
      ['ETH fill #1 open 2 @ 14.014'],
      ['BTC fill #3 reduce 0.5 @ 106'],
    ]);
  });

  it('orders that fill on one tick do so in the order they were placed, though they waited', () => {
    const both: Play = {
      venue: NEXT,
      script: { ...WAITING.script, 2: () => undefined },
      ticks: [{ BTC: '1', ETH: '1' }, { SOL: '1' }, { BTC: '2', ETH: '2' }],
    };
    assert.deepEqual(executions(both).slice(1), [
      [],
      ['ETH fill #1 open 2 @ 2', 'BTC fill #2 open 1 @ 2'],
    ]);
  });

  it('placing changes neither position nor balance', () => {
    const session = openPlay({ ...WAITING, venue: { ...NEXT, feeBps: '10' } });
    steps(session, 1);
    const { num } = session.parts;
    assert.equal(positionText(session), 'flat');
    assert.equal(num.format(session.current.state.account.balance), '10000');
    assert.equal(session.current.state.orders.length, 2);
  });

  it('the strategy sees the position on the tick of the fill', () => {
    const seen: string[] = [];
    const look = (tick: ScriptTick) => {
      seen.push(tick.position(0).side);
    };
    play({ ...WAITING, script: { ...WAITING.script, 1: look } });
    assert.deepEqual(seen, ['long']);
  });

  it('an order that names its price fills at it, not at the open', () => {
    const priced: Play = {
      ...WAITING,
      venue: NEXT,
      script: { 0: open({ size: '1', price: '99' }) },
    };
    assert.deepEqual(executions(priced)[1], ['BTC fill #1 open 1 @ 99']);
  });

  it('an exit that finds nothing left is rejected: it only reduces', () => {
    const input: Play = {
      venue: NEXT,
      ticks: [{ BTC: '100' }, { BTC: '101' }, { BTC: '102' }],
      script: { 0: open({ size: '2' }), 1: reduce('0.5') },
    };
    const session = openPlay(input);
    steps(session, 2);
    session.restore({ ...session.save(), positions: {} }, 2);
    const events = steps(session, 1).filter(({ kind }) => kind !== 'decision');
    assert.deepEqual(
      events.map((event) => line(session, event)),
      ['BTC reject #2 reduce 1'],
    );
    assert.equal(positionText(session), 'flat');
  });

  it('an add that finds nothing left opens a new position, and is booked so', () => {
    const input: Play = {
      venue: NEXT,
      ticks: [{ BTC: '100' }, { BTC: '101' }, { BTC: '102' }],
      script: { 0: open({ size: '2' }), 1: add({ size: '3' }) },
    };
    const session = openPlay(input);
    steps(session, 2);
    session.restore({ ...session.save(), positions: {} }, 2);
    const events = steps(session, 1).filter(({ kind }) => kind !== 'decision');
    assert.deepEqual(
      events.map((event) => line(session, event)),
      ['BTC fill #2 add 3 @ 102', 'BTC OPEN long 3 @ 102 fee 0 pnl 0 -> 10000'],
    );
    assert.equal(session.current.state.positions[0]?.adds, 0);
  });

  it('a close takes all there is when it fills, at the basis of then', () => {
    const input: Play = {
      venue: { ...NEXT, feeBps: '10' },
      ticks: [{ BTC: '100' }, { BTC: '100 120' }, { BTC: '130' }],
      script: { 0: open({ size: '2' }), 1: close() },
    };
    const { session, ledger } = play(input);
    assert.deepEqual(ledger, [
      'BTC OPEN long 2 @ 100 fee 0.2 pnl 0 -> 9999.8',
      'BTC CLOSE long 2 @ 130 fee 0.26 pnl 60 -> 10059.54',
    ]);
    assert.equal(positionText(session), 'flat');
  });

  for (const [eventTime, ts] of [
    ['bar-open', HOUR_MS],
    ['bar-close', 2 * HOUR_MS - 1],
  ] as const) {
    it(`a fill is stamped with the ${eventTime} of the bar it filled in`, () => {
      const session = openPlay({ ...WAITING, venue: { ...NEXT, eventTime } });
      const fill = steps(session, 2).find((event) => event.kind === 'fill');
      assert.equal(fill?.ts, ts);
    });
  }

  it('waiting orders survive a snapshot that went through text', () => {
    const whole = executions(WAITING).flat();
    for (let cut = 0; cut <= WAITING.ticks.length; cut += 1) {
      const session = openPlay(WAITING);
      const before = steps(session, cut);
      const saved = JSON.stringify(session.save());
      const resumed = openPlay(WAITING);
      resumed.restore(JSON.parse(saved) as Snapshot, cut);
      assert.equal(JSON.stringify(resumed.save()), saved);
      const after = steps(resumed, WAITING.ticks.length - cut);
      const fills = [...before, ...after].filter(({ kind }) => kind === 'fill');
      assert.deepEqual(
        fills.map((event) => line(session, event)),
        whole,
      );
    }
  });
});

describe('kernel: the end of a window', () => {
  const ending = (end: 'cut' | 'finish', fillAt: 'bar-close' | 'next-bar-open'): Play => ({
    venue: { fillAt },
    ticks: [{ BTC: '100' }, { BTC: '105' }, { BTC: '110 111' }],
    script: { 0: open({ size: '1' }), 1: add({ size: '1' }) },
    end,
    onEnd: close(),
  });

  for (const fillAt of ['bar-close', 'next-bar-open'] as const) {
    it(`finish: the end-of-run rules run on the last tick and fill at once (${fillAt})`, () => {
      const { session, ledger } = play(ending('finish', fillAt));
      assert.match(ledger.at(-1) ?? '', /^BTC CLOSE long 2 @ 111 /);
      assert.equal(positionText(session), 'flat');
    });

    it(`cut: the position stays open and nothing is added (${fillAt})`, () => {
      const { session, ledger } = play(ending('cut', fillAt));
      assert.equal(ledger.length, 2);
      assert.match(positionText(session), /^long 2 /);
    });
  }

  it('the end comes after the last tick: numbers go on, the tick count does not', () => {
    const { session, events } = play(ending('finish', 'bar-close'));
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_event, index) => index + 1),
    );
    assert.equal(session.current.state.ticks, 3);
    assert.equal(session.position, 3);
    assert.deepEqual(session.step(), []);
  });

  it('an order of the last tick is void, and does not keep the end from closing', () => {
    const input = ending('finish', 'next-bar-open');
    const { session, ledger } = play({ ...input, script: { ...input.script, 2: close() } });
    assert.match(ledger.at(-1) ?? '', /^BTC CLOSE long 2 @ 111 /);
    assert.deepEqual(session.save().orders, []);
  });

  it('a symbol without a bar on the last tick needs a price', () => {
    const input: Play = { ...ending('finish', 'bar-close'), ticks: [{ BTC: '1' }, { ETH: '1' }] };
    const named = { ...input, script: { 0: open({ size: '1' }) }, onEnd: close('5') };
    assert.match(play(named).ledger.at(-1) ?? '', /CLOSE long 1 @ 5 fee 0 pnl 4/);
    assert.throws(() => play({ ...named, onEnd: close() }), { code: 'strategy.order.price' });
  });
});
