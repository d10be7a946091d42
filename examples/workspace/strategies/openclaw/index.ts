// The trading strategy of the public project fol2/openclaw-crypto-ai-quant (MIT licence), rule for rule and, under
// binary64, digit for digit: trend entries with volatility stops over many symbols, on one bar interval.
// Written from a description of that engine's behaviour, not from its source.
import { defineStrategy } from 'lockstep/strategy';
import { Bank } from './bank.js';
import type { Candidate } from './candidates.js';
import { gates, reasons } from './catalogue.js';
import { Counters } from './counters.js';
import type { EngineTick } from './engine-tick.js';
import { openCandidates } from './entries.js';
import { bookExit } from './exits.js';
import { readMarket } from './market.js';
import { observeSnapshot } from './observe.js';
import { params } from './params.js';
import { ShadowAccount, ShadowPosition, Times, TradeNotes } from './records.js';
import { createState, deskOf, Desk } from './state.js';
import { stepSymbol } from './symbol-bar.js';

export default defineStrategy({
  id: 'openclaw',
  params,
  reasons,
  gates,
  classes: [Desk, Bank, TradeNotes, Times, ShadowPosition, ShadowAccount, Counters],
  state: createState,
  onTick: stepTick,
  onEnd: closeAll,
});

/** Exits, flips and adds happen symbol by symbol; entries afterwards, best first. */
function stepTick(tick: EngineTick): void {
  const market = readMarket(tick);
  const candidates: Candidate[] = [];
  for (const symbol of tick.symbols) {
    const desk = deskOf(tick.state, symbol);
    const s = desk.bank.feed(tick.bar(symbol));
    observeSnapshot(tick, symbol, s);
    if (tick.ts < tick.params.run.from_ts) tick.hold(symbol, 'before_window');
    else stepSymbol({ tick, symbol, desk, market, s }, candidates);
  }
  openCandidates(tick, candidates);
}

/** At the end of a run every position is closed at its symbol's last close. */
function closeAll(tick: EngineTick): void {
  for (let symbol = 0; symbol < tick.symbolCount; symbol += 1) {
    const desk = deskOf(tick.state, symbol);
    const price = desk.bank.close;
    if (tick.position(symbol).side === 'flat' || price.lte(0)) continue;
    bookExit(tick, symbol, price);
    tick.close(symbol, {
      reason: 'exit_end_of_backtest',
      price,
      confidence: desk.trade.confidence,
    });
  }
}
