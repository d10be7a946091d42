// Start reading here: one tick of a run. Pending orders fill at the open, the strategy decides, its orders fill.
import type { MarketTick } from '../model/index.js';
import type { Engine } from './engine.js';
import { applyOutcome, applyVenueActs } from './interfere.js';
import { execute } from './orders.js';
import type { TickContext } from './tick-context.js';

/** Advances the engine by one tick. The tick's gates, decisions and events are in `engine.trace` afterwards. */
export function step(engine: Engine, context: TickContext, market: MarketTick): void {
  const { state, setup, trace } = engine;
  trace.begin();
  setup.probe.site = -1;
  setup.probe.symbol = -1;
  context.enter(market, false);
  for (const bar of market.bars) {
    state.lastClose[bar.symbol] = bar.close;
    state.lastBarTs[bar.symbol] = bar.openTs;
  }
  applyVenueActs(engine, market.ts, 'before');
  fillPending(engine, market);
  setup.strategy.onTick(context);
  applyVenueActs(engine, market.ts, 'after');
  context.concludeUndecided();
  state.ticks += 1;
  state.lastTickTs = market.ts;
}

/**
 * Runs the strategy's end-of-run rules on the window's last tick. Orders that still wait for a bar are void by then:
 * they will never fill, and must not keep the rules from closing their position.
 */
export function finish(engine: Engine, context: TickContext, market: MarketTick): void {
  engine.trace.begin();
  engine.state.orders = [];
  context.enter(market, true);
  engine.setup.strategy.onEnd?.(context);
}

/** Orders of earlier ticks whose symbol trades now fill at this bar's open, in the order they were placed. */
function fillPending(engine: Engine, market: MarketTick): void {
  const { state, setup } = engine;
  if (state.orders.length === 0) return;
  const waiting = state.orders;
  state.orders = [];
  for (const order of waiting) {
    const outcome = setup.interference?.outcomeOfPending(market.ts, order);
    if (outcome !== undefined) {
      applyOutcome(engine, order, { outcome, tickTs: market.ts, site: -1 });
      continue;
    }
    const bar = market.bars.find((candidate) => candidate.symbol === order.symbol);
    if (bar === undefined) {
      state.orders.push(order);
      continue;
    }
    const ts = setup.venue.policy.eventTime === 'bar-close' ? bar.closeTs : bar.openTs;
    execute(engine, order, { reference: order.price ?? bar.open, ts, site: -1 });
  }
}
