// Ways through a recording that take more than one move: to a live event, to a line, to the first hit.
// No protocol of an editor in this file.
import type { Cursor, Move, Stop } from '../engine/host/replay/protocol.js';
import { lineNotReached } from './errors.js';
import type { SeekTarget } from './protocol.js';
import type { Journey, Walker } from './runtime.js';
import { tickOf } from './seek.js';

/**
 * Steps taken inside one tick in search of an event before the search gives up. A tick of a few hundred symbols has
 * some thousand gates and decisions; a hundred thousand means that something never ends.
 */
const STEPS_PER_TICK_MAX = 100_000;

/** The id of the stop condition that stands for the line under the editor's cursor; no breakpoint has it. */
export const PROBE_ID = 2_000_000_000;

export const single =
  (move: Move): Journey =>
  (walker) =>
    walker.move(move);

/** To the entry, and on to the first thing worth stopping at. */
export const runFromEntry: Journey = async (walker) => {
  await walker.move({ kind: 'entry' });
  return walker.move({ kind: 'continue' });
};

/** To the opening of a tick; for a sequence number, on to the moment that answers that live event. */
export const seekTo =
  (target: SeekTarget): Journey =>
  async (walker) => {
    const tick = await tickOf(target, walker.opened);
    const opening = await walker.move({ kind: 'seek', cursor: { tick, moment: 0 } });
    return 'seq' in target ? toEvent(walker, { seq: target.seq, opening }) : opening;
  };

/** Onward to the next moment that reaches a line. */
export const jumpToLine =
  (place: { readonly file: string; readonly line: number }): Journey =>
  async (walker) => {
    const probe = { id: PROBE_ID, kind: 'line', ...place } as const;
    const stop = await walker.withBreakpoints([probe], () => walker.move({ kind: 'continue' }));
    if (stop.reason === 'breakpoint') return { ...stop, reason: 'goto', breakpointIds: [] };
    if (stop.reason === 'error') return stop;
    throw lineNotReached(place.line);
  };

/** A live event that no replay event answers has no moment of its own: the tick's opening is where to look. */
async function toEvent(
  walker: Walker,
  { seq, opening }: { seq: number; opening: Stop },
): Promise<Stop> {
  let stop = opening;
  for (let steps = 0; steps < STEPS_PER_TICK_MAX; steps += 1) {
    if (hasReached(stop, seq)) return { ...stop, reason: 'goto' };
    const next = await walker.move({ kind: 'decision' });
    const isLost = next.cursor.tick !== opening.cursor.tick || isSame(next.cursor, stop.cursor);
    if (isLost) break;
    stop = next;
  }
  return walker.move({ kind: 'seek', cursor: opening.cursor });
}

const hasReached = (stop: Stop, seq: number): boolean =>
  stop.pairs.some((pair) => pair.live?.seq === seq && pair.replay !== null && pair.reached);

const isSame = (a: Cursor, b: Cursor): boolean => a.tick === b.tick && a.moment === b.moment;
