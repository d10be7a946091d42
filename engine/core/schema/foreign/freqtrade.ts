// freqtrade's backtest result, as far as it is read; the program adds fields, so unknown ones pass.
import { z } from 'zod';
import type { JsonSource } from '../json-source.js';
import { symbolName } from '../primitives.js';
import { absent, exactDecimal, parseExact, timeNumber } from './exact-json.js';

const order = z.object({
  amount: exactDecimal,
  safe_price: exactDecimal,
  ft_is_entry: z.boolean(),
  order_filled_timestamp: absent(timeNumber),
});

const trade = z.object({
  pair: symbolName,
  amount: exactDecimal,
  open_rate: exactDecimal,
  close_rate: absent(exactDecimal),
  open_timestamp: timeNumber,
  close_timestamp: absent(timeNumber),
  fee_open: exactDecimal,
  fee_close: absent(exactDecimal),
  profit_abs: absent(exactDecimal),
  exit_reason: absent(z.string()),
  enter_tag: absent(z.string()),
  is_short: absent(z.boolean()),
  funding_fees: absent(exactDecimal),
  orders: absent(z.array(order)),
});

const run = z.object({
  trades: z.array(trade),
  starting_balance: exactDecimal,
  final_balance: absent(exactDecimal),
  timeframe: z.string(),
  stake_currency: absent(z.string()),
});

const result = z.object({ strategy: z.record(z.string(), run) });

export type FreqtradeRun = z.infer<typeof run>;
export type FreqtradeTrade = z.infer<typeof trade>;
export type FreqtradeResult = z.infer<typeof result>;

export const parseFreqtradeResult = (source: JsonSource) => parseExact(source, result);
