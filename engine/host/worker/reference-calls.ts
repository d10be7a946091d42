// The reference lane of an open replay, as a check of lanes calls it: it runs in the sandbox, and everything crosses as text.
import type { LaneStart, LaneTick } from '../../core/memory/reference-lane.js';
import type { Program } from '../../vm/ir/program.js';
import type { ReferenceCalls } from '../lanes/check-lanes.js';
import { planOf } from './lane-plan.js';
import type { OpenReplay } from './open-replay.js';

/** A text says why this run has no reference that other lanes could be checked against. */
export function openReference(open: OpenReplay, program: Program): ReferenceCalls | string {
  const text = JSON.stringify(planOf(program));
  const answer = JSON.parse(open.program.call(0, (realm) => realm.laneOpen(text))) as {
    readonly start?: LaneStart;
    readonly obstacle?: string;
  };
  if (answer.start === undefined) return answer.obstacle ?? 'the reference lane did not start';
  let at = 0;
  const advance = (count: number): readonly LaneTick[] => {
    const made = JSON.parse(
      open.program.call(at, (realm) => realm.laneTicks(count)),
    ) as readonly LaneTick[];
    at += made.length;
    return made;
  };
  return {
    start: answer.start,
    ticks: advance,
    stateAfter: (ticks) => {
      open.program.call(0, (realm) => realm.laneOpen(text));
      at = 0;
      advance(ticks);
      return JSON.parse(open.program.call(at, (realm) => realm.laneState())) as readonly number[];
    },
  };
}
