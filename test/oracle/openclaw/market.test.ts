// What the market looked like before a tick: the leader's trend and the breadth.
import assert from 'node:assert/strict';
import { readMarket } from '../../../examples/workspace/strategies/openclaw/market.js';
import { createBench, num } from './rules-bench.js';

/** Bars fed, close, fast and slow average of a symbol's bank. */
type BankFields = readonly [bars: number, close: number, fast: number, slow: number];

function marketOf(banks: Readonly<Record<string, BankFields>>): string {
  const symbols = Object.keys(banks);
  const { m } = createBench({ symbols });
  m.tick.state.desks.forEach(({ bank }, index) => {
    const [bars, close, fast, slow] = banks[symbols[index] ?? ''] ?? [0, 0, 0, 0];
    bank.bars = bars;
    bank.close = num(close);
    bank.emaFast = num(fast);
    bank.emaSlow = num(slow);
  });
  const { leader, breadth } = readMarket(m.tick);
  return `${leader} ${num.format(breadth)}`;
}

describe('openclaw: the market before a tick', () => {
  const check = (
    name: string,
    banks: Readonly<Record<string, BankFields>>,
    expected: string,
  ): void => {
    it(name, () => {
      assert.equal(marketOf(banks), expected);
    });
  };
  check('nobody leads, nothing fed', { ETH: [0, 0, 0, 0] }, 'unknown 50');
  check('BTC above its slow average', { BTC: [1, 101, 100, 100] }, 'bullish 50');
  check('BTC at its slow average', { BTC: [1, 100, 100, 100] }, 'bearish 50');
  check('BTCUSDT stands in', { BTCUSDT: [1, 101, 100, 100] }, 'bullish 50');
  check('BTC goes before it', { BTC: [9, 99, 1, 100], BTCUSDT: [9, 101, 1, 100] }, 'bearish 0');
  check(
    'one of two, and one too young to count',
    { A: [2, 1, 2, 1], B: [2, 1, 1, 1], C: [1, 1, 1, 2] },
    'unknown 50',
  );
  check(
    'three of four',
    { A: [2, 1, 2, 1], B: [2, 1, 2, 1], C: [2, 1, 2, 1], D: [2, 1, 1, 1] },
    'unknown 75',
  );
});
