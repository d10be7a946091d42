// A position with nothing open.
import type { Position } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';

export function flatPosition(num: Numeric): Position {
  const zero = num.zero;
  return {
    side: 'flat',
    size: zero,
    entryPrice: zero,
    leverage: zero,
    margin: zero,
    adds: 0,
    openTs: 0,
    lastAddTs: 0,
  };
}

/** Empties a position in place: state keeps its objects for a whole run. */
export function flatten(num: Numeric, position: Position): void {
  const zero = num.zero;
  position.side = 'flat';
  position.size = zero;
  position.entryPrice = zero;
  position.leverage = zero;
  position.margin = zero;
  position.adds = 0;
  position.openTs = 0;
  position.lastAddTs = 0;
}
