// A tick of the market as the engine points at it: what every lane is given before it runs the tick.
import type { CurrentTick } from '../kernel/index.js';
import type { Bar, MarketTick } from '../model/index.js';

export function currentOf(
  market: MarketTick,
  symbolCount: number,
  finishing: boolean,
): CurrentTick {
  const bars = new Array<Bar | undefined>(symbolCount).fill(undefined);
  for (const bar of market.bars) bars[bar.symbol] = bar;
  return {
    marketTs: market.ts,
    ts: market.ts,
    finishing,
    symbols: market.bars.map(({ symbol }) => symbol),
    bars,
    decided: bars.map(() => false),
  };
}
