// Exit rules one by one, with expectations worked out by hand: a position from 100 with an ATR of 2.5 at entry.
import assert from 'node:assert/strict';
import { checkExit } from '../../../examples/workspace/strategies/openclaw/exits.js';
import { createBench, NOW, num, type BenchInput, type OpenPosition } from './rules-bench.js';

interface Case {
  readonly name: string;
  readonly bar: NonNullable<BenchInput['snapshot']>;
  readonly trade?: Readonly<Record<string, unknown>>;
  readonly filters?: Readonly<Record<string, unknown>>;
  readonly notes?: BenchInput['trade'];
  readonly side?: 'long' | 'short';
  readonly symbol?: string;
  /** Trailing stop before the bar. */
  readonly stop?: number;
  readonly partial?: boolean;
  /** Entry price; 100 when absent. */
  readonly entry?: number;
  readonly lastExit?: number;
  /** What the rules conclude; `kept` when nothing fires. */
  readonly expect: string;
  /** Trailing stop after the bar. */
  readonly stopAfter?: number;
}

// In the cases that follow prices are chosen so that no product or sum rounds.
const CASES: readonly Case[] = [
  { name: 'a quiet bar', bar: {}, expect: 'kept' },

  { name: 'stop at 2 ATR, equality fires', bar: { close: 95 }, expect: 'close exit_stop_loss' },
  { name: 'just above the stop', bar: { close: 95.5 }, expect: 'kept' },
  {
    name: 'the entry price is quantised first: the raw one has its stop below 95',
    entry: 99.9999999999996,
    bar: { close: 95 },
    expect: 'close exit_stop_loss',
  },
  { name: 'the low does not matter', bar: { close: 95.5, low: 90 }, expect: 'kept' },
  {
    name: 'tightened to 1.6 ATR under water while ADX falls',
    bar: { close: 96, adxSlope: -1 },
    expect: 'close exit_stop_loss',
  },
  { name: 'widened beyond 2 ATR above ADX 45', bar: { close: 95, adx: 46 }, expect: 'kept' },
  { name: 'not widened at ADX 45', bar: { close: 95, adx: 45 }, expect: 'close exit_stop_loss' },
  {
    name: 'short: stop above',
    side: 'short',
    bar: { close: 105, emaFast: 98 },
    expect: 'close exit_stop_loss',
  },
  { name: 'stop at the entry cannot fire below its start', bar: { close: 101.5 }, expect: 'kept' },
  {
    name: 'stop at the entry with a buffer above the start',
    trade: { breakeven_buffer_atr: '1' },
    bar: { close: 102 },
    expect: 'close exit_stop_loss',
  },
  {
    name: 'the same switched off',
    trade: { breakeven_buffer_atr: '1', enable_breakeven_stop: false },
    bar: { close: 102 },
    expect: 'kept',
  },

  { name: 'trailing starts at 1 ATR', bar: { close: 102.5 }, expect: 'kept', stopAfter: 100.5 },
  { name: 'trailing waits below 1 ATR', bar: { close: 102.25 }, expect: 'kept' },
  {
    name: 'trailing never moves back',
    stop: 101,
    bar: { close: 102.5 },
    expect: 'kept',
    stopAfter: 101,
  },
  {
    name: 'an old trailing stop fires below the start',
    stop: 100.5,
    bar: { close: 100.5 },
    expect: 'close exit_trailing_stop',
  },
  {
    name: 'trailing buffer for wide bands',
    trade: { trailing_distance_atr: '1' },
    bar: { close: 102.5, bbWidthRatio: 1.3 },
    expect: 'kept',
    stopAfter: 99.375,
  },
  {
    name: 'the buffer is dropped below ADX 25',
    trade: { trailing_distance_atr: '1' },
    bar: { close: 102.5, bbWidthRatio: 1.3, adx: 20 },
    expect: 'kept',
    stopAfter: 100.75,
  },
  {
    name: 'half the distance beyond 2 ATR',
    trade: { trailing_distance_atr: '1' },
    bar: { close: 107.5, bbWidthRatio: 1.3 },
    expect: 'kept',
    stopAfter: 106.25,
  },
  {
    name: 'three quarters while ATR rises',
    trade: { trailing_distance_atr: '1' },
    bar: { close: 107.5, atrSlope: 0.1 },
    expect: 'kept',
    stopAfter: 105.625,
  },
  {
    name: 'all of it in a strong rising trend',
    trade: { trailing_distance_atr: '1' },
    bar: { close: 107.5, adx: 36, adxSlope: 0.1 },
    expect: 'kept',
    stopAfter: 105,
  },
  {
    name: 'floor 0.7 with a stretched RSI',
    trade: { trailing_distance_atr: '1' },
    bar: { close: 107.5, rsi: 61 },
    expect: 'kept',
    stopAfter: 105.75,
  },
  {
    name: 'low confidence starts earlier',
    notes: { confidence: 'low' },
    trade: { trailing_start_atr_low_conf: '0.5' },
    bar: { close: 101.25 },
    expect: 'kept',
    stopAfter: 99.25,
  },
  {
    name: 'short: trails from above',
    side: 'short',
    bar: { close: 97.5, emaFast: 98, macdHist: -4 },
    expect: 'kept',
    stopAfter: 99.5,
  },

  {
    name: 'partial target at 4 ATR; the trailing stop does not go to the entry',
    bar: { close: 110 },
    expect: 'reduce 0.5 exit_take_profit.partial',
    stopAfter: 108.75,
  },
  { name: 'after it the rest has no target', partial: true, bar: { close: 115 }, expect: 'kept' },
  {
    name: 'unless the partial level is its own',
    partial: true,
    trade: { tp_partial_atr_mult: '1' },
    bar: { close: 115 },
    expect: 'close exit_take_profit',
  },
  {
    name: 'own partial level',
    trade: { tp_partial_atr_mult: '1' },
    bar: { close: 102.5 },
    expect: 'reduce 0.5 exit_take_profit.partial',
  },
  {
    name: 'remainder too small at one level: all of it',
    trade: { tp_partial_min_notional_usd: '56' },
    bar: { close: 110 },
    expect: 'close exit_take_profit',
  },
  {
    name: 'remainder just large enough',
    trade: { tp_partial_min_notional_usd: '55' },
    bar: { close: 110 },
    expect: 'reduce 0.5 exit_take_profit.partial',
  },
  {
    name: 'remainder too small at the lower level: nothing',
    trade: { tp_partial_min_notional_usd: '56', tp_partial_atr_mult: '1' },
    bar: { close: 102.5 },
    expect: 'kept',
  },
  {
    name: 'a partial of all',
    trade: { tp_partial_pct: '1.5' },
    bar: { close: 110 },
    expect: 'close exit_take_profit',
  },
  {
    name: 'a partial of nothing',
    trade: { tp_partial_pct: '0' },
    bar: { close: 110 },
    expect: 'close exit_take_profit',
  },
  {
    name: 'no partials',
    trade: { enable_partial_tp: false },
    bar: { close: 110 },
    expect: 'close exit_take_profit',
  },

  {
    name: 'cross of the averages',
    bar: { emaFast: 98.5 },
    expect: 'close exit_filter.trend_breakdown',
  },
  { name: 'a narrow cross while ADX shows a trend', bar: { emaFast: 98.95 }, expect: 'kept' },
  {
    name: 'a narrow cross without one',
    bar: { emaFast: 98.95, adx: 25 },
    expect: 'close exit_filter.trend_breakdown',
  },
  {
    name: 'exhaustion by the setting',
    bar: { adx: 17.5 },
    expect: 'close exit_filter.trend_exhaustion 18',
  },
  {
    name: 'exhaustion by the entry',
    notes: { adx: 27.5 },
    bar: { adx: 27 },
    expect: 'close exit_filter.trend_exhaustion 27.5',
  },
  { name: 'exhaustion is strict', notes: { adx: 27.5 }, bar: { adx: 27.5 }, expect: 'kept' },
  {
    name: 'exhaustion of low confidence',
    notes: { confidence: 'low' },
    trade: { smart_exit_adx_exhaustion_lt_low_conf: '16' },
    bar: { adx: 17 },
    expect: 'kept',
  },
  {
    name: 'the entry goes before low confidence',
    notes: { confidence: 'low', adx: 22 },
    trade: { smart_exit_adx_exhaustion_lt_low_conf: '16' },
    bar: { adx: 17 },
    expect: 'close exit_filter.trend_exhaustion 22',
  },
  {
    name: 'macro breakdown',
    filters: { require_macro_alignment: true },
    bar: { emaMacro: 102 },
    expect: 'close exit_filter.macro_breakdown',
  },
  {
    name: 'macro breakout',
    side: 'short',
    filters: { require_macro_alignment: true },
    bar: { close: 99, emaMacro: 98, emaFast: 98, macdHist: -4 },
    expect: 'close exit_filter.macro_breakout',
  },
  {
    name: 'stagnation',
    bar: { close: 99.5, atr: 1.5 },
    expect: 'close exit_filter.stagnation 1.5 1.75',
  },
  { name: 'no stagnation at the entry', bar: { close: 100, atr: 1.5 }, expect: 'kept' },
  { name: 'no stagnation of PAXG', symbol: 'paxg', bar: { close: 99.5, atr: 1.5 }, expect: 'kept' },
  {
    name: 'saturation',
    bar: { close: 102.5, adx: 51, adxSlope: -1, macdHist: 1, macdHist1: 2, macdHist2: 3 },
    expect: 'close exit_filter.trend_saturation 51 -1',
  },
  {
    name: 'saturation needs a falling ADX',
    bar: { close: 102.5, adx: 51, macdHist: 1, macdHist1: 2, macdHist2: 3 },
    expect: 'kept',
  },
  {
    name: 'saturation where that is not needed',
    trade: { tsme_require_adx_slope_negative: false },
    bar: { close: 102.5, adx: 51, macdHist: 1, macdHist1: 2, macdHist2: 3 },
    expect: 'close exit_filter.trend_saturation 51 0',
  },
  {
    name: 'divergence',
    bar: { close: 105, adx: 36, macdHist: 1, macdHist1: 2, macdHist2: 3, macdHist3: 4 },
    expect: 'close exit_filter.macd_divergence 2',
  },
  {
    name: 'divergence needs three steps',
    bar: { close: 105, adx: 36, macdHist: 1, macdHist1: 2, macdHist2: 3, macdHist3: 3 },
    expect: 'kept',
  },
  {
    name: 'RSI overbought',
    bar: { rsi: 80.5 },
    expect: 'close exit_filter.rsi_overbought 80.5 80',
  },
  { name: 'RSI overbought is strict', bar: { rsi: 80 }, expect: 'kept' },
  {
    name: 'RSI overbought at a large profit',
    bar: { close: 103.75, rsi: 70.5 },
    expect: 'close exit_filter.rsi_overbought 70.5 70',
  },
  {
    name: 'RSI oversold',
    side: 'short',
    bar: { close: 99, rsi: 19.5, emaFast: 98, macdHist: -4 },
    expect: 'close exit_filter.rsi_oversold 19.5 20',
  },
  {
    name: 'RSI of low confidence',
    notes: { confidence: 'low' },
    trade: { rsi_exit_ub_lo_profit_low_conf: '58.5' },
    bar: { rsi: 59 },
    expect: 'close exit_filter.rsi_overbought 59 58.5',
  },

  {
    name: 'glitch by part, nothing moves',
    trade: { block_exits_on_extreme_dev: true },
    bar: { close: 90, previousClose: 60 },
    expect: 'kept',
  },
  {
    name: 'the same unguarded',
    bar: { close: 90, previousClose: 60 },
    expect: 'close exit_stop_loss',
  },
  {
    name: 'glitch by ATR',
    trade: { block_exits_on_extreme_dev: true },
    bar: { close: 131, previousClose: 100 },
    expect: 'kept',
  },
  {
    name: 'pause after an exit',
    trade: { exit_cooldown_s: 60 },
    lastExit: NOW - 59_999,
    bar: { close: 90 },
    expect: 'kept',
  },
  {
    name: 'pause just over',
    trade: { exit_cooldown_s: 60 },
    lastExit: NOW - 60_000,
    bar: { close: 90 },
    expect: 'close exit_stop_loss',
  },
];

function check(example: Case): void {
  const { bar, trade = {}, filters = {}, notes, side = 'long', symbol = 'ETH' } = example;
  const position: OpenPosition = { side, entry: example.entry ?? 100 };
  const bench = createBench({
    symbols: [symbol],
    params: { trade, filters },
    snapshot: bar,
    positions: { [symbol]: position },
    ...(notes && { trade: notes }),
  });
  const { desk, calls } = bench;
  if (example.stop !== undefined) desk.trade.trailingStop = num(example.stop);
  desk.trade.isTrailing = example.stop !== undefined;
  desk.trade.hasTakenPartial = example.partial === true;
  if (example.lastExit !== undefined) desk.times.lastExit = example.lastExit;
  checkExit(bench.m);
  assert.equal(calls.join('; ') || 'kept', example.expect, bench.gates.join('\n'));
  if (example.stopAfter !== undefined) {
    assert.equal(desk.trade.isTrailing, true);
    assert.equal(num.format(desk.trade.trailingStop), String(example.stopAfter));
  }
}

describe('openclaw: exit rules', () => {
  for (const example of CASES)
    it(example.name, () => {
      check(example);
    });

  it('a symbol without a shadow position has no exits', () => {
    const bench = createBench({
      snapshot: { close: 50 },
      positions: { BTC: { side: 'long', entry: 100 } },
    });
    bench.desk.shadow.isOpen = false;
    checkExit(bench.m);
    assert.deepEqual(bench.calls, []);
  });
});
