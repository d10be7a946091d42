// The rules that leave a position because the market changed, in the engine's order. Its rule on funding needs a
// funding rate other than zero, which it never has here, and is therefore absent.
import { max, type Num } from 'lockstep/strategy';
import { isUnderWater, variant, type ExitView } from './exit-view.js';

export type SmartRule =
  | 'none'
  | 'trend_breakdown'
  | 'trend_exhaustion'
  | 'macro_trend'
  | 'stagnation'
  | 'trend_saturation'
  | 'macd_divergence'
  | 'rsi_overextension';

export function findSmartExit(view: ExitView): SmartRule {
  if (isBrokenDown(view)) return 'trend_breakdown';
  if (isExhausted(view)) return 'trend_exhaustion';
  if (isAgainstMacro(view)) return 'macro_trend';
  if (isStagnant(view)) return 'stagnation';
  if (isSaturated(view)) return 'trend_saturation';
  if (isDiverging(view)) return 'macd_divergence';
  return isOverextended(view) ? 'rsi_overextension' : 'none';
}

/** A cross of averages that hardly differ is not trusted while ADX says there is a trend. */
function isBrokenDown(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  const gap = s.emaSlow.gt(0) ? s.emaFast.sub(s.emaSlow).abs().div(s.emaSlow) : tick.num.zero;
  const isWeak = gap.lt('0.001') && s.adx.gt(25);
  if (!tick.verdict(symbol, 'breakdown_gap', !isWeak, gap, '0.001')) return false;
  return tick.trigger(symbol, 'trend_breakdown', s.emaFast, view.isLong ? '<' : '>', s.emaSlow);
}

/** The entry's own threshold if it had one, else the setting. */
export function exhaustionThreshold(view: ExitView): Num {
  const trade = view.tick.params.trade;
  if (view.trade.entryAdxThreshold.gt(0)) return view.trade.entryAdxThreshold;
  const level = variant(
    view,
    trade.smart_exit_adx_exhaustion_lt,
    trade.smart_exit_adx_exhaustion_lt_low_conf,
  );
  return max(level, view.tick.num.zero);
}

function isExhausted(view: ExitView): boolean {
  const threshold = exhaustionThreshold(view);
  return (
    threshold.gt(0) &&
    view.tick.trigger(view.symbol, 'trend_exhaustion', view.s.adx, '<', threshold)
  );
}

function isAgainstMacro(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  if (!tick.params.filters.require_macro_alignment || s.emaMacro.lte(0)) return false;
  return tick.trigger(symbol, 'macro_trend', s.close, view.isLong ? '<' : '>', s.emaMacro);
}

/** The bar's ATR below this is too little movement for the position to recover. */
export function stagnationLevel(view: ExitView): Num {
  return view.entryAtr.mul('0.70');
}

/** Not for PAXG, which hardly moves by nature. */
function isStagnant(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  if (
    view.isPaxg ||
    !tick.verdict(symbol, 'stagnation_loss', isUnderWater(view), s.close, view.entry)
  )
    return false;
  return tick.trigger(symbol, 'stagnation', s.atr, '<', stagnationLevel(view));
}

function isSaturated(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  const trade = tick.params.trade;
  if (!tick.gate(symbol, 'saturation_adx', s.adx, '>', 50)) return false;
  if (!tick.gate(symbol, 'saturation_profit', view.profit, '>=', trade.tsme_min_profit_atr))
    return false;
  const needsFalling = trade.tsme_require_adx_slope_negative;
  if (needsFalling && !tick.gate(symbol, 'saturation_slope', s.adxSlope, '<', 0)) return false;
  const fading = view.isLong ? '<' : '>';
  if (!tick.gate(symbol, 'saturation_momentum', s.macdHist1, fading, s.macdHist2)) return false;
  return tick.trigger(symbol, 'trend_saturation', s.macdHist, fading, s.macdHist1);
}

function isDiverging(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  if (!tick.gate(symbol, 'divergence_profit', view.profit, '>', '1.5')) return false;
  if (!tick.gate(symbol, 'divergence_adx', s.adx, '>', 35)) return false;
  const fading = view.isLong ? '<' : '>';
  if (!tick.gate(symbol, 'divergence_momentum', s.macdHist2, fading, s.macdHist3)) return false;
  if (!tick.gate(symbol, 'divergence_momentum', s.macdHist1, fading, s.macdHist2)) return false;
  return tick.trigger(symbol, 'macd_divergence', s.macdHist, fading, s.macdHist1);
}

/** The limit depends on whether the profit reached the switch, and on the position's confidence. */
export function overextensionLimit(view: ExitView): Num {
  const trade = view.tick.params.trade;
  const isLarge = view.profit.gte(max(trade.rsi_exit_profit_atr_switch, view.tick.num.zero));
  if (view.isLong && isLarge)
    return variant(view, trade.rsi_exit_ub_hi_profit, trade.rsi_exit_ub_hi_profit_low_conf);
  if (view.isLong)
    return variant(view, trade.rsi_exit_ub_lo_profit, trade.rsi_exit_ub_lo_profit_low_conf);
  if (isLarge)
    return variant(view, trade.rsi_exit_lb_hi_profit, trade.rsi_exit_lb_hi_profit_low_conf);
  return variant(view, trade.rsi_exit_lb_lo_profit, trade.rsi_exit_lb_lo_profit_low_conf);
}

function isOverextended(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  if (!tick.params.trade.enable_rsi_overextension_exit) return false;
  return tick.trigger(
    symbol,
    'rsi_overextension',
    s.rsi,
    view.isLong ? '>' : '<',
    overextensionLimit(view),
  );
}
