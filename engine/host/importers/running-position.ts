// Positions that follow from buys and sells alone, for sources that do not say what a trade did to them.
import { absolute, addDecimals, compareExact, negated } from './exact-decimal.js';

export type PositionSide = 'long' | 'short';
export type TradeAction = 'open' | 'add' | 'reduce' | 'close';

export interface TradePart {
  readonly side: PositionSide;
  readonly action: TradeAction;
  readonly size: string;
}

/** What a trade of a signed size does to a signed position: one part, or two when it turns it round. */
export function tradeParts(before: string, signedSize: string): readonly TradePart[] {
  const after = addDecimals(before, signedSize);
  const size = absolute(signedSize);
  const [start, end] = [compareExact(before, '0'), compareExact(after, '0')];
  if (start === 0) return [{ side: sideOf(end), action: 'open', size }];
  if (end === 0) return [{ side: sideOf(start), action: 'close', size }];
  if (start === end) {
    const isLarger = compareExact(absolute(after), absolute(before)) > 0;
    return [{ side: sideOf(start), action: isLarger ? 'add' : 'reduce', size }];
  }
  return [
    { side: sideOf(start), action: 'close', size: absolute(before) },
    { side: sideOf(end), action: 'open', size: absolute(after) },
  ];
}

const sideOf = (sign: number): PositionSide => (sign < 0 ? 'short' : 'long');

export const signedOf = (isBuy: boolean, size: string): string => (isBuy ? size : negated(size));

/** In a capture an order has one side; one that turned a position round is told apart by its second. */
export function orderIds(): (id: string, side: PositionSide) => string {
  const sides = new Map<string, PositionSide>();
  return (id, side) => {
    const first = sides.get(id) ?? side;
    sides.set(id, first);
    return first === side ? id : `${id}:turned`;
  };
}
