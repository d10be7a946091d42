// What the whole market looked like before this tick's bars: the leader's trend and the breadth. Both lag one bar by
// design, because they are read before any bank is fed.
import type { Num, SymbolIndex } from 'lockstep/strategy';
import type { EngineTick } from './engine-tick.js';
import { deskOf, NOT_TRADED } from './state.js';

export type LeaderTrend = 'unknown' | 'bullish' | 'bearish';

export interface Market {
  readonly leader: LeaderTrend;
  /** Percentage of symbols whose fast average is above the slow one. */
  readonly breadth: Num;
}

const NEUTRAL_BREADTH = 50;
/** A bank counts for the breadth from this many bars on. */
const BREADTH_MIN_BARS = 2;

export function readMarket(tick: EngineTick): Market {
  return { leader: readLeader(tick), breadth: readBreadth(tick) };
}

function readLeader(tick: EngineTick): LeaderTrend {
  const trend = trendOf(tick, tick.state.btc);
  return trend === 'unknown' ? trendOf(tick, tick.state.btcUsdt) : trend;
}

function trendOf(tick: EngineTick, symbol: SymbolIndex): LeaderTrend {
  if (symbol === NOT_TRADED) return 'unknown';
  const bank = deskOf(tick.state, symbol).bank;
  if (bank.bars === 0) return 'unknown';
  return bank.close.gt(bank.emaSlow) ? 'bullish' : 'bearish';
}

function readBreadth(tick: EngineTick): Num {
  let total = 0;
  let bullish = 0;
  for (const desk of tick.state.desks) {
    if (desk.bank.bars < BREADTH_MIN_BARS) continue;
    total += 1;
    if (desk.bank.emaFast.gt(desk.bank.emaSlow)) bullish += 1;
  }
  return total === 0 ? tick.num(NEUTRAL_BREADTH) : tick.num(bullish).div(total).mul(100);
}
