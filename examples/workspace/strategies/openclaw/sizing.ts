// Size of an entry: margin from equity, scaled by confidence, trend strength and volatility, cut to the margin left,
// and raised to the venue's minimum where that is wanted.
import { clamp, type Num } from 'lockstep/strategy';
import type { Confidence } from './confidence.js';
import type { EngineTick } from './engine-tick.js';

/** Below this a margin counts as none. */
const MIN_MARGIN = '1e-12';

export interface SizingInput {
  readonly equity: Num;
  readonly headroom: Num;
  readonly confidence: Confidence;
  readonly close: Num;
  readonly adx: Num;
  /** After the floor. */
  readonly atr: Num;
}

export interface Sizing {
  /** In base units. */
  readonly size: Num;
  readonly margin: Num;
  readonly leverage: Num;
  /** In quote units: size times close, not margin times leverage, which can differ in the last digit. */
  readonly notional: Num;
}

export function sizeEntry(tick: EngineTick, input: SizingInput): Sizing {
  const trade = tick.params.trade;
  const base = input.equity.mul(trade.allocation_pct);
  const margin = trade.enable_dynamic_sizing ? base.mul(dynamicFactor(tick, input)) : base;
  const leverage = leverageFor(tick, input.confidence);
  const size = margin.mul(leverage).div(input.close);
  if (margin.lte(input.headroom))
    return { size, margin, leverage, notional: size.mul(input.close) };
  const ratio = margin.lte(MIN_MARGIN) ? tick.num.zero : input.headroom.div(margin);
  const cut = size.mul(ratio);
  return { size: cut, margin: input.headroom, leverage, notional: cut.mul(input.close) };
}

/** The same entry raised to the smallest notional allowed. */
export function bumpToMinimum(tick: EngineTick, sizing: Sizing, close: Num): Sizing {
  const size = tick.params.trade.min_notional_usd.div(close);
  const notional = size.mul(close);
  return { size, margin: notional.div(sizing.leverage), leverage: sizing.leverage, notional };
}

function leverageFor(tick: EngineTick, confidence: Confidence): Num {
  const trade = tick.params.trade;
  if (confidence === 'high') return trade.leverage_high;
  return confidence === 'medium' ? trade.leverage_medium : trade.leverage_low;
}

function dynamicFactor(tick: EngineTick, input: SizingInput): Num {
  return confidenceFactor(tick, input.confidence)
    .mul(trendFactor(tick, input.adx))
    .mul(volatilityFactor(tick, input));
}

function confidenceFactor(tick: EngineTick, confidence: Confidence): Num {
  const trade = tick.params.trade;
  if (confidence === 'high') return trade.confidence_mult_high;
  return confidence === 'medium' ? trade.confidence_mult_medium : trade.confidence_mult_low;
}

function trendFactor(tick: EngineTick, adx: Num): Num {
  const trade = tick.params.trade;
  if (trade.adx_sizing_full_adx.lte(0)) return trade.adx_sizing_min_mult;
  return clamp(adx.div(trade.adx_sizing_full_adx), trade.adx_sizing_min_mult, tick.num(1));
}

/** Inverse of the volatility against its baseline, within limits. */
function volatilityFactor(tick: EngineTick, input: SizingInput): Num {
  const trade = tick.params.trade;
  const one = tick.num(1);
  const isUsable = trade.vol_baseline_pct.gt(0) && input.close.gt(0);
  const ratio = isUsable ? input.atr.div(input.close).div(trade.vol_baseline_pct) : one;
  const inverse = ratio.gt(0) ? one.div(ratio) : one;
  return clamp(inverse, trade.vol_scalar_min, trade.vol_scalar_max);
}
