// Continuing a replay whose recording is still being written: at its end it waits for the next tick, and goes on through it
// with the same breakpoints. Pausing stands still behind the last tick that is recorded.
import { updateBreakpoints } from './breakpoint-answers.js';
import type { LiveRecording } from './live-recording.js';
import type { Stop } from '../engine/host/replay/protocol.js';
import { isCancellation } from './errors.js';
import type { Journey } from './runtime.js';
import type { AdapterSession } from './session.js';
import { LIVE_END } from './stops.js';
import { announce, announceBroken, printLogs } from './travel.js';

/** Behind the last tick on record. Breakpoints do not count on the way. */
export const toLiveEnd: Journey = async (walker) => {
  const tick = walker.opened.tickTs.length - 1;
  const stop = await walker.withBreakpoints([], async () => {
    await walker.move({ kind: 'seek', cursor: { tick, moment: 0 } });
    return walker.move({ kind: 'continue' });
  });
  return stop.reason === 'end' ? behindLast(stop) : stop;
};

const behindLast = (stop: Stop): Stop => ({
  ...stop,
  reason: 'goto',
  description: LIVE_END,
});

/** On from the end of an earlier look, whose last tick has number `tick`. */
const onFrom =
  (tick: number): Journey =>
  async (walker) => {
    await walker.withBreakpoints([], async () => {
      await walker.move({ kind: 'seek', cursor: { tick, moment: 0 } });
      return walker.move({ kind: 'tick' });
    });
    return walker.move({ kind: 'continue' });
  };

const onFromHere: Journey = (walker) => walker.move({ kind: 'continue' });

/** Takes in what is recorded by now. Whether the replay stands where it stood, with more ticks behind it. */
async function lookAgain(session: AdapterSession, live: LiveRecording): Promise<boolean> {
  const { runtime } = session;
  const growth = await live.more();
  const grown = growth === null ? null : await runtime.grow(growth);
  if (growth === null || grown === null) await runtime.open(await live.look(), {});
  else await live.keep(growth);
  if (grown?.isInPlace === true) return true;
  await updateBreakpoints(session);
  return false;
}

const WAITING =
  'Live: behind the last recorded tick, waiting for the next one. Pause stands still there; breakpoints stop in what comes.';

export async function follow(session: AdapterSession, live: LiveRecording): Promise<void> {
  const search = new AbortController();
  const { signal } = search;
  session.search = search;
  try {
    const request = { signal };
    let moved = await session.runtime.travel(
      (walker) => walker.move({ kind: 'continue' }),
      request,
    );
    if (moved.stop.reason === 'end') session.print(WAITING);
    while (moved.stop.reason === 'end') {
      printLogs(session, moved.logs);
      const ticks = session.runtime.opened?.tickTs.length ?? 0;
      await live.grown(signal);
      const isInPlace = await lookAgain(session, live);
      const grown = session.runtime.opened?.tickTs.length ?? 0;
      if (isInPlace && grown === ticks) continue;
      const journey = isInPlace ? onFromHere : grown > ticks ? onFrom(ticks - 1) : toLiveEnd;
      moved = await session.runtime.travel(journey, {});
      if (signal.aborted) break;
      if (grown <= ticks) moved = { ...moved, stop: { ...moved.stop, reason: 'end' } };
    }
    printLogs(session, moved.logs);
    announce(session, moved.stop);
  } catch (error) {
    const { stop } = session.runtime;
    if (isCancellation(error) && stop?.reason === 'end') announce(session, behindLast(stop));
    else await announceBroken(session, error);
  } finally {
    if (session.search === search) session.search = null;
  }
}
