// The entry gates of one symbol and bar. They are pure functions of snapshot, settings and market, so they are read
// first and recorded afterwards: a flip concludes with one record, and the entry that may follow it needs another.
import { min, type Num } from 'lockstep/strategy';
import type { Moment } from './moment.js';

// The engine has no setting for these: a clearly rising ADX caps the minimum.
const RISING_SLOPE = 0.5;
const RISING_MIN_ADX_CAP = 25;

export interface GateReading {
  /** Change from the previous close, and distance from the fast average, as parts. */
  readonly closeMove: Num;
  readonly fastDistance: Num;
  /** Change of the slow average over its window, as a part of the close. */
  readonly slope: Num;
  readonly effectiveMinAdx: Num;
  readonly isAdxAboveMin: boolean;
  readonly isRanging: boolean;
  readonly isAnomaly: boolean;
  readonly isExtended: boolean;
  readonly isVolumeOk: boolean;
  readonly isRising: boolean;
  /** Averages aligned for a buy, and for a sell. */
  readonly isBull: boolean;
  readonly isBear: boolean;
  readonly btcAllowsLong: boolean;
  readonly btcAllowsShort: boolean;
}

export function readGates(m: Moment): GateReading {
  const s = m.s;
  const closeMove = distancePart(m, s.close, s.previousClose);
  const fastDistance = distancePart(m, s.close, s.emaFast);
  const slope = m.desk.bank.slowSlope();
  const effectiveMinAdx = readMinAdx(m);
  const { filters, thresholds } = m.tick.params;
  const movedFar = closeMove.gt(thresholds.anomaly.price_change_pct_gt);
  const strayedFar = fastDistance.gt(thresholds.anomaly.ema_fast_dev_pct_gt);
  return {
    closeMove,
    fastDistance,
    slope,
    effectiveMinAdx,
    isAdxAboveMin: s.adx.gt(effectiveMinAdx),
    isRanging: isRanging(m) && !isDrifting(m, slope),
    isAnomaly: filters.enable_anomaly_filter && (movedFar || strayedFar),
    isExtended:
      filters.enable_extension_filter && fastDistance.gt(thresholds.entry.max_dist_ema_fast),
    isVolumeOk: isVolumeOk(m),
    isRising:
      !filters.require_adx_rising || s.adxSlope.gt(0) || s.adx.gt(filters.adx_rising_saturation),
    isBull:
      s.emaFast.gt(s.emaSlow) && (!filters.require_macro_alignment || s.emaSlow.gt(s.emaMacro)),
    isBear:
      s.emaFast.lt(s.emaSlow) && (!filters.require_macro_alignment || s.emaSlow.lt(s.emaMacro)),
    btcAllowsLong: isBtcIndifferent(m) || m.market.leader === 'bullish',
    btcAllowsShort: isBtcIndifferent(m) || m.market.leader === 'bearish',
  };
}

/** What the trend mode needs, and what the pullback and slow-drift modes need of it. */
export function allPass(g: GateReading): boolean {
  return g.isAdxAboveMin && g.isRising && isCalm(g);
}

export function isCalm(g: GateReading): boolean {
  return !g.isRanging && !g.isAnomaly && !g.isExtended && g.isVolumeOk;
}

function distancePart(m: Moment, price: Num, base: Num): Num {
  return base.gt(0) ? price.sub(base).abs().div(base) : m.tick.num.zero;
}

/** The minimum, capped while ADX rises clearly, then raised while volatility is far above its mean. */
function readMinAdx(m: Moment): Num {
  const { s, tick } = m;
  const entry = tick.params.thresholds.entry;
  const capped = s.adxSlope.gt(RISING_SLOPE)
    ? min(entry.min_adx, tick.num(RISING_MIN_ADX_CAP))
    : entry.min_adx;
  if (!entry.ave_enabled || s.averageAtr.lte(0)) return capped;
  if (s.atr.div(s.averageAtr).lte(entry.ave_atr_ratio_gt)) return capped;
  return entry.ave_adx_mult.gt(0) ? capped.mul(entry.ave_adx_mult) : capped;
}

function isRanging(m: Moment): boolean {
  const { s, tick, symbol } = m;
  const ranging = tick.params.thresholds.ranging;
  if (!tick.params.filters.enable_ranging_filter) return false;
  let votes = 0;
  if (tick.trigger(symbol, 'ranging_adx', s.adx, '<', ranging.adx_below)) votes += 1;
  if (tick.trigger(symbol, 'ranging_width', s.bbWidthRatio, '<', ranging.bb_width_ratio_below))
    votes += 1;
  if (
    s.rsi.gt(ranging.rsi_low) &&
    tick.trigger(symbol, 'ranging_rsi', s.rsi, '<', ranging.rsi_high)
  )
    votes += 1;
  return votes >= Math.max(ranging.min_signals, 1);
}

/** A slope steep enough overrules the ranging votes. */
function isDrifting(m: Moment, slope: Num): boolean {
  const entry = m.tick.params.thresholds.entry;
  if (!entry.enable_slow_drift_entries) return false;
  return m.tick.trigger(
    m.symbol,
    'slow_drift_override',
    slope.abs(),
    '>=',
    entry.slow_drift_min_slope_pct,
  );
}

function isVolumeOk(m: Moment): boolean {
  const filters = m.tick.params.filters;
  if (!filters.require_volume_confirmation) return true;
  const isAbove = m.s.volume.gt(m.s.volumeAverage);
  return filters.vol_confirm_include_prev ? isAbove || m.s.volumeTrend : isAbove && m.s.volumeTrend;
}

/** Whether the leader's trend does not matter for this symbol on this bar. */
function isBtcIndifferent(m: Moment): boolean {
  const params = m.tick.params;
  if (!params.filters.require_btc_alignment || m.desk.isBtc) return true;
  return m.market.leader === 'unknown' || m.s.adx.gt(params.thresholds.entry.btc_adx_override);
}

/** The six gates of the market's condition, in the order of the engine's own gate list. */
export function recordGates(m: Moment, g: GateReading): void {
  const { s, tick, symbol } = m;
  tick.gate(symbol, 'adx_min', s.adx, '>', g.effectiveMinAdx);
  tick.verdict(symbol, 'ranging', !g.isRanging, s.bbWidthRatio, 0);
  tick.verdict(symbol, 'anomaly', !g.isAnomaly, g.closeMove, 0);
  tick.verdict(
    symbol,
    'extension',
    !g.isExtended,
    g.fastDistance,
    tick.params.thresholds.entry.max_dist_ema_fast,
  );
  tick.verdict(symbol, 'volume', g.isVolumeOk, s.volume, s.volumeAverage);
  tick.verdict(symbol, 'adx_rising', g.isRising, s.adxSlope, 0);
}

/** Counts every failed gate on its own, so one bar may count several times. */
export function countGates(m: Moment, g: GateReading): void {
  const counters = m.tick.state.counters;
  counters.totalChecks += 1;
  if (g.isRanging) counters.blockedByRanging += 1;
  if (g.isAnomaly) counters.blockedByAnomaly += 1;
  if (g.isExtended) counters.blockedByExtension += 1;
  if (!g.isAdxAboveMin) counters.blockedByAdxLow += 1;
  if (!g.isRising) counters.blockedByAdxNotRising += 1;
  if (!g.isVolumeOk) counters.blockedByVolume += 1;
  if (!g.btcAllowsLong || !g.btcAllowsShort) counters.blockedByBtc += 1;
}
