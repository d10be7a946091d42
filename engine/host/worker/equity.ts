// The balance of both sides over time, where either changed, and the market beside it.
import type { EventRecord } from '../../core/schema/index.js';
import type { EquityPoint, PriceSeries } from '../replay/explanation.js';
import { thinned } from '../replay/thinned.js';
import { tickOf } from './live-tick.js';
import type { OpenReplay } from './open-replay.js';
import type { Run } from './run-replay.js';

export function equityOf(open: OpenReplay, run: Run): readonly EquityPoint[] {
  const live = balances(open, open.capture.events);
  const replay = balances(
    open,
    run.events.map(({ event }) => event),
  );
  const ticks = [...new Set([...live.keys(), ...replay.keys()])].sort((a, b) => a - b);
  return ticks.map((tick) => ({
    ts: open.opened.tickTs[tick] ?? 0,
    live: live.get(tick) ?? null,
    replay: replay.get(tick) ?? null,
  }));
}

/** The last balance of every tick that states one. */
function balances(open: OpenReplay, events: readonly EventRecord[]): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const event of events) {
    if (event.kind === 'ledger' || event.kind === 'balance')
      found.set(tickOf(open.eventTs, event.ts), event.balance);
  }
  return found;
}

/** More points than a chart has columns are not seen; the answer stays small whatever the window. */
export const PRICE_POINTS_MAX = 1_000;

/** The closes of every symbol, in the order of their bars; the first and the last are always kept. */
export function pricesOf({ capture }: OpenReplay): readonly PriceSeries[] {
  const points = new Map<string, { ts: number; close: string }[]>();
  for (const { symbol, openTs, close } of capture.bars) {
    const known = points.get(symbol) ?? [];
    if (known.length === 0) points.set(symbol, known);
    known.push({ ts: openTs, close });
  }
  return capture.manifest.symbols.flatMap((symbol) => {
    const all = points.get(symbol);
    return all === undefined ? [] : [{ symbol, points: thinned(all, PRICE_POINTS_MAX) }];
  });
}
