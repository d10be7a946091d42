// From a signal to a candidate: what may still stop it before the tick's candidates are ranked.
import type { Num, Side, SymbolIndex } from 'lockstep/strategy';
import type { ReasonCode } from './catalogue.js';
import { rankOf, type Confidence } from './confidence.js';
import { isReentryRested } from './cooldowns.js';
import type { GateReading } from './gates.js';
import { flooredAtr, type Moment } from './moment.js';
import { asFlag, isBtcAligned, type Signal } from './signals.js';

export interface Candidate {
  readonly symbol: SymbolIndex;
  readonly side: Side;
  readonly confidence: Confidence;
  readonly adxThreshold: Num;
  readonly close: Num;
  readonly adx: Num;
  /** After the floor. */
  readonly atr: Num;
  /** Larger is opened first. */
  readonly score: number;
}

const CONFIDENCE_WEIGHT = 100;

export function createCandidate(m: Moment, side: Side, signal: Signal): Candidate {
  return {
    symbol: m.symbol,
    side,
    confidence: signal.confidence,
    adxThreshold: signal.adxThreshold,
    close: m.s.close,
    adx: m.s.adx,
    atr: flooredAtr(m),
    score: rankOf(signal.confidence) * CONFIDENCE_WEIGHT + m.s.adx.trunc().toNumber(),
  };
}

/** Best score first, then by symbol. */
export function compareCandidates(a: Candidate, b: Candidate): number {
  return a.score === b.score ? a.symbol - b.symbol : b.score - a.score;
}

/** The alignment with the market leader is a record only: a swapped or pulled-back side may well fail it. */
export function recordAlignment(m: Moment, g: GateReading, side: Side): void {
  const isAligned = isBtcAligned(g, side);
  m.tick.verdict(m.symbol, 'btc_alignment', isAligned, asFlag(m, isAligned), 1);
}

/** The filters in their order; the first that fails ends the symbol's bar. */
export function findFilter(m: Moment, side: Side, confidence: Confidence): ReasonCode | 'none' {
  const { s, tick, symbol } = m;
  const counters = tick.state.counters;
  if (!isConfident(m, confidence)) {
    counters.blockedByConfidence += 1;
    return 'blocked_confidence';
  }
  if (!isReentryRested(tick, { symbol, side, adx: s.adx })) {
    counters.blockedByPesc += 1;
    return 'blocked_reentry_cooldown';
  }
  if (!hasMomentum(m, side)) {
    counters.blockedBySsf += 1;
    return 'blocked_ssf';
  }
  if (isExtended(m, side)) {
    counters.blockedByReef += 1;
    return 'blocked_reef';
  }
  return 'none';
}

function isConfident(m: Moment, confidence: Confidence): boolean {
  const needed = rankOf(m.tick.params.trade.entry_min_confidence);
  return m.tick.gate(m.symbol, 'confidence', m.tick.num(rankOf(confidence)), '>=', needed);
}

function hasMomentum(m: Moment, side: Side): boolean {
  const { s, tick, symbol } = m;
  if (!tick.params.trade.enable_ssf_filter) return true;
  return tick.gate(symbol, 'ssf', s.macdHist, side === 'long' ? '>' : '<', 0);
}

/** In a weak trend RSI must keep further from its extremes. */
function isExtended(m: Moment, side: Side): boolean {
  const { s, tick, symbol } = m;
  const trade = tick.params.trade;
  if (!trade.enable_reef_filter) return false;
  const isWeak = s.adx.lt(trade.reef_adx_threshold);
  if (side === 'long') {
    const limit = isWeak ? trade.reef_long_rsi_block_gt : trade.reef_long_rsi_extreme_gt;
    return !tick.gate(symbol, 'reef', s.rsi, '<=', limit);
  }
  const limit = isWeak ? trade.reef_short_rsi_block_lt : trade.reef_short_rsi_extreme_lt;
  return !tick.gate(symbol, 'reef', s.rsi, '>=', limit);
}
