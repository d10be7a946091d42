// What the market's breadth does to a signal: swap its side, or forbid it.
import type { Side } from 'lockstep/strategy';
import type { Moment } from './moment.js';

export function swapIfReversed(m: Moment, side: Side): Side {
  if (!isReversed(m)) return side;
  return side === 'long' ? 'short' : 'long';
}

/** The automatic rule replaces the fixed setting. */
function isReversed(m: Moment): boolean {
  const { tick, symbol, market } = m;
  const regime = tick.params.market_regime;
  if (!regime.enable_auto_reverse) return tick.params.trade.reverse_entry_signal;
  return (
    tick.trigger(symbol, 'reverse', market.breadth, '>=', regime.auto_reverse_breadth_low) &&
    tick.trigger(symbol, 'reverse', market.breadth, '<=', regime.auto_reverse_breadth_high)
  );
}

export function passesRegime(m: Moment, side: Side): boolean {
  const { tick, symbol, market } = m;
  const regime = tick.params.market_regime;
  if (!regime.enable_regime_filter) return true;
  if (side === 'long')
    return tick.gate(symbol, 'regime', market.breadth, '>=', regime.breadth_block_long_below);
  return tick.gate(symbol, 'regime', market.breadth, '<=', regime.breadth_block_short_above);
}
