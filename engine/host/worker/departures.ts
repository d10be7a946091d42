// Where a replay departs from live, in the debugger's terms: ticks and events to stop at.
import { isMatch } from '../../core/parity/index.js';
import type { Departure } from '../../core/session/breakpoint-scan.js';
import { orderSymbols } from '../../core/session/market-ticks.js';
import { tickOf } from './live-tick.js';
import type { OpenReplay } from './open-replay.js';
import type { Run } from './run-replay.js';

/**
 * In run order. A live event the replay lacks has no replay event to stop at: it stands for whatever the replay
 * decided for that symbol on that tick.
 */
export function departuresOf(open: OpenReplay, run: Run): readonly Departure[] {
  const symbols = orderSymbols(open.capture.manifest.symbols);
  const found: Departure[] = [];
  for (const pair of run.comparison.pairs) {
    const event = pair.replay ?? pair.live;
    if (event === null || isMatch(pair)) continue;
    const tick = tickOf(open.eventTs, event.ts);
    const symbol = 'symbol' in event ? symbols.indexOf(event.symbol) : -1;
    found.push({ tick, symbol, seq: pair.replay?.seq ?? null });
  }
  return found.sort((a, b) => a.tick - b.tick);
}
