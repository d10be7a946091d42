// The balance of both sides over time, where either changed.
import type { EventRecord } from '../../core/schema/index.js';
import type { EquityPoint } from '../replay/explanation.js';
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
