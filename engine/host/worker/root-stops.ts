// The roots of the differences as places of the debugger, and what to say where there are no more of them.
import { orderSymbols } from '../../core/session/market-ticks.js';
import type { Explanation, Root, RootPlace } from '../replay/explanation.js';
import type { RootStop } from './debug-navigation.js';
import { tickOf } from './live-tick.js';
import type { OpenReplay } from './open-replay.js';
import type { Run } from './run-replay.js';

/** As much of an open replay and its run as places need. */
export interface RootStopsInput {
  readonly open: {
    readonly eventTs: OpenReplay['eventTs'];
    readonly capture: { readonly manifest: { readonly symbols: readonly string[] } };
  };
  readonly run: { readonly comparison: Pick<Run['comparison'], 'pairs'> };
  readonly roots: readonly Root[];
}

/** In run order; further places of a cause are not among them. */
export function rootStopsOf(input: RootStopsInput): readonly RootStop[] {
  const { open, roots } = input;
  const symbols = orderSymbols(open.capture.manifest.symbols);
  return roots
    .map(({ number, title, class: of, place }): RootStop => ({
      tick: place.tick,
      symbol: symbols.indexOf(place.symbol),
      seq: replaySeq(input, place),
      title: `root ${String(number)} of ${String(roots.length)}: ${title} (${of})`,
    }))
    .sort((a, b) => a.tick - b.tick);
}

/**
 * The place counts the events of a replay that was healed up to there. The debugger shows the replay as it is, whose
 * numbers are others: its event is the one that was compared with the same event of live, if it is of that tick.
 */
function replaySeq({ open, run }: RootStopsInput, place: RootPlace): number | null {
  const found = run.comparison.pairs.find(({ live, replay }) => {
    if (place.live !== null) return live?.seq === place.live.seq;
    if (live !== null || replay === null) return false;
    const symbol = 'symbol' in replay ? replay.symbol : '';
    const isThen = tickOf(open.eventTs, replay.ts) === place.tick;
    return isThen && replay.kind === place.kind && symbol === place.symbol;
  });
  const event = found?.replay ?? null;
  return event === null || tickOf(open.eventTs, event.ts) !== place.tick ? null : event.seq;
}

/** Without it the end of the recording would read as if everything were explained. */
export function noteOnRoots({ report, roots, unexplained, stopped }: Explanation): string | null {
  if (report.verdict === 'invalid-comparison')
    return `no root cause can be named, because the comparison is invalid: ${report.reasons.join('; ')}`;
  if (stopped !== null)
    return `no further root cause is known: the search ended before everything was explained (${stopped})`;
  if (unexplained.length > 0)
    return `no further root cause is known, and differences without one: ${String(unexplained.length)}`;
  if (roots.length > 0) return null;
  return report.mismatches.length === 0
    ? 'no root cause: the replay equals live'
    : 'no root cause was found';
}
