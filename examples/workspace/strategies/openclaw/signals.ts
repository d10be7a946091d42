// The three entry modes; the first that gives a side wins. Every condition looked at on the way is recorded.
import { clamp, type Num, type Side } from 'lockstep/strategy';
import type { Confidence } from './confidence.js';
import { allPass, isCalm, type GateReading } from './gates.js';
import type { Moment } from './moment.js';

export type Wanted = Side | 'none';

export interface Signal {
  readonly side: Wanted;
  readonly confidence: Confidence;
  /** ADX below which the resulting position counts as exhausted. */
  readonly adxThreshold: Num;
}

export function findSignal(m: Moment, g: GateReading): Signal {
  const entry = m.tick.params.thresholds.entry;
  const trend = allPass(g) ? findTrend(m, g) : 'none';
  if (trend !== 'none')
    return { side: trend, confidence: trendConfidence(m), adxThreshold: g.effectiveMinAdx };
  const pullback = entry.enable_pullback_entries && isCalm(g) ? findPullback(m, g) : 'none';
  if (pullback !== 'none') {
    return {
      side: pullback,
      confidence: entry.pullback_confidence,
      adxThreshold: entry.pullback_min_adx,
    };
  }
  const drift = entry.enable_slow_drift_entries && isCalm(g) ? findDrift(m, g) : 'none';
  if (drift !== 'none')
    return { side: drift, confidence: 'low', adxThreshold: entry.slow_drift_min_adx };
  return { side: 'none', confidence: 'low', adxThreshold: m.tick.num.zero };
}

/** Side of the averages, unless the market leader's trend forbids it. */
export function isBtcAligned(g: GateReading, side: Side): boolean {
  return side === 'long' ? g.btcAllowsLong : g.btcAllowsShort;
}

function findTrend(m: Moment, g: GateReading): Wanted {
  const { s, tick, symbol } = m;
  if (tick.verdict(symbol, 'trend_long', g.isBull, s.emaFast, s.emaSlow))
    return isTrendLong(m, g) ? 'long' : 'none';
  if (tick.verdict(symbol, 'trend_short', g.isBear, s.emaFast, s.emaSlow))
    return isTrendShort(m, g) ? 'short' : 'none';
  return 'none';
}

function isTrendLong(m: Moment, g: GateReading): boolean {
  const { s, tick, symbol } = m;
  if (!tick.gate(symbol, 'trend_long_price', s.close, '>', s.emaFast)) return false;
  if (!tick.gate(symbol, 'trend_long_rsi', s.rsi, '>', rsiLimit(m, 'long'))) return false;
  const mode = tick.params.thresholds.entry.macd_hist_entry_mode;
  if (mode === 'accel' && !tick.gate(symbol, 'trend_long_macd', s.macdHist, '>', s.macdHist1))
    return false;
  if (mode === 'sign' && !tick.gate(symbol, 'trend_long_macd', s.macdHist, '>', 0)) return false;
  if (tick.params.filters.use_stoch_rsi_filter) {
    const limit = tick.params.thresholds.stoch_rsi.block_long_if_k_gt;
    if (!tick.gate(symbol, 'trend_long_stoch', s.stochK, '<', limit)) return false;
  }
  return tick.verdict(symbol, 'signal_btc', g.btcAllowsLong, asFlag(m, g.btcAllowsLong), 1);
}

function isTrendShort(m: Moment, g: GateReading): boolean {
  const { s, tick, symbol } = m;
  if (!tick.gate(symbol, 'trend_short_price', s.close, '<', s.emaFast)) return false;
  if (!tick.gate(symbol, 'trend_short_rsi', s.rsi, '<', rsiLimit(m, 'short'))) return false;
  const mode = tick.params.thresholds.entry.macd_hist_entry_mode;
  if (mode === 'accel' && !tick.gate(symbol, 'trend_short_macd', s.macdHist, '<', s.macdHist1))
    return false;
  if (mode === 'sign' && !tick.gate(symbol, 'trend_short_macd', s.macdHist, '<', 0)) return false;
  if (tick.params.filters.use_stoch_rsi_filter) {
    const limit = tick.params.thresholds.stoch_rsi.block_short_if_k_lt;
    if (!tick.gate(symbol, 'trend_short_stoch', s.stochK, '>', limit)) return false;
  }
  return tick.verdict(symbol, 'signal_btc', g.btcAllowsShort, asFlag(m, g.btcAllowsShort), 1);
}

export function asFlag(m: Moment, value: boolean): Num {
  return value ? m.tick.num(1) : m.tick.num.zero;
}

/** Moves from the weak to the strong limit as ADX goes from the plain minimum to the strong level. */
function rsiLimit(m: Moment, side: Side): Num {
  const num = m.tick.num;
  const limits = m.tick.params.thresholds.tp_and_momentum;
  const lowest = m.tick.params.thresholds.entry.min_adx;
  const highest = limits.adx_strong_gt.gt(lowest) ? limits.adx_strong_gt : lowest.add(1);
  const weight = clamp(m.s.adx.sub(lowest).div(highest.sub(lowest)), num.zero, num(1));
  const weak = side === 'long' ? limits.rsi_long_weak : limits.rsi_short_weak;
  const strong = side === 'long' ? limits.rsi_long_strong : limits.rsi_short_strong;
  return weak.add(weight.mul(strong.sub(weak)));
}

function trendConfidence(m: Moment): Confidence {
  const high = m.s.volumeAverage.mul(m.tick.params.thresholds.entry.high_conf_volume_mult);
  return m.tick.trigger(m.symbol, 'high_confidence_volume', m.s.volume, '>', high)
    ? 'high'
    : 'medium';
}

/** The close crosses the fast average in the direction of the trend. */
function findPullback(m: Moment, g: GateReading): Wanted {
  const { s, tick, symbol } = m;
  const entry = tick.params.thresholds.entry;
  if (!tick.gate(symbol, 'pullback_adx', s.adx, '>=', entry.pullback_min_adx)) return 'none';
  const crossesUp = s.previousClose.lte(s.previousEmaFast) && s.close.gt(s.emaFast);
  const isLong = crossesUp && g.isBull && g.btcAllowsLong;
  if (tick.verdict(symbol, 'pullback_long', isLong, s.close, s.emaFast)) {
    const isMacdOk =
      !entry.pullback_require_macd_sign ||
      tick.gate(symbol, 'pullback_long_macd', s.macdHist, '>', 0);
    if (!isMacdOk) return 'none';
    return tick.gate(symbol, 'pullback_long_rsi', s.rsi, '>=', entry.pullback_rsi_long_min)
      ? 'long'
      : 'none';
  }
  const crossesDown = s.previousClose.gte(s.previousEmaFast) && s.close.lt(s.emaFast);
  const isShort = crossesDown && g.isBear && g.btcAllowsShort;
  if (!tick.verdict(symbol, 'pullback_short', isShort, s.close, s.emaFast)) return 'none';
  const isMacdOk =
    !entry.pullback_require_macd_sign ||
    tick.gate(symbol, 'pullback_short_macd', s.macdHist, '<', 0);
  if (!isMacdOk) return 'none';
  return tick.gate(symbol, 'pullback_short_rsi', s.rsi, '<=', entry.pullback_rsi_short_max)
    ? 'short'
    : 'none';
}

/** The slow average drifts, and the close is on its far side. */
function findDrift(m: Moment, g: GateReading): Wanted {
  const { s, tick, symbol } = m;
  const entry = tick.params.thresholds.entry;
  if (!tick.gate(symbol, 'drift_adx', s.adx, '>=', entry.slow_drift_min_adx)) return 'none';
  const isLong = g.isBull && s.close.gt(s.emaSlow) && g.btcAllowsLong;
  if (tick.verdict(symbol, 'drift_long', isLong, s.close, s.emaSlow))
    return isDriftLong(m, g) ? 'long' : 'none';
  const isShort = g.isBear && s.close.lt(s.emaSlow) && g.btcAllowsShort;
  if (tick.verdict(symbol, 'drift_short', isShort, s.close, s.emaSlow))
    return isDriftShort(m, g) ? 'short' : 'none';
  return 'none';
}

function isDriftLong(m: Moment, g: GateReading): boolean {
  const { s, tick, symbol } = m;
  const entry = tick.params.thresholds.entry;
  if (!tick.gate(symbol, 'drift_long_slope', g.slope, '>=', entry.slow_drift_min_slope_pct))
    return false;
  if (
    entry.slow_drift_require_macd_sign &&
    !tick.gate(symbol, 'drift_long_macd', s.macdHist, '>', 0)
  )
    return false;
  return tick.gate(symbol, 'drift_long_rsi', s.rsi, '>=', entry.slow_drift_rsi_long_min);
}

function isDriftShort(m: Moment, g: GateReading): boolean {
  const { s, tick, symbol } = m;
  const entry = tick.params.thresholds.entry;
  if (!tick.gate(symbol, 'drift_short_slope', g.slope, '<=', entry.slow_drift_min_slope_pct.neg()))
    return false;
  if (
    entry.slow_drift_require_macd_sign &&
    !tick.gate(symbol, 'drift_short_macd', s.macdHist, '<', 0)
  )
    return false;
  return tick.gate(symbol, 'drift_short_rsi', s.rsi, '<=', entry.slow_drift_rsi_short_max);
}
