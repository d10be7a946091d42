// Small strategies stopped and continued: what state must hold, and that anything kept elsewhere is found out.
import assert from 'node:assert/strict';
import { compareContinuation } from '../../../engine/core/session/continuation.js';
import type { Replay } from '../../../engine/core/session/replay.js';
import { replayOfText } from '../../support/builds.js';

const TICKS = Array.from({ length: 12 }, (_item, index) => ({
  BTC: `${String(100 + ((index * 7) % 5))} ${String(101 + ((index * 3) % 4))}`,
  ...(index % 3 === 1 ? {} : { ETH: String(20 + (index % 4)) }),
}));

const HEAD = `import { defineStrategy, Ema, Ring } from 'lockstep/strategy';
class Plan { constructor(readonly limit: number) { this.left = limit; } left: number; note = ''; }
let hidden = 0;
const definition = {
  id: 't', params: {}, gates: { up: 'Up' },
  reasons: { go: { text: 'Go', details: { again: 'Again' } }, out: 'Out' },
`;

/** Opens, adds, reduces and closes by its own counters, on two symbols. */
const TRADER = `${HEAD}
  classes: [Plan],
  state: ({ num, symbols }) => ({
    emas: symbols.map(() => new Ema(num, { window: 3, seed: 'simple-mean' })),
    ring: new Ring(num, 4), plan: new Plan(3), seen: {} as Record<string, number>,
    last: null as { ts: number, zero: number } | null,
  }),
  onTick(tick) {
    const { num, state } = tick;
    for (const symbol of tick.symbols) {
      const bar = tick.bar(symbol);
      const mean = state.emas[symbol].update(bar.close);
      state.ring.push(bar.close);
      state.seen[tick.name(symbol)] = (state.seen[tick.name(symbol)] ?? 0) + 1;
      tick.observe(symbol, 'mean', mean);
      const { side } = tick.position(symbol);
      const order = { side: 'long', size: num('0.3'), margin: num(5), leverage: num(2), reason: 'go', detail: 'again', values: [mean] };
      if (side === 'flat' && tick.gate(symbol, 'up', bar.close, '>=', mean)) tick.open(symbol, order);
      else if (side === 'long' && state.plan.left > 0) { state.plan.left -= 1; tick.add(symbol, order); }
      else if (side === 'long' && tick.index % 4 === 2) tick.reduce(symbol, { fraction: num('0.5'), reason: 'out', confidence: 'low' });
      else if (side === 'long' && tick.index % 4 === 3) { state.plan.left = state.plan.limit; tick.close(symbol, { reason: 'out' }); }
    }
    state.last = { ts: tick.ts, zero: -0 };
  },
};
export default defineStrategy(definition);`;

const VENUES = {
  'bar-close': { feeBps: '3.5', slippage: ['10', '5'] },
  'next-bar-open': { feeBps: '3.5', slippage: ['10', '5'], fillAt: 'next-bar-open' },
} as const;

const differences = (replay: Replay): readonly (string | null)[] =>
  Array.from(
    { length: TICKS.length + 1 },
    (_item, position) => compareContinuation(replay, position).difference,
  );

describe('session: stop and continue', () => {
  for (const [name, venue] of Object.entries(VENUES)) {
    for (const kind of ['decimal', 'binary64'] as const) {
      it(`from every tick, orders under way included (${name}, ${kind})`, () => {
        const numeric =
          kind === 'binary64' ? { kind } : { kind, precision: 20, rounding: 'half-up' as const };
        const { replay } = replayOfText(TRADER, { ticks: TICKS, venue, numeric, end: 'finish' });
        const { events } = replay.advance(99);
        assert.equal(replay.failure, null);
        const kinds = new Set(
          events.map(({ event }) => (event.kind === 'ledger' ? event.action : event.kind)),
        );
        for (const action of ['OPEN', 'ADD', 'REDUCE', 'CLOSE'] as const)
          assert.ok(kinds.has(action), action);
        const waiting = TICKS.filter((_tick, at) => replay.stateBefore(at).orders.length > 0);
        assert.equal(waiting.length > 3, name === 'next-bar-open');
        assert.deepEqual([...new Set(differences(replay))], [null]);
      });
    }
  }

  it('a counter kept outside state is found out, with the event that differs', () => {
    const text = `${HEAD}
  state: () => ({}),
  onTick(tick) { hidden += 1; tick.observe(0, 'hidden', tick.num(hidden)); tick.hold(0, 'out'); },
};
export default defineStrategy(definition);`;
    const { replay } = replayOfText(text, { ticks: TICKS });
    assert.match(compareContinuation(replay, 3).difference ?? '', /^tick 3: expected .*hidden/);
  });

  it('state that cannot be saved is refused before the first tick, with its path', () => {
    const text = `${HEAD}
  state: () => ({ cache: new Map() }),
  onTick(tick) {},
};
export default defineStrategy(definition);`;
    assert.throws(() => replayOfText(text, { ticks: TICKS }), {
      code: 'strategy.state',
      message: /^state\.cache is an instance of Map/,
    });
  });
});
