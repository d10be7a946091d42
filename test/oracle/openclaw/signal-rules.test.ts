// Gates, entry modes and what the market's breadth does to a signal, with expectations worked out by hand.
import assert from 'node:assert/strict';
import { Bank } from '../../../examples/workspace/strategies/openclaw/bank.js';
import type { Candidate } from '../../../examples/workspace/strategies/openclaw/candidates.js';
import { stepSymbol } from '../../../examples/workspace/strategies/openclaw/symbol-bar.js';
import { BUY, checkEntry, OPEN_FILTERS, OPEN_TRADE, SELL, type EntryCase } from './entry-bench.js';
import { createBench, num, type BenchInput } from './rules-bench.js';

const CASES: readonly EntryCase[] = [
  { name: 'trend, long', bar: BUY, expect: 'candidate long medium 22' },
  { name: 'trend, short', bar: SELL, expect: 'candidate short medium 22' },
  {
    name: 'high confidence needs more than 2.5 times the volume',
    bar: { ...BUY, volume: 251 },
    expect: 'candidate long high 22',
  },
  { name: 'not just 2.5 times', bar: { ...BUY, volume: 250 }, expect: 'candidate long medium 22' },
  { name: 'ADX floor is strict', bar: { ...BUY, adx: 22 }, expect: 'hold adx_below_min' },
  {
    name: 'a rising ADX caps the floor at 25',
    entry: { min_adx: '30' },
    bar: { ...BUY, adx: 26, adxSlope: 0.75 },
    expect: 'candidate long medium 25',
  },
  {
    name: 'not at a slope of 0.5',
    entry: { min_adx: '30' },
    bar: { ...BUY, adx: 26, adxSlope: 0.5 },
    expect: 'hold adx_below_min',
  },
  {
    name: 'high volatility raises the floor',
    bar: { ...BUY, adx: 28, atr: 4 },
    expect: 'candidate long medium 27.5',
  },
  { name: 'above ADX', bar: { ...BUY, adx: 27.5, atr: 4 }, expect: 'hold adx_below_min' },
  {
    name: 'RSI limit between weak and strong: (31-22)/(40-22) of the way, 54',
    bar: { rsi: 54, adx: 31 },
    expect: 'hold no_signal',
  },
  { name: 'just above it', bar: { rsi: 54.5, adx: 31 }, expect: 'candidate long medium 22' },
  {
    name: 'strong limit from ADX 40 on',
    bar: { rsi: 52.5, adx: 45 },
    expect: 'candidate long medium 22',
  },
  { name: 'histogram must rise', bar: { ...BUY, macdHist: 3 }, expect: 'hold no_signal' },
  {
    name: 'histogram by sign',
    entry: { macd_hist_entry_mode: 'sign' },
    bar: { ...BUY, macdHist: 1 },
    expect: 'candidate long medium 22',
  },
  {
    name: 'histogram ignored',
    entry: { macd_hist_entry_mode: 'none' },
    bar: { ...BUY, macdHist: -1 },
    expect: 'candidate long medium 22',
  },
  {
    name: 'stochastic RSI',
    filters: { use_stoch_rsi_filter: true },
    bar: { ...BUY, stochK: 0.85 },
    expect: 'hold no_signal',
  },
  {
    name: 'macro alignment',
    filters: { require_macro_alignment: true },
    bar: { ...BUY, emaMacro: 99.5 },
    expect: 'hold no_signal',
  },

  {
    name: 'two ranging votes of three',
    filters: { enable_ranging_filter: true },
    bar: { ...BUY, adx: 23, bbWidthRatio: 0.7 },
    thresholds: { ranging: { adx_below: '24' } },
    expect: 'hold ranging_market',
  },
  {
    name: 'one vote',
    filters: { enable_ranging_filter: true },
    bar: { ...BUY, bbWidthRatio: 0.7 },
    expect: 'candidate long medium 22',
  },
  {
    name: 'no votes needed means one',
    filters: { enable_ranging_filter: true },
    bar: BUY,
    thresholds: { ranging: { min_signals: 0 } },
    expect: 'candidate long medium 22',
  },
  {
    name: 'price jump',
    filters: { enable_anomaly_filter: true },
    bar: { ...BUY, previousClose: 80 },
    expect: 'hold anomalous_move',
  },
  {
    name: 'far from the average',
    filters: { enable_extension_filter: true },
    bar: { ...BUY, close: 104.5 },
    expect: 'hold overextended',
  },
  {
    name: 'volume or trend',
    filters: { require_volume_confirmation: true },
    bar: { ...BUY, volumeTrend: true },
    expect: 'candidate long medium 22',
  },
  {
    name: 'volume and trend',
    filters: { require_volume_confirmation: true, vol_confirm_include_prev: false },
    bar: { ...BUY, volumeTrend: true },
    expect: 'hold low_volume',
  },
  {
    name: 'ADX not rising',
    filters: { require_adx_rising: true },
    bar: BUY,
    expect: 'hold adx_not_rising',
  },
  {
    name: 'ADX saturated',
    filters: { require_adx_rising: true },
    bar: { ...BUY, adx: 40.5 },
    expect: 'candidate long medium 22',
  },
  {
    name: 'against BTC',
    filters: { require_btc_alignment: true },
    leader: 'bearish',
    bar: BUY,
    expect: 'hold no_signal',
  },
  {
    name: 'BTC unknown',
    filters: { require_btc_alignment: true },
    leader: 'unknown',
    bar: BUY,
    expect: 'candidate long medium 22',
  },
  {
    name: 'BTC itself',
    filters: { require_btc_alignment: true },
    leader: 'bearish',
    symbol: 'btc',
    bar: BUY,
    expect: 'candidate long medium 22',
  },
  {
    name: 'ADX overrides BTC',
    filters: { require_btc_alignment: true },
    leader: 'bearish',
    bar: { ...BUY, adx: 40.5 },
    expect: 'candidate long medium 22',
  },

  {
    name: 'pullback without the ADX floor',
    entry: { enable_pullback_entries: true, min_adx: '50' },
    bar: { previousClose: 100, macdHist: 0.5 },
    expect: 'candidate long low 22',
  },
  {
    name: 'pullback needs the sign',
    entry: { enable_pullback_entries: true, min_adx: '50' },
    bar: { previousClose: 100, macdHist: 0 },
    expect: 'hold adx_below_min',
  },
  {
    name: 'pullback, short',
    entry: { enable_pullback_entries: true, min_adx: '50', pullback_confidence: 'high' },
    bar: { emaFast: 98, previousEmaFast: 98, previousClose: 98, close: 97, macdHist: -0.5 },
    expect: 'candidate short high 22',
  },
  {
    name: 'trend goes before pullback',
    entry: { enable_pullback_entries: true },
    bar: { ...BUY, previousClose: 100 },
    expect: 'candidate long medium 22',
  },

  {
    name: 'reversed',
    trade: { reverse_entry_signal: true },
    bar: BUY,
    expect: 'candidate short medium 22',
  },
  {
    name: 'auto-reverse replaces the setting',
    trade: { reverse_entry_signal: true },
    regime: { enable_auto_reverse: true },
    breadth: 95,
    bar: BUY,
    expect: 'candidate long medium 22',
  },
  {
    name: 'auto-reverse within its limits',
    regime: { enable_auto_reverse: true },
    breadth: 90,
    bar: BUY,
    expect: 'candidate short medium 22',
  },
  {
    name: 'regime blocks a buy',
    regime: { enable_regime_filter: true },
    breadth: 9,
    bar: BUY,
    expect: 'block long regime_filter',
  },
  {
    name: 'regime at its limit',
    regime: { enable_regime_filter: true },
    breadth: 10,
    bar: BUY,
    expect: 'candidate long medium 22',
  },
  {
    name: 'regime sees the swapped side',
    trade: { reverse_entry_signal: true },
    regime: { enable_regime_filter: true },
    breadth: 91,
    bar: BUY,
    expect: 'block short regime_filter',
  },
];

describe('openclaw: signals', () => {
  for (const example of CASES)
    it(example.name, () => {
      checkEntry(example);
    });

  it('the gate list of a candidate has its order and operands', () => {
    const bench = createBench({
      params: {
        trade: { ...OPEN_TRADE, enable_ssf_filter: true, enable_reef_filter: true },
        filters: OPEN_FILTERS,
      },
      snapshot: BUY,
    });
    stepSymbol(bench.m, []);
    const listed =
      /^(adx_min|ranging|anomaly|extension|volume|adx_rising|btc_alignment|confidence|ssf|reef) /;
    assert.deepEqual(
      bench.gates.filter((gate) => listed.test(gate)),
      [
        'adx_min 30 > 22 true',
        'ranging 1 ~ 0 true',
        'anomaly 0 ~ 0 true',
        'extension 0.01 ~ 0.04 true',
        'volume 100 ~ 100 true',
        'adx_rising 0 ~ 0 true',
        'btc_alignment 1 ~ 1 true',
        'confidence 1 >= 0 true',
        'ssf 4 > 0 true',
        'reef 60 <= 70 true',
      ],
    );
  });

  it('the slope spans one bar less than its window', () => {
    const bench = createBench({
      params: {
        indicators: { ema_slow_window: 1 },
        thresholds: { entry: { slow_drift_slope_window: 3 } },
      },
    });
    const bank = new Bank(num, bench.m.tick.params);
    const slopes = [100, 101, 104, 128].map((close) => {
      const price = num(close);
      bank.feed({
        symbol: 0,
        openTs: 0,
        closeTs: 0,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: num(1),
      });
      return num.format(bank.slowSlope());
    });
    assert.deepEqual(slopes, ['0', '0', String(4 / 104), String(27 / 128)]);
  });
});

describe('openclaw: slow drift', () => {
  const drift = (bar: BenchInput['snapshot'], rising: readonly number[]): string => {
    const bench = createBench({
      params: {
        trade: OPEN_TRADE,
        filters: { ...OPEN_FILTERS, enable_ranging_filter: true },
        indicators: { ema_slow_window: 1 },
        thresholds: {
          entry: { enable_slow_drift_entries: true, slow_drift_slope_window: 2, min_adx: '50' },
        },
      },
      snapshot: { adx: 15, bbWidthRatio: 0.5, ...bar },
    });
    for (const close of rising) {
      const price = num(close);
      bench.desk.bank.feed({
        symbol: 0,
        openTs: 0,
        closeTs: 0,
        open: price,
        high: price,
        low: price,
        close: price,
        volume: num(1),
      });
    }
    const candidates: Candidate[] = [];
    stepSymbol(bench.m, candidates);
    const found = candidates.map(
      ({ side, confidence, adxThreshold }) =>
        `candidate ${side} ${confidence} ${num.format(adxThreshold)}`,
    );
    return [...bench.calls, ...found].join('; ');
  };
  it('overrules the ranging votes on a slope and enters', () => {
    assert.equal(drift({}, [100, 101]), 'candidate long low 10');
  });
  it('stays out on a flat average', () => {
    assert.equal(drift({}, [100, 100.01]), 'hold adx_below_min');
  });
  it('needs the histogram on its side', () => {
    assert.equal(drift({ macdHist: -1 }, [100, 101]), 'hold adx_below_min');
  });
  it('short', () => {
    assert.equal(
      drift({ emaFast: 98, close: 97, macdHist: -1, rsi: 45 }, [101, 100]),
      'candidate short low 10',
    );
  });
});
