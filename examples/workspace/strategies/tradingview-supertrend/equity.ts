// What the account would hold if everything were sold at the closes of this tick.
import type { Num, Tick } from 'lockstep/strategy';

/** Balance and open profits, in quote units. Symbols without a bar at this tick are left out. */
export function equityOf(tick: Tick): Num {
  let equity = tick.account.balance;
  for (const symbol of tick.symbols) {
    const { side, size, entryPrice } = tick.position(symbol);
    if (side === 'flat') continue;
    const gain = tick.bar(symbol).close.sub(entryPrice).mul(size);
    equity = side === 'long' ? equity.add(gain) : equity.sub(gain);
  }
  return equity;
}
