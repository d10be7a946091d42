// Points the engine at a tick of the market. Compiled lanes are pointed by their host, so this is not portable.
import type { Bar, MarketTick } from '../model/index.js';
import type { Engine } from './engine.js';

/** While `finishing`, orders fill at once whatever the policy, since no further bar comes. */
export function enterTick(engine: Engine, market: MarketTick, finishing: boolean): void {
  const { current, setup, trace } = engine;
  trace.begin();
  current.marketTs = market.ts;
  current.ts = setup.interference?.clock(market.ts) ?? market.ts;
  current.finishing = finishing;
  current.symbols = Object.freeze(market.bars.map((bar) => bar.symbol));
  const bars = new Array<Bar | undefined>(setup.symbols.length);
  for (const bar of market.bars) bars[bar.symbol] = bar;
  current.bars = bars;
  current.decided.fill(false);
}
