// Ranks the tick's candidates and opens them until budget, places or margin run out. Every candidate concludes.
import type { Num } from 'lockstep/strategy';
import { compareCandidates, type Candidate } from './candidates.js';
import type { ReasonCode } from './catalogue.js';
import { isEntryRested } from './cooldowns.js';
import type { EngineTick } from './engine-tick.js';
import { countPositions, totalMargin, unrealisedProfit } from './portfolio.js';
import { stepShadow } from './shadow.js';
import { bumpToMinimum, sizeEntry, type Sizing } from './sizing.js';
import { deskOf } from './state.js';

/** Money for one candidate. Equity is taken once a tick, what is left of the margin anew for every candidate. */
interface Budget {
  readonly equity: Num;
  readonly headroom: Num;
}

export function openCandidates(tick: EngineTick, candidates: Candidate[]): void {
  if (candidates.length === 0) return;
  candidates.sort(compareCandidates);
  const equity = tick.account.balance.add(unrealisedProfit(tick));
  let opened = 0;
  let isFull = false;
  for (const candidate of candidates) {
    const stop = findStop(tick, candidate, opened);
    if (stop === 'none') {
      if (tryOpen(tick, candidate, equity)) opened += 1;
      continue;
    }
    if (stop === 'blocked_max_positions' && !isFull) tick.state.counters.blockedByMaxPositions += 1;
    isFull = isFull || stop === 'blocked_max_positions';
    tick.block(candidate.symbol, candidate.side, stop);
  }
}

/** What ends the whole list. Neither can pass again on the same tick, so every later candidate meets it too. */
function findStop(tick: EngineTick, candidate: Candidate, opened: number): ReasonCode | 'none' {
  const { num, params } = tick;
  const symbol = candidate.symbol;
  if (!tick.gate(symbol, 'entry_budget', num(opened), '<', params.trade.max_entry_orders_per_loop))
    return 'loop_budget';
  const open = num(countPositions(tick));
  if (!tick.gate(symbol, 'max_positions', open, '<', params.trade.max_open_positions))
    return 'blocked_max_positions';
  return 'none';
}

/** Concludes the candidate: with an entry, or with the first reason against it. */
function tryOpen(tick: EngineTick, candidate: Candidate, equity: Num): boolean {
  const limit = equity.mul(tick.params.trade.max_total_margin_pct);
  const budget = { equity, headroom: limit.sub(totalMargin(tick)) };
  const early = findRefusal(tick, candidate, budget);
  if (early !== 'none') {
    tick.block(candidate.symbol, candidate.side, early);
    return false;
  }
  const order = prepareOrder(tick, candidate, budget);
  const late = findOrderRefusal(tick, candidate, order);
  if (late === 'none') openPosition(tick, candidate, order.sizing);
  else tick.block(candidate.symbol, candidate.side, late);
  return late === 'none';
}

function findRefusal(tick: EngineTick, candidate: Candidate, budget: Budget): ReasonCode | 'none' {
  const symbol = candidate.symbol;
  if (tick.position(symbol).side !== 'flat') return 'blocked_position_open';
  if (!isEntryRested(tick, symbol)) return 'blocked_entry_cooldown';
  if (tick.gate(symbol, 'margin_headroom', budget.headroom, '>', 0)) return 'none';
  tick.state.counters.blockedByMargin += 1;
  return 'blocked_margin';
}

/** An order before its last checks. */
interface Draft {
  readonly sizing: Sizing;
  readonly headroom: Num;
  /** Raised to the minimum notional. */
  readonly isBumped: boolean;
}

function prepareOrder(tick: EngineTick, candidate: Candidate, budget: Budget): Draft {
  const trade = tick.params.trade;
  const { confidence, close, adx, atr } = candidate;
  const { equity, headroom } = budget;
  const wanted = sizeEntry(tick, { equity, headroom, confidence, close, adx, atr });
  const isSmall = wanted.notional.lt(trade.min_notional_usd);
  const isBumped = isSmall && trade.bump_to_min_notional && close.gt(0);
  const sizing = isBumped ? bumpToMinimum(tick, wanted, close) : wanted;
  return { sizing, headroom, isBumped };
}

function findOrderRefusal(
  tick: EngineTick,
  candidate: Candidate,
  order: Draft,
): ReasonCode | 'none' {
  const symbol = candidate.symbol;
  const { sizing, headroom } = order;
  if (order.isBumped) {
    const fits = tick.gate(symbol, 'bumped_margin', sizing.margin, '<=', headroom);
    return fits ? findShadowRefusal(tick, candidate, sizing) : 'blocked_margin';
  }
  const smallest = tick.params.trade.min_notional_usd;
  if (!tick.gate(symbol, 'min_notional', sizing.notional, '>=', smallest))
    return 'blocked_min_notional';
  return findShadowRefusal(tick, candidate, sizing);
}

function findShadowRefusal(
  tick: EngineTick,
  candidate: Candidate,
  sizing: Sizing,
): ReasonCode | 'none' {
  const order = { symbol: candidate.symbol, side: candidate.side, price: candidate.close };
  const intent = stepShadow(tick, order, sizing.notional);
  if (intent !== 'open' && intent !== 'add') return 'order_not_applied';
  const isEmpty = sizing.size.lte(0) || sizing.margin.lte(0) || sizing.leverage.lte(0);
  return isEmpty ? 'order_not_applied' : 'none';
}

function openPosition(tick: EngineTick, candidate: Candidate, sizing: Sizing): void {
  const desk = deskOf(tick.state, candidate.symbol);
  const trade = desk.trade;
  trade.confidence = candidate.confidence;
  trade.entryAtr = candidate.atr;
  trade.entryAdxThreshold = candidate.adxThreshold;
  trade.isTrailing = false;
  trade.trailingStop = tick.num.zero;
  trade.hasTakenPartial = false;
  desk.times.lastEntry = tick.ts;
  tick.open(candidate.symbol, {
    side: candidate.side,
    size: sizing.size,
    notional: sizing.notional,
    margin: sizing.margin,
    leverage: sizing.leverage,
    reason: 'entry_signal',
    detail: candidate.confidence,
    confidence: candidate.confidence,
  });
}
