// restore(save(s)) then continue must equal never having stopped: checked by doing both and comparing text.
import { toEventRecord } from './event-record.js';
import type { Replay } from './replay.js';
import type { ReplaySession } from './replay-session.js';

export interface ContinuationResult {
  readonly equal: boolean;
  /** First difference, for a person; null when equal. */
  readonly difference: string | null;
}

/** Two runs of the rest of the window: one from a snapshot that went through text, one uninterrupted. */
export function compareContinuation(replay: Replay, position: number): ContinuationResult {
  const saved = JSON.stringify(replay.stateBefore(position));
  const unbroken = replay.freshSession();
  unbroken.restore(replay.stateBefore(0), 0);
  while (unbroken.position < position) {
    replay.beginTick();
    unbroken.step();
  }
  const resumed = replay.freshSession();
  resumed.restore(JSON.parse(saved) as Parameters<ReplaySession['restore']>[0], position);
  while (unbroken.position < replay.ticks.length) {
    const tick = unbroken.position;
    const difference = firstDifference(replay, unbroken, resumed);
    if (difference !== null)
      return { equal: false, difference: `tick ${String(tick)}: ${difference}` };
  }
  const states = [unbroken, resumed].map((session) => JSON.stringify(session.save()));
  return states[0] === states[1]
    ? { equal: true, difference: null }
    : { equal: false, difference: 'the final states differ' };
}

function firstDifference(
  replay: Replay,
  unbroken: ReplaySession,
  resumed: ReplaySession,
): string | null {
  const text = (session: ReplaySession) => {
    replay.beginTick();
    return session.step().map((event) => JSON.stringify(toEventRecord(replay.context, event)));
  };
  const expected = text(unbroken);
  const actual = text(resumed);
  for (let index = 0; index < Math.max(expected.length, actual.length); index += 1) {
    if (expected[index] !== actual[index])
      return `expected ${expected[index] ?? 'no event'}, got ${actual[index] ?? 'no event'}`;
  }
  return null;
}
