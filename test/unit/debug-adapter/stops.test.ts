import assert from 'node:assert/strict';
import { scopesOfFrame, toStackFrames } from '../../../debug-adapter/frames.js';
import { VS_CODE_COUNTING } from '../../../debug-adapter/positions.js';
import { toExceptionInfo, toSideBySide, toStoppedBody } from '../../../debug-adapter/stops.js';
import type { Breakpoint, EventPair, Stop } from '../../../engine/host/replay/protocol.js';
import { fakeOpened, fakeStop } from '../../support/fake-replay-client.js';

const names: Breakpoint = { id: 1, kind: 'name', name: 'entry_signal' };
const line: Breakpoint = { id: 2, kind: 'line', file: '/s.ts', line: 3 };
const find = (id: number): Breakpoint | undefined => [names, line].find((one) => one.id === id);

const decision = (seq: number, price: string): NonNullable<EventPair['replay']> => ({
  seq,
  event: {
    seq,
    ts: 1_769_259_600_000,
    prev: null,
    kind: 'ledger',
    symbol: 'BTC',
    action: 'OPEN',
    side: 'long',
    reason: 'entry_signal',
    price,
    size: '1',
    fee: '0',
    pnl: '0',
    balance: '10',
  },
});

const departed: Stop = {
  ...fakeStop({ tick: 1, moment: 4 }, 'departure'),
  description: 'price differs',
  pairs: [
    {
      live: { ...decision(7, '100'), line: 7 },
      replay: decision(7, '101'),
      fields: [{ path: 'price', live: '100', replay: '101' }],
      reached: true,
    },
    { live: { ...decision(8, '100'), line: 8 }, replay: null, fields: [], reached: false },
  ],
};

describe('stopped event', () => {
  const table: readonly (readonly [Stop['reason'], readonly number[], string])[] = [
    ['entry', [], 'entry'],
    ['step', [], 'step'],
    ['breakpoint', [2], 'breakpoint'],
    ['breakpoint', [1], 'function breakpoint'],
    ['breakpoint', [1, 2], 'breakpoint'],
    ['departure', [], 'exception'],
    ['root', [], 'exception'],
    ['blocked', [], 'exception'],
    ['error', [], 'exception'],
    ['goto', [], 'goto'],
    ['start', [], 'start'],
    ['end', [], 'end'],
  ];
  for (const [reason, ids, expected] of table) {
    it(`says ${expected} for ${reason} [${ids.join(' ')}]`, () => {
      const body = toStoppedBody(fakeStop({ tick: 0, moment: 2 }, reason, ids), find);
      assert.equal(body.reason, expected);
      assert.deepEqual(body.hitBreakpointIds ?? [], ids);
    });
  }

  it('names only breakpoints the client knows', () => {
    const body = toStoppedBody(fakeStop({ tick: 0, moment: 2 }, 'breakpoint', [2, 99]), find);
    assert.deepEqual(body.hitBreakpointIds, [2]);
  });
});

describe('exception box', () => {
  it('shows live and replay of every field that departs, and nothing still to come', () => {
    const { exceptionId, description, details } = toExceptionInfo(departed);
    assert.equal(exceptionId, 'departure');
    assert.equal(
      description,
      'BTC ledger OPEN entry_signal (events.jsonl:7); price: live=100 replay=101',
    );
    assert.equal(
      details?.stackTrace,
      'BTC ledger OPEN entry_signal (events.jsonl:7)\n  price: live=100 replay=101',
    );
  });

  it('shows what only the replay did', () => {
    const [pair] = departed.pairs;
    assert.ok(pair);
    const info = toExceptionInfo({ ...departed, pairs: [{ ...pair, live: null }] });
    assert.equal(info.description, 'live: nothing, replay: BTC ledger OPEN entry_signal');
  });

  it('shows what only live did, at the decision the replay made instead', () => {
    const info = toExceptionInfo({ ...departed, pairs: departed.pairs.slice(1) });
    assert.equal(
      info.description,
      'live: BTC ledger OPEN entry_signal (events.jsonl:8), replay: nothing',
    );
  });

  it('names the root, and shows what departs there', () => {
    const title = 'root 2 of 3: fee of BTC rounded down (numeric-policy-drift)';
    const info = toExceptionInfo({ ...departed, reason: 'root', description: title });
    assert.equal(info.exceptionId, 'root');
    assert.equal(info.description, title);
    assert.equal(
      info.details?.stackTrace,
      'BTC ledger OPEN entry_signal (events.jsonl:7)\n  price: live=100 replay=101',
    );
  });

  it('does not show what departs for another symbol', () => {
    const { details } = toExceptionInfo({ ...departed, symbol: 'ETH' });
    assert.equal(details?.stackTrace, '');
  });

  it('names the gate that blocked', () => {
    const gate = { name: 'adx_min', value: '18', comparator: '>=', threshold: '22' };
    const gates = [{ ...gate, passed: false, trigger: false, range: null }];
    const info = toExceptionInfo({ ...fakeStop({ tick: 0, moment: 2 }, 'blocked'), gates });
    assert.equal(info.details?.stackTrace, 'adx_min: 18 >= 22 failed');
  });

  it('shows the remedy of a broken rule', () => {
    const failure = {
      code: 'strategy.threw',
      message: 'TypeError: x',
      remedy: 'handle every tick',
      tick: 1,
      ts: 0,
      site: null,
    };
    const info = toExceptionInfo({ ...fakeStop({ tick: 1, moment: 1 }, 'error'), failure });
    assert.equal(info.exceptionId, 'strategy.threw');
    assert.equal(info.details?.message, 'handle every tick');
  });
});

describe('call stack', () => {
  const stop = fakeStop({ tick: 1, moment: 2 }, 'step');

  it('has strategy lines as code, symbol and tick as labels', () => {
    const frames = toStackFrames(stop, VS_CODE_COUNTING);
    assert.deepEqual(
      frames.map(({ id, name, line: at, presentationHint }) => [id, name, at, presentationHint]),
      [
        [1, 'onTick', 11, 'normal'],
        [2, 'BTC', 0, 'label'],
        [3, 'tick 1', 0, 'label'],
      ],
    );
  });

  it('shows locals at the line in hand only, and no symbol under the tick', () => {
    const shown = (frame: number): string[] => scopesOfFrame(stop, frame).map(({ name }) => name);
    assert.deepEqual(shown(1), ['Locals', 'Gates', 'Account']);
    assert.deepEqual(shown(2), ['Gates', 'Account']);
    assert.deepEqual(shown(3), ['Account']);
    assert.deepEqual(shown(4), []);
  });
});

describe('side by side', () => {
  it('has all a view needs without asking again', () => {
    const view = toSideBySide(departed, fakeOpened());
    assert.equal(view.tick, 1);
    assert.equal(view.ticks, 5);
    assert.deepEqual(view.symbols, ['BTC']);
    assert.equal(view.pairs.length, 2);
    assert.match(view.eventsFile, /events\.jsonl$/);
  });
});
