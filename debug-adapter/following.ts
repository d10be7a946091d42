// Continuing a replay whose recording is still being written: at its end it waits for the next tick, and goes on through it
// with the same breakpoints. Pausing stands still behind the last tick that is recorded.
import { updateBreakpoints } from './breakpoint-answers.js';
import type { LiveRecording } from './live-recording.js';
import type { Journey } from './runtime.js';
import type { AdapterSession } from './session.js';
import { announce, announceBroken, printLogs } from './travel.js';

/** Behind the last tick on record. Breakpoints do not count on the way. */
export const toLiveEnd: Journey = async (walker) => {
  const tick = walker.opened.tickTs.length - 1;
  const stop = await walker.withBreakpoints([], async () => {
    await walker.move({ kind: 'seek', cursor: { tick, moment: 0 } });
    return walker.move({ kind: 'continue' });
  });
  return stop.reason === 'end'
    ? { ...stop, reason: 'goto', description: 'Behind the last recorded tick' }
    : stop;
};

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
    while (moved.stop.reason === 'end') {
      printLogs(session, moved.logs);
      const ticks = session.runtime.opened?.tickTs.length ?? 0;
      await live.grown(signal);
      await session.runtime.open(await live.look(), {});
      await updateBreakpoints(session);
      const grown = session.runtime.opened?.tickTs.length ?? 0;
      const journey = grown > ticks ? onFrom(ticks - 1) : toLiveEnd;
      moved = await session.runtime.travel(journey, {});
      if (signal.aborted) break;
      if (grown <= ticks) moved = { ...moved, stop: { ...moved.stop, reason: 'end' } };
    }
    printLogs(session, moved.logs);
    announce(session, moved.stop);
  } catch (error) {
    await announceBroken(session, error);
  } finally {
    if (session.search === search) session.search = null;
  }
}
