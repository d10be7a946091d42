// The reference lane of an open replay, as a check of lanes calls it: it runs in the sandbox, and everything crosses as text.
import type { LaneStart, LaneTick, PlainPlan } from '../../core/memory/reference-lane.js';
import { TypeWriter } from '../../core/memory/type-table.js';
import { encodeProgram } from '../../vm/bytecode/encode-program.js';
import { staticMemory } from '../../vm/fast/static-memory.js';
import type { Program } from '../../vm/ir/program.js';
import type { ReferenceCalls } from '../lanes/check-lanes.js';
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
  return {
    start: answer.start,
    ticks: (count) => {
      const made = JSON.parse(
        open.program.call(at, (realm) => realm.laneTicks(count)),
      ) as readonly LaneTick[];
      at += made.length;
      return made;
    },
    state: () =>
      JSON.parse(open.program.call(at, (realm) => realm.laneState())) as readonly number[],
  };
}

function planOf(program: Program): PlainPlan {
  const types = new TypeWriter();
  const roots = program.roots.map(({ name, type }) => ({ name, type: types.write(type) }));
  const { symbols, numWords } = program;
  // Every lane keeps what it needs for itself below the objects, and all of them start from the same image.
  const objectsAt = Math.max(staticMemory(program).end, encodeProgram(program).objectsAt);
  return { roots, shapes: types.shapes, literals: symbols, numWords, objectsAt };
}
