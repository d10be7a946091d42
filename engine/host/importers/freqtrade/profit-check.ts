// Which profit a result states in `profit_abs`: before fees or after them. Versions differ, so the numbers decide; they
// are written with eight places.
import { createNumeric } from '../../../core/numeric/index.js';
import type { FreqtradeTrade } from '../../../core/schema/foreign/freqtrade.js';
import { addDecimals, compareExact, subtractDecimals } from '../exact-decimal.js';
import type { TradeFill } from './trade-fills.js';

export type ProfitMeaning = 'gross' | 'net' | 'neither';

export interface BookedTrade {
  readonly trade: FreqtradeTrade;
  readonly fills: readonly TradeFill[];
}

const WIDE = createNumeric({ kind: 'decimal', precision: 34, rounding: 'half-even' });
const PLACES = { method: 'exact', scale: 8, rounding: 'half-even' } as const;
const rounded = (text: string): string => WIDE.format(WIDE.round(WIDE(text), PLACES));

/** Equal in the eight places that are written. */
export const isSameWritten = (exact: string, written: string): boolean =>
  compareExact(rounded(exact), rounded(written)) === 0;

/** Of all closed trades; `gross` where both fit, as with fees of nothing. */
export function profitMeaning(trades: readonly BookedTrade[]): ProfitMeaning {
  const closed = trades.filter(({ trade }) => trade.close_timestamp !== undefined);
  const fits = (profitOf: (booked: BookedTrade) => string): boolean =>
    closed.every(
      (booked) =>
        booked.trade.profit_abs === undefined ||
        isSameWritten(profitOf(booked), booked.trade.profit_abs),
    );
  if (fits(grossOf)) return 'gross';
  return fits((booked) => subtractDecimals(grossOf(booked), feesOf(booked))) ? 'net' : 'neither';
}

const grossOf = ({ trade, fills }: BookedTrade): string =>
  fills.reduce((sum, { pnl }) => addDecimals(sum, pnl), trade.funding_fees ?? '0');

const feesOf = ({ fills }: BookedTrade): string =>
  fills.reduce((sum, { fee }) => addDecimals(sum, fee), '0');
