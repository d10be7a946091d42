// One symbol's way through one bar: feed, exits, gates, signal, flip or add, filters. It ends with a conclusion, or with
// a candidate that concludes when the tick's candidates are ranked.
import type { Side } from 'lockstep/strategy';
import { createCandidate, findFilter, recordAlignment, type Candidate } from './candidates.js';
import type { ReasonCode } from './catalogue.js';
import { bookExit, checkExit, type ExitOutcome } from './exits.js';
import { countGates, readGates, recordGates, type GateReading } from './gates.js';
import type { Moment } from './moment.js';
import { tryAdd } from './pyramid.js';
import { passesRegime, swapIfReversed } from './regime.js';
import { stepShadow } from './shadow.js';
import { findSignal, type Signal } from './signals.js';

export function stepSymbol(m: Moment, candidates: Candidate[]): void {
  const { tick, symbol } = m;
  const outcome = checkExit(m);
  const { lookback } = tick.params.run;
  if (!tick.gate(symbol, 'warmup', tick.num(m.desk.bank.bars), '>=', lookback)) {
    tick.hold(symbol, idleReason(outcome, 'warmup'));
    return;
  }
  const g = readGates(m);
  countGates(m, g);
  recordGates(m, g);
  const signal = findSignal(m, g);
  if (signal.side === 'none') {
    tick.hold(symbol, idleReason(outcome, quietReason(g)));
    return;
  }
  tick.state.counters.signalsGenerated += 1;
  const side = swapIfReversed(m, signal.side);
  if (passesRegime(m, side)) actOn(m, { g, signal, side }, candidates);
  else tick.block(symbol, side, 'regime_filter');
}

/** Why nothing happened; an open position matters more than the absence of a signal. */
function idleReason(outcome: ExitOutcome, whenFlat: ReasonCode): ReasonCode {
  if (outcome === 'paused') return 'exit_cooldown';
  if (outcome === 'guarded') return 'glitch_guard';
  return outcome === 'kept' ? 'position_held' : whenFlat;
}

/** The first gate that kept the trend mode from looking for a signal. */
function quietReason(g: GateReading): ReasonCode {
  if (!g.isAdxAboveMin) return 'adx_below_min';
  if (g.isRanging) return 'ranging_market';
  if (g.isAnomaly) return 'anomalous_move';
  if (g.isExtended) return 'overextended';
  if (!g.isVolumeOk) return 'low_volume';
  return g.isRising ? 'no_signal' : 'adx_not_rising';
}

/** A signal with the side it has after a swap. */
interface Directed {
  readonly g: GateReading;
  readonly signal: Signal;
  readonly side: Side;
}

function actOn(m: Moment, directed: Directed, candidates: Candidate[]): void {
  const { tick, symbol } = m;
  const { g, signal, side } = directed;
  const held = tick.position(symbol).side;
  if (held === side) {
    if (tick.params.trade.enable_pyramiding) tryAdd(m, signal);
    else tick.hold(symbol, 'position_held');
    return;
  }
  if (held !== 'flat' && flip(m, side)) recordGates(m, g);
  recordAlignment(m, g, side);
  const refusal = findFilter(m, side, signal.confidence);
  if (refusal === 'none') candidates.push(createCandidate(m, side, signal));
  else tick.block(symbol, side, refusal);
}

/** Closes an opposite position on a signal; the symbol may enter on the same bar. False when the shadow book had none. */
function flip(m: Moment, side: Side): boolean {
  const { tick, symbol, desk } = m;
  const order = { symbol, side, price: m.s.close };
  if (stepShadow(tick, order, null) !== 'close') return false;
  bookExit(tick, symbol, m.s.close);
  desk.times.lastCloseWasFlip = true;
  tick.close(symbol, { reason: 'exit_signal_flip', confidence: desk.trade.confidence });
  return true;
}
