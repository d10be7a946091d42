// Start reading here: one tick of a run. Pending orders fill at the open, the strategy decides, its orders fill.
import type { PendingOrder } from '../model/index.js';
import type { Engine } from './engine.js';
import { closeOpenPositions, concludeUndecided } from './calls.js';
import { applyOutcome, applyVenueActs } from './interfere.js';
import { execute } from './orders.js';
import type { TickContext } from './tick-context.js';

/**
 * Advances the engine by one tick, which `engine.current` shows already. Its gates, decisions and events are in
 * `engine.trace` afterwards.
 */
export function step(engine: Engine, context: TickContext): void {
  const { state, setup, current } = engine;
  setup.probe.site = -1;
  setup.probe.symbol = -1;
  for (const symbol of current.symbols) {
    const bar = current.bars[symbol];
    if (bar === undefined) continue;
    state.lastClose[symbol] = bar.close;
    state.lastBarTs[symbol] = bar.openTs;
  }
  if (setup.interference !== null) applyVenueActs(engine, current.marketTs, 'before');
  fillPending(engine);
  setup.strategy.onTick(context);
  if (setup.interference !== null) applyVenueActs(engine, current.marketTs, 'after');
  concludeUndecided(engine);
  state.ticks += 1;
  state.lastTickTs = current.marketTs;
}

/**
 * Runs the end-of-run rules on the window's last tick, the strategy's first and then the venue's. Orders that still wait for a bar are void by then:
 * they will never fill, and must not keep the rules from closing their position.
 */
export function finish(engine: Engine, context: TickContext): void {
  engine.state.orders.length = 0;
  engine.setup.strategy.onEnd?.(context);
  closeOpenPositions(engine);
}

/** Orders of earlier ticks whose symbol trades now fill at this bar's open, in the order they were placed. */
function fillPending(engine: Engine): void {
  const { orders } = engine.state;
  let kept = 0;
  for (let i = 0; i < orders.length; i += 1) {
    const order = orders[i];
    if (order === undefined || fillOne(engine, order)) continue;
    orders[kept] = order;
    kept += 1;
  }
  orders.length = kept;
}

/** False while the order waits on. */
function fillOne(engine: Engine, order: PendingOrder): boolean {
  const { setup, current } = engine;
  if (setup.interference !== null) {
    const outcome = setup.interference.outcomeOfPending(current.marketTs, order);
    if (outcome !== undefined)
      return !applyOutcome(engine, order, { outcome, tickTs: current.marketTs, site: -1 });
  }
  const bar = current.bars[order.symbol];
  if (bar === undefined) return false;
  const ts = setup.venue.policy.eventTime === 'bar-close' ? bar.closeTs : bar.openTs;
  execute(engine, order, { reference: order.price ?? bar.open, ts, site: -1 });
  return true;
}
