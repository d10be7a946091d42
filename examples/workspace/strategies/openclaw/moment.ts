// One symbol at one bar: what gates, signals, exits and adds are judged by.
import type { Num, SymbolIndex } from 'lockstep/strategy';
import type { EngineTick } from './engine-tick.js';
import type { Market } from './market.js';
import type { Snapshot } from './snapshot.js';
import type { Desk } from './state.js';

export interface Moment {
  readonly tick: EngineTick;
  readonly symbol: SymbolIndex;
  readonly desk: Desk;
  readonly market: Market;
  readonly s: Snapshot;
}

/** The bar's ATR, raised to its floor where one is set. */
export function flooredAtr(m: Moment): Num {
  const part = m.tick.params.trade.min_atr_pct;
  if (part.lte(0)) return m.s.atr;
  const floor = m.s.close.mul(part);
  return m.s.atr.lt(floor) ? floor : m.s.atr;
}
