// Sums over all open positions, symbols ascending; the order is part of the result's last digits.
import type { Num } from 'lockstep/strategy';
import type { EngineTick } from './engine-tick.js';
import { deskOf } from './state.js';

export function countPositions(tick: EngineTick): number {
  let count = 0;
  for (let symbol = 0; symbol < tick.symbolCount; symbol += 1) {
    if (tick.position(symbol).side !== 'flat') count += 1;
  }
  return count;
}

export function totalMargin(tick: EngineTick): Num {
  let total = tick.num.zero;
  for (let symbol = 0; symbol < tick.symbolCount; symbol += 1) {
    const position = tick.position(symbol);
    if (position.side !== 'flat') total = total.add(position.margin);
  }
  return total;
}

/** Profit of all open positions at the last close of each. */
export function unrealisedProfit(tick: EngineTick): Num {
  let total = tick.num.zero;
  for (let symbol = 0; symbol < tick.symbolCount; symbol += 1) {
    const position = tick.position(symbol);
    const bank = deskOf(tick.state, symbol).bank;
    if (position.side === 'flat' || bank.bars === 0) continue;
    const isLong = position.side === 'long';
    const gain = isLong ? bank.close.sub(position.entryPrice) : position.entryPrice.sub(bank.close);
    total = total.add(gain.mul(position.size));
  }
  return total;
}
