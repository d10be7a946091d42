// The rules that take profit: part of the position at the first target, the rest at the second.
import { clamp, type Num } from 'lockstep/strategy';
import { directionsOf, type ExitView } from './exit-view.js';

export type TargetRule = 'none' | 'take_profit' | 'take_profit_partial';

export function partialFraction(view: ExitView): Num {
  const num = view.tick.num;
  return clamp(view.tick.params.trade.tp_partial_pct, num.zero, num(1));
}

export function findTarget(view: ExitView): TargetRule {
  const partial = findPartialTarget(view);
  if (partial !== 'none') return partial;
  return hitsFullTarget(view) ? 'take_profit' : 'none';
}

/** Once per position. A remainder that would be too small leaves the bar to the full target. */
function findPartialTarget(view: ExitView): TargetRule {
  const { s, tick, symbol } = view;
  const trade = tick.params.trade;
  const fraction = partialFraction(view);
  if (!trade.enable_partial_tp || view.trade.hasTakenPartial || fraction.lte(0)) return 'none';
  const level = levelAt(
    view,
    trade.tp_partial_atr_mult.gt(0) ? trade.tp_partial_atr_mult : trade.tp_atr_mult,
  );
  const isHit = view.isLong ? s.close.gte(level) : s.close.lte(level);
  const isWhole = fraction.gte(1);
  if (isHit && !isWhole) {
    const remainder = view.size.mul(tick.num(1).sub(fraction)).mul(s.close);
    if (!tick.gate(symbol, 'partial_remainder', remainder, '>=', trade.tp_partial_min_notional_usd))
      return 'none';
  }
  if (!tick.trigger(symbol, 'partial_take_profit', s.close, directionsOf(view).inFavour, level))
    return 'none';
  return isWhole ? 'take_profit' : 'take_profit_partial';
}

/** With one level for both, what a partial exit left has no target any more. */
function hitsFullTarget(view: ExitView): boolean {
  const { s, tick, symbol } = view;
  const trade = tick.params.trade;
  if (trade.enable_partial_tp && view.trade.hasTakenPartial && trade.tp_partial_atr_mult.lte(0))
    return false;
  const inFavour = directionsOf(view).inFavour;
  return tick.trigger(symbol, 'take_profit', s.close, inFavour, levelAt(view, trade.tp_atr_mult));
}

function levelAt(view: ExitView, multiple: Num): Num {
  const distance = view.entryAtr.mul(multiple);
  return view.isLong ? view.entry.add(distance) : view.entry.sub(distance);
}
