// A small list of trades and the bars beside it, in the format TradingView exports. Nothing of TradingView's is in it.
import { join } from 'node:path';
import {
  importTradingView,
  type TradingViewImport,
} from '../../engine/host/importers/tradingview/index.js';
import { put } from './tables.js';

export const BARS = `time,open,high,low,close,Volume
2024-03-01T09:00:00-05:00,1.10,1.12,1.09,1.11,10
2024-03-01T10:00:00-05:00,1.11,1.13,1.10,1.12,11
2024-03-01T11:00:00-05:00,1.12,1.15,1.11,1.14,12
2024-03-01T12:00:00-05:00,1.14,1.16,1.13,1.15,13
2024-03-01T13:00:00-05:00,1.15,1.15,1.10,1.10,14
2024-03-01T16:00:00-05:00,1.10,1.11,1.08,1.09,15
`;
export const HEADER =
  'Trade #,Type,Date/Time,Signal,Price USD,Position size (qty),Position size (value),Net P&L USD,Net P&L %,Run-up USD,Run-up %,Drawdown USD,Drawdown %,Cumulative P&L USD,Cumulative P&L %';
const FIRST = '100,111.00000000000001,3,2.7,4,3.6,-1,-0.9,3,0.3';
export const SECOND = '100,113.99999999999999,5,4.39,6,5.26,-2,-1.75,8,0.8';
export const ROWS = [
  `1,Entry long,2024-03-01T10:00:00-0500,Buy it,1.11,${FIRST}`,
  `1,Exit long,2024-03-01T12:00:00-0500,Sell,1.14,${FIRST}`,
  `2,Entry short,2024-03-01T12:00:00-0500,Sell,1.14,${SECOND}`,
  `2,Exit short,2024-03-01T16:00:00-0500,Open,1.09,${SECOND}`,
];
export const TRADES = `${HEADER}\n${ROWS.join('\n')}\n`;

export interface Texts {
  readonly trades?: string;
  readonly bars?: string;
}

export type Given = Partial<Omit<TradingViewImport, 'out'>>;

/** Imports texts into `dir/capture`; `given` may hold further options. */
export async function importedTexts(dir: string, texts: Texts, given: Given = {}) {
  const out = join(dir, 'capture');
  const trades = await put(dir, 'trades.csv', texts.trades ?? TRADES);
  const bars = await put(dir, 'bars.csv', texts.bars ?? BARS);
  const settings = { balance: '1000', strategyEntry: 'strategy.ts', ...given.settings };
  return importTradingView({ symbol: 'EURUSD', ...given, trades, bars, out, settings });
}
