// The three pauses: after an entry, after an exit, and before the side that closed last may enter again.
import type { Num, Side, SymbolIndex } from 'lockstep/strategy';
import type { EngineTick } from './engine-tick.js';
import { NEVER } from './records.js';
import { deskOf } from './state.js';

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
/** The re-entry pause is shortest from this ADX on and longest up to the other. */
const FAST_REENTRY_ADX = 40;
const SLOW_REENTRY_ADX = 25;

/** True when entries may go on: off, never entered, or long enough ago. */
export function isEntryRested(tick: EngineTick, symbol: SymbolIndex): boolean {
  const pauseMs = tick.params.trade.entry_cooldown_s * SECOND_MS;
  const last = deskOf(tick.state, symbol).times.lastEntry;
  if (pauseMs <= 0 || last === NEVER) return true;
  return tick.gate(symbol, 'entry_cooldown', tick.num(tick.ts - last), '>=', pauseMs);
}

/** True when exits may go on. While they may not, stops do not fire and the trailing stop does not move. */
export function isExitRested(tick: EngineTick, symbol: SymbolIndex): boolean {
  const pauseMs = tick.params.trade.exit_cooldown_s * SECOND_MS;
  const last = deskOf(tick.state, symbol).times.lastExit;
  if (pauseMs <= 0 || last === NEVER) return true;
  return tick.gate(symbol, 'exit_cooldown', tick.num(tick.ts - last), '>=', pauseMs);
}

/** Who may re-enter: the side that closed last waits, the longer the weaker the trend. */
export interface Reentry {
  readonly symbol: SymbolIndex;
  readonly side: Side;
  readonly adx: Num;
}

export function isReentryRested(tick: EngineTick, entry: Reentry): boolean {
  const times = deskOf(tick.state, entry.symbol).times;
  if (tick.params.trade.reentry_cooldown_minutes === 0 || times.lastClose === NEVER) return true;
  if (times.lastCloseWasFlip || times.lastCloseSide !== entry.side) return true;
  const elapsed = tick.num(tick.ts - times.lastClose);
  return tick.gate(
    entry.symbol,
    'reentry_cooldown',
    elapsed,
    '>=',
    reentryPauseMs(tick, entry.adx),
  );
}

/** Whole milliseconds, interpolated by ADX between the two limits. */
function reentryPauseMs(tick: EngineTick, adx: Num): Num {
  const shortest = tick.params.trade.reentry_cooldown_min_mins;
  const longest = tick.params.trade.reentry_cooldown_max_mins;
  if (adx.gte(FAST_REENTRY_ADX)) return tick.num(shortest * MINUTE_MS);
  if (adx.lte(SLOW_REENTRY_ADX)) return tick.num(longest * MINUTE_MS);
  const strength = adx.sub(SLOW_REENTRY_ADX).div(FAST_REENTRY_ADX - SLOW_REENTRY_ADX);
  const minutes = tick.num(longest).add(strength.mul(shortest - longest));
  return minutes.mul(MINUTE_MS).trunc();
}
