// The rules that protect a position: the guard against glitches, the stop loss, the stop at the entry, the trailing
// stop. All of them test the close only, never high or low.
import { max, min, type Num } from 'lockstep/strategy';
import { directionsOf, isUnderWater, variant, type ExitView } from './exit-view.js';

/** Smallest ATR a stop is placed with. */
const MIN_ATR = '1e-12';

/** True when the price moved too far within one bar to be believed; then no exit rule runs. */
export function isGlitch(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  const trade = tick.params.trade;
  if (!trade.block_exits_on_extreme_dev || s.previousClose.lte(0)) return false;
  const move = s.close.sub(s.previousClose).abs();
  if (
    tick.trigger(symbol, 'glitch_price', move.div(s.previousClose), '>', trade.glitch_price_dev_pct)
  )
    return true;
  return (
    s.atr.gt(0) && tick.trigger(symbol, 'glitch_atr', move, '>', s.atr.mul(trade.glitch_atr_mult))
  );
}

export function hitsStopLoss(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  const trade = tick.params.trade;
  const against = directionsOf(view).against;
  const atr = max(view.entryAtr, tick.num(MIN_ATR));
  const distance = atr.mul(stopMultiple(view));
  const stop = view.isLong ? view.entry.sub(distance) : view.entry.add(distance);
  if (tick.trigger(symbol, 'stop_loss', s.close, against, stop)) return true;
  if (!trade.enable_breakeven_stop || trade.breakeven_start_atr.lte(0)) return false;
  const gain = view.isLong ? s.close.sub(view.entry) : view.entry.sub(s.close);
  if (
    !tick.gate(symbol, 'breakeven_start', gain, '>=', view.entryAtr.mul(trade.breakeven_start_atr))
  )
    return false;
  // Computed anew on every bar and never remembered: below the start it is gone again.
  const buffer = atr.mul(trade.breakeven_buffer_atr);
  const raised = view.isLong
    ? max(stop, view.entry.add(buffer))
    : min(stop, view.entry.sub(buffer));
  return tick.trigger(symbol, 'breakeven_stop', s.close, against, raised);
}

/** Tighter under water with a weakening trend, wider in a strong one. */
function stopMultiple(view: ExitView): Num {
  const { s } = view;
  let multiple = view.tick.params.trade.sl_atr_mult;
  if (s.adxSlope.lt(0) && isUnderWater(view)) multiple = multiple.mul('0.8');
  if (s.adx.gt(40) && view.profit.gt('0.5')) multiple = multiple.mul('1.15');
  if (s.adx.gt(45)) multiple = multiple.mul('1.10');
  return multiple;
}

/** Moves the trailing stop, which stays moved even when a later rule closes the position, and tests it. */
export function hitsTrailingStop(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  const trade = tick.params.trade;
  const start = variant(view, trade.trailing_start_atr, trade.trailing_start_atr_low_conf);
  if (tick.gate(symbol, 'trailing_start', view.profit, '>=', start)) ratchet(view);
  if (!view.trade.isTrailing) return false;
  return tick.trigger(
    symbol,
    'trailing_stop',
    s.close,
    directionsOf(view).against,
    view.trade.trailingStop,
  );
}

function ratchet(view: ExitView): void {
  const notes = view.trade;
  const distance = view.entryAtr.mul(trailingDistance(view));
  const candidate = view.isLong ? view.s.close.sub(distance) : view.s.close.add(distance);
  if (!notes.isTrailing) notes.trailingStop = candidate;
  else if (view.isLong) notes.trailingStop = max(candidate, notes.trailingStop);
  else notes.trailingStop = min(candidate, notes.trailingStop);
  notes.isTrailing = true;
}

/** In ATR at entry. Beyond two ATR of profit or in a weak trend the buffer for wide bands is dropped again. */
function trailingDistance(view: ExitView): Num {
  const { s, tick } = view;
  const trade = tick.params.trade;
  const base = variant(view, trade.trailing_distance_atr, trade.trailing_distance_atr_low_conf);
  let distance = base;
  if (trade.enable_vol_buffered_trailing && s.bbWidthRatio.gt('1.2'))
    distance = distance.mul('1.25');
  if (view.profit.gt(2)) distance = base.mul(profitFactor(view));
  else if (s.adx.lt(25)) distance = base.mul('0.7');
  const isStretched = view.isLong ? s.rsi.gt(60) : s.rsi.lt(40);
  return max(distance, tick.num(isStretched ? '0.7' : '0.5'));
}

function profitFactor(view: ExitView): Num {
  const { s, tick } = view;
  if (s.adx.gt(35) && s.adxSlope.gt(0)) return tick.num(1);
  return tick.num(s.atrSlope.gt(0) ? '0.75' : '0.5');
}
