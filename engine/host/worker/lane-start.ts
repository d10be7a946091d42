// What a compiled lane starts from: the strategy compiled, and the memory the reference lane begins with.
import type { LaneStart, LaneTick, PlainPlan } from '../../core/memory/reference-lane.js';
import { numWordsFor } from '../../core/memory/number-cells.js';
import { TypeWriter } from '../../core/memory/type-table.js';
import { staticMemory } from '../../vm/fast/static-memory.js';
import type { Program } from '../../vm/ir/program.js';
import type { PortabilityIssue } from '../../vm/compile/issue.js';
import type { TraceLevel } from '../../vm/compile/program-compiler.js';
import { optimised } from '../../vm/optimise/index.js';
import type { ReferenceCalls } from '../lanes/check-lanes.js';
import type { PortabilityFinding } from '../lanes/lane-report.js';
import type { OpenReplay } from './open-replay.js';

/** Why compiled lanes cannot run: what in the strategy keeps them out, or one thing about the run. */
export interface LaneRefusal {
  readonly notPortable: readonly PortabilityFinding[];
  readonly obstacle: string | null;
}

export interface LaneProgram {
  readonly program: Program;
  readonly reference: ReferenceCalls;
}

export const isRefused = (made: object): made is LaneRefusal => 'obstacle' in made;

export async function openLanes(
  open: OpenReplay,
  trace: TraceLevel,
): Promise<LaneProgram | LaneRefusal> {
  const numWords = numWordsFor(open.opened.numeric);
  if (numWords === undefined)
    return {
      notPortable: [],
      obstacle: 'no compiled lane holds numbers of so many digits; at most 57',
    };
  // The compiler takes longer to load than a replay takes to run, so it is loaded only here.
  const { compilePortable } = await import('../lanes/portable-strategy.js');
  const { program, issues } = compilePortable(open.program.files, { numWords, trace });
  if (program === null)
    return { notPortable: issues.map((issue) => findingOf(open, issue)), obstacle: null };
  const fast = optimised(program);
  const reference = openReference(open, fast);
  return typeof reference === 'string'
    ? { notPortable: [], obstacle: reference }
    : { program: fast, reference };
}

function openReference(open: OpenReplay, program: Program): ReferenceCalls | string {
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
  const objectsAt = staticMemory(program).end;
  return { roots, shapes: types.shapes, literals: symbols, numWords, objectsAt };
}

function findingOf(open: OpenReplay, issue: PortabilityIssue): PortabilityFinding {
  const { message, remedy } = issue;
  return {
    message,
    remedy,
    range: open.program.ranges.rangeBetween(issue.file, issue.start, issue.end),
  };
}
