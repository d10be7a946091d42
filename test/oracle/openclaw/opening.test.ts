// Sizing, ranking and opening of a tick's candidates, with expectations worked out by hand.
import assert from 'node:assert/strict';
import {
  compareCandidates,
  createCandidate,
  type Candidate,
} from '../../../examples/workspace/strategies/openclaw/candidates.js';
import type { Confidence } from '../../../examples/workspace/strategies/openclaw/confidence.js';
import { openCandidates } from '../../../examples/workspace/strategies/openclaw/entries.js';
import { sizeEntry } from '../../../examples/workspace/strategies/openclaw/sizing.js';
import { createBench, num, type Bench, type BenchInput } from './rules-bench.js';

describe('openclaw: sizing', () => {
  const size = (trade: Readonly<Record<string, unknown>>, headroom = 6000): readonly string[] => {
    const { m } = createBench({ params: { trade } });
    const input = {
      equity: num(10_000),
      headroom: num(headroom),
      confidence: 'medium' as const,
      close: num(100),
      adx: num(20),
      atr: num(2),
    };
    const { size: units, margin, leverage, notional } = sizeEntry(m.tick, input);
    return [units, margin, leverage, notional].map((value) => num.format(value));
  };
  it('plain: 3 % of equity at the leverage of the confidence', () => {
    assert.deepEqual(size({ enable_dynamic_sizing: false }), ['9', '300', '3', '900']);
  });
  it('leverage does not size', () => {
    assert.deepEqual(size({ enable_dynamic_sizing: false, leverage: '50' }), [
      '9',
      '300',
      '3',
      '900',
    ]);
  });
  it('dynamic: 0.7 by confidence, ADX 20 of 40 raised to 0.6, twice the baseline volatility halves', () => {
    const factor = 0.7 * 0.6 * 0.5;
    const margin = 300 * factor;
    const units = (margin * 3) / 100;
    assert.deepEqual(size({}), [units, margin, 3, units * 100].map(String));
  });
  it('cut to the margin left', () => {
    assert.deepEqual(size({ enable_dynamic_sizing: false }, 150), ['4.5', '150', '3', '450']);
  });
});

describe('openclaw: ranking and opening', () => {
  interface Wanted {
    readonly symbol: string;
    readonly confidence?: Confidence;
    readonly adx?: number;
  }
  const open = (
    trade: Readonly<Record<string, unknown>>,
    wanted: readonly Wanted[],
    positions: BenchInput['positions'] = {},
  ): Bench => {
    const bench = createBench({
      symbols: ['A', 'B', 'C', 'D'],
      params: { trade: { enable_dynamic_sizing: false, ...trade } },
      positions,
    });
    const candidates = wanted.map(({ symbol, confidence = 'medium', adx = 30 }) => {
      const index = ['A', 'B', 'C', 'D'].indexOf(symbol);
      const s = { ...bench.m.s, adx: num(adx) };
      const signal = { side: 'long' as const, confidence, adxThreshold: num(22) };
      return createCandidate({ ...bench.m, symbol: index, s }, 'long', signal);
    });
    openCandidates(bench.m.tick, candidates);
    return bench;
  };
  const order = ({ calls }: Bench): string =>
    calls.map((call) => call.split(' ').slice(0, 2).join(' ')).join(', ');

  it('confidence first, then whole ADX, then symbol', () => {
    const scores = [
      { score: 130, symbol: 2 },
      { score: 130, symbol: 1 },
      { score: 229, symbol: 3 },
    ] as unknown as Candidate[];
    assert.deepEqual(
      scores.sort(compareCandidates).map(({ symbol }) => symbol),
      [3, 1, 2],
    );
    const bench = open({}, [
      { symbol: 'C', adx: 30.9 },
      { symbol: 'B', adx: 30.1 },
      { symbol: 'D', adx: 20, confidence: 'high' },
      { symbol: 'A', adx: 31, confidence: 'low' },
    ]);
    assert.equal(order(bench), 'open D, open B, open C, open A');
  });

  it('the budget of a tick ends the list', () => {
    const bench = open({ max_entry_orders_per_loop: 1 }, [
      { symbol: 'A' },
      { symbol: 'B' },
      { symbol: 'C' },
    ]);
    assert.deepEqual(bench.calls.slice(1), ['block long loop_budget', 'block long loop_budget']);
  });

  it('full places end the list and count once', () => {
    const bench = open({ max_open_positions: 1 }, [
      { symbol: 'A' },
      { symbol: 'B' },
      { symbol: 'C' },
    ]);
    assert.deepEqual(bench.calls.slice(1), [
      'block long blocked_max_positions',
      'block long blocked_max_positions',
    ]);
    assert.equal(bench.m.tick.state.counters.blockedByMaxPositions, 1);
  });

  it('margin runs out: cut, then refused', () => {
    const bench = open({ allocation_pct: '0.35' }, [
      { symbol: 'A' },
      { symbol: 'B' },
      { symbol: 'C' },
    ]);
    assert.deepEqual(
      bench.calls.map((call) => call.replace(/long \S+ /, '')),
      ['open A margin 3500', 'open B margin 2500', 'block long blocked_margin'].map((call) =>
        call.replace('long ', 'long '),
      ),
    );
    assert.equal(bench.m.tick.state.counters.blockedByMargin, 1);
  });

  it('equity counts unrealised profit at the last close', () => {
    const bench = open({}, [{ symbol: 'B' }], { A: { side: 'long', entry: 1, size: 100 } });
    assert.match(bench.calls[0] ?? '', /margin 600$/);
  });

  it('an order below the minimum is refused, or raised to it', () => {
    const trade = { allocation_pct: '0.001', min_notional_usd: '303' };
    assert.deepEqual(open(trade, [{ symbol: 'A' }]).calls, ['block long blocked_min_notional']);
    assert.deepEqual(open({ ...trade, bump_to_min_notional: true }, [{ symbol: 'A' }]).calls, [
      'open A long 3 margin 101',
    ]);
  });
});
