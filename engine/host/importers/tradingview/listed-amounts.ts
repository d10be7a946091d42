// What the figures of a list have to be, by the prices and quantities beside them and the bars: every column is computed the
// way TradingView does, in doubles, and stated as the list states amounts. Nothing is taken for equal that is not.
import { statedAmount } from '../../../core/kernel/index.js';
import { createNumeric, max, min, type Num } from '../../../core/numeric/index.js';
import type { PlacedBar } from '../assemble/placed.js';
import type { Repeated, Trade } from './trade-list.js';
import { LISTED_AMOUNT, LISTED_PERCENT } from './venue.js';

/** TradingView computes in doubles. */
export const DOUBLES = createNumeric({ kind: 'binary64' });

/** A trade with its exact profit, and the bars it was open in. */
export interface PricedTrade {
  readonly trade: Trade;
  readonly profit: Num;
  /** Sum of all profits so far. */
  readonly total: Num;
  /** From the bar of the entry up to that of the exit, which belongs to it only if it was still open at its end. */
  readonly bars: readonly PlacedBar[];
}

export function profitOf({ side, entry, exit, quantity }: Trade): Num {
  const gross = DOUBLES(exit.price).sub(entry.price).mul(quantity);
  return side === 'long' ? gross : gross.neg();
}

const amount = (value: Num): Num => statedAmount(DOUBLES, value, LISTED_AMOUNT);
const percent = (part: Num, whole: Num): Num =>
  statedAmount(DOUBLES, part.div(whole).mul(100), LISTED_PERCENT);

/** What each column has to state. */
export function expectedFigures(
  priced: PricedTrade,
  capital: Num,
): Readonly<Partial<Record<Repeated, Num>>> {
  const { trade, profit, total } = priced;
  const value = DOUBLES(trade.quantity).mul(trade.entry.price);
  const { runUp, drawdown } = excursions(priced);
  return {
    value,
    profit: amount(profit),
    profitPercent: percent(profit, value),
    runUp: amount(runUp),
    runUpPercent: percent(runUp, value),
    drawdown: amount(drawdown),
    drawdownPercent: percent(drawdown, value),
    cumulative: amount(total),
    cumulativePercent: percent(total, capital),
  };
}

/** The best and the worst the open position was worth, against its entry; the exit price counts, its bar does not. */
function excursions({ trade, bars }: PricedTrade): { readonly runUp: Num; readonly drawdown: Num } {
  let high = max(DOUBLES(trade.entry.price), DOUBLES(trade.exit.price));
  let low = min(DOUBLES(trade.entry.price), DOUBLES(trade.exit.price));
  for (const { bar } of bars) {
    high = max(high, DOUBLES(bar.high));
    low = min(low, DOUBLES(bar.low));
  }
  const worth = (price: Num): Num => price.sub(trade.entry.price).mul(trade.quantity);
  const isLong = trade.side === 'long';
  return {
    runUp: isLong ? worth(high) : worth(low).neg(),
    drawdown: isLong ? worth(low) : worth(high).neg(),
  };
}
