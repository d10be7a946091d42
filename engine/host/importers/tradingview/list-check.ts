// Holds a list of trades against its own figures and the bars. What goes into the capture must agree; columns that do not go
// in are each reported, with how many rows agreed.
import type { IssuePlace } from '../../../core/schema/index.js';
import type { Num } from '../../../core/numeric/index.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import type { ChartBars } from './chart-bars.js';
import type { TradeColumn } from './columns.js';
import { DOUBLES, expectedFigures, profitOf, type PricedTrade } from './listed-amounts.js';
import { REPEATED, type Repeated, type TradeEnd, type TradeList } from './trade-list.js';
import { OPEN_SIGNAL } from './venue.js';

export interface ListCheck {
  readonly list: TradeList;
  readonly bars: ChartBars;
  /** Before the first trade. */
  readonly capital: string;
  readonly issues: ImportIssues;
}

/** A row that disagrees in one of these makes the list worthless; the others are told of. */
const BINDING: ReadonlySet<Repeated> = new Set([
  'value',
  'profit',
  'cumulative',
  'cumulativePercent',
]);

/** The trades with their exact profits; undefined where something that matters disagrees. Every disagreement is an issue. */
export function checkedTrades(check: ListCheck): readonly PricedTrade[] | undefined {
  const { list, capital, issues } = check;
  const priced = pricedTrades(check);
  if (issues.hasErrors) return undefined;
  let isSound = true;
  const start = DOUBLES(capital);
  const differing = new Map<Repeated, number[]>();
  for (const each of priced) {
    const expected = expectedFigures(each, start);
    for (const column of REPEATED) {
      const [stated, wanted] = [each.trade.stated[column], expected[column]];
      if (stated === undefined || wanted === undefined || wanted.eq(stated)) continue;
      const { line } = each.trade.entry;
      if (BINDING.has(column)) {
        isSound = false;
        reportFigure(check, { column, line, stated, wanted });
      } else differing.set(column, [...(differing.get(column) ?? []), line]);
    }
  }
  if (!isSound) return undefined;
  reportLeftOut(list, differing, issues);
  return priced;
}

function pricedTrades(check: ListCheck): PricedTrade[] {
  const { list, bars } = check;
  const indices = new Map(bars.bars.map(({ bar }, index) => [bar.openTs, index]));
  let total = DOUBLES.zero;
  return list.trades.map((trade, index) => {
    const profit = profitOf(trade);
    total = total.add(profit);
    const from = barOf(check, indices, trade.entry);
    const to = barOf(check, indices, trade.exit);
    const isLast = index === list.trades.length - 1;
    const isOpen = isLast && trade.exit.signal === OPEN_SIGNAL;
    const spanned = bars.bars.slice(from ?? 0, isOpen ? (to ?? 0) + 1 : (to ?? 0));
    return { trade, profit, total, bars: spanned };
  });
}

function barOf(
  { list, bars, issues }: ListCheck,
  indices: ReadonlyMap<number, number>,
  end: TradeEnd,
): number | undefined {
  const index = indices.get(end.ts);
  const bar = index === undefined ? undefined : bars.bars[index]?.bar;
  if (bar === undefined) {
    issues.report('foreign.time', placeIn(list, 'time', end.line), {
      message: `No bar of ${bars.file} opens at this time.`,
      remedy: 'Give the bars of the same chart; look at --timezone if the times have no offset.',
    });
  } else if (DOUBLES(end.price).lt(bar.low) || DOUBLES(end.price).gt(bar.high)) {
    issues.report('foreign.contradiction', placeIn(list, 'price', end.line), {
      message: `The bar of this time has prices from ${bar.low} to ${bar.high}, not ${end.price}.`,
      remedy: 'Give the bars of the same chart; look at --timezone if the times have no offset.',
    });
  }
  return index;
}

interface Figure {
  readonly column: Repeated;
  readonly line: number;
  readonly stated: string;
  readonly wanted: Num;
}

function reportFigure(check: ListCheck, { column, line, stated, wanted }: Figure): void {
  const { list, capital, issues } = check;
  const name = list.columns.names[column];
  issues.report('foreign.contradiction', placeIn(list, column, line), {
    message: `"${name}" is ${stated}, prices and quantities give ${DOUBLES.format(wanted)}.`,
    remedy:
      column === 'cumulativePercent'
        ? `Say what the strategy began with: --balance (now ${capital}).`
        : 'Export the list again, without commission and slippage: this importer knows neither.',
  });
}

/** Columns that no event has a field for. */
const LEFT_OUT = REPEATED.filter((column) => column !== 'quantity' && column !== 'profit');

function reportLeftOut(
  list: TradeList,
  differing: ReadonlyMap<Repeated, readonly number[]>,
  issues: ImportIssues,
): void {
  for (const column of LEFT_OUT) {
    if (!list.columns.has(column)) continue;
    const lines = differing.get(column) ?? [];
    const count = String(list.trades.length);
    const found =
      lines.length === 0
        ? `quantities, prices and bars give it, in all ${count} trades.`
        : `in ${String(lines.length)} of ${count} trades it is not what quantities, prices and bars give, first in line ${String(lines[0])}.`;
    const message = `"${list.columns.names[column]}" is not in the capture: ${found}`;
    const remedy = lines.length === 0 ? 'Nothing to do.' : 'Look whether the bars are complete.';
    issues.report('foreign.left-out', placeIn(list, column), { message, remedy });
  }
}

export const placeIn = (list: TradeList, column: TradeColumn, line?: number): IssuePlace => ({
  file: list.file,
  ...(line !== undefined && { line }),
  path: list.columns.names[column],
});
