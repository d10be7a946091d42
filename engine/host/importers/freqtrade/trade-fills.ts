// The fills of a trade, with the fee and the gross profit of each. Fees are rates of what was traded.
import { createNumeric } from '../../../core/numeric/index.js';
import type { FreqtradeTrade } from '../../../core/schema/foreign/freqtrade.js';
import {
  addDecimals,
  compareExact,
  multiplyDecimals,
  negated,
  subtractDecimals,
} from '../exact-decimal.js';
import type { TradeAction } from '../running-position.js';

export interface TradeFill {
  readonly ts: number;
  readonly isEntry: boolean;
  readonly action: TradeAction;
  readonly size: string;
  readonly price: string;
  readonly fee: string;
  /** Gross of the fee; 0 for entries. */
  readonly pnl: string;
}

interface Fill {
  readonly ts: number;
  readonly isEntry: boolean;
  readonly size: string;
  readonly price: string;
}

/** In the order of time. A trade that is open at the end has no exit. */
export function fillsOfTrade(trade: FreqtradeTrade): TradeFill[] {
  let size = '0';
  let cost = '0';
  return filled(trade).map((fill): TradeFill => {
    const { isEntry, price } = fill;
    const value = multiplyDecimals(fill.size, price);
    const rate = isEntry ? trade.fee_open : (trade.fee_close ?? trade.fee_open);
    const fee = multiplyDecimals(value, rate);
    if (isEntry) {
      const action = compareExact(size, '0') === 0 ? 'open' : 'add';
      size = addDecimals(size, fill.size);
      cost = addDecimals(cost, value);
      return { ...fill, action, fee, pnl: '0' };
    }
    const isWhole = compareExact(fill.size, size) >= 0;
    const part = isWhole ? cost : share(cost, fill.size, size);
    size = isWhole ? '0' : subtractDecimals(size, fill.size);
    cost = subtractDecimals(cost, part);
    const gain = subtractDecimals(value, part);
    const pnl = trade.is_short === true ? flipped(gain) : gain;
    return { ...fill, action: isWhole ? 'close' : 'reduce', fee, pnl };
  });
}

const WIDE = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-even' });

/** What part of a cost belongs to part of a size: all digits where they end, 34 where they do not. */
const share = (cost: string, part: string, size: string): string =>
  WIDE.format(WIDE(cost).mul(part).div(size));

const flipped = (text: string): string => (compareExact(text, '0') === 0 ? text : negated(text));

function filled(trade: FreqtradeTrade): Fill[] {
  const orders = (trade.orders ?? []).flatMap((order): Fill[] => {
    const { order_filled_timestamp: ts, amount: size, safe_price: price } = order;
    return ts === undefined ? [] : [{ ts, isEntry: order.ft_is_entry, size, price }];
  });
  if (orders.length > 0) return orders.sort((a, b) => a.ts - b.ts);
  const { amount: size, close_rate: price, close_timestamp: ts } = trade;
  const entry = { ts: trade.open_timestamp, isEntry: true, size, price: trade.open_rate };
  if (price === undefined || ts === undefined) return [entry];
  return [entry, { ts, isEntry: false, size, price }];
}
