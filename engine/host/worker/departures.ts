// Where a replay departs from live, as replay sequence numbers and as cursors to stop at.
import { isMatch } from '../../core/parity/index.js';
import type { SitedEvent } from '../../core/session/replay.js';
import type { Cursor } from '../replay/protocol.js';
import { tickOf } from './live-tick.js';
import type { OpenReplay } from './open-replay.js';
import type { Run } from './run-replay.js';

/** More departures than this are not stopped at one by one: after the first few they follow from each other. */
const DEPARTURES_MAX = 500;

/**
 * Replay events to stop at. A live event the replay lacks is represented by the decision the replay made instead for
 * that symbol on that tick.
 */
export function departureSeqs(
  open: OpenReplay,
  run: Run,
): readonly { readonly tick: number; readonly seq: number }[] {
  const found: { tick: number; seq: number }[] = [];
  for (const pair of run.comparison.pairs) {
    if (isMatch(pair) || found.length >= DEPARTURES_MAX) continue;
    const event = pair.replay ?? pair.live;
    if (event === null) continue;
    const tick = tickOf(open.opened.tickTs, event.ts);
    const seq = pair.replay?.seq ?? insteadSeq(open, tick, 'symbol' in event ? event.symbol : null);
    found.push({ tick, seq });
  }
  return found;
}

function insteadSeq(open: OpenReplay, tick: number, symbol: string | null): number {
  const decided = JSON.parse(
    open.sandbox.call(tick, (realm) => realm.decisions(tick)),
  ) as readonly SitedEvent[];
  return (
    decided.findLast(({ event }) => event.kind === 'decision' && event.symbol === symbol)?.event
      .seq ?? -1
  );
}

export function departureMoments(open: OpenReplay, run: Run): readonly Cursor[] {
  const cursors = departureSeqs(open, run).map(
    ({ tick, seq }) =>
      JSON.parse(open.sandbox.call(tick, (realm) => realm.momentOf(tick, seq))) as Cursor,
  );
  return cursors.sort((a, b) => a.tick - b.tick || a.moment - b.moment);
}
