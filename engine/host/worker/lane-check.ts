// Serves the check of lanes against each other for an open replay: compiles its strategy, and runs what can run.
import type { LaneStart, LaneTick, PlainPlan } from '../../core/memory/reference-lane.js';
import { numWordsFor } from '../../core/memory/number-cells.js';
import { TypeWriter } from '../../core/memory/type-table.js';
import { staticMemory } from '../../vm/fast/static-memory.js';
import type { Program } from '../../vm/ir/program.js';
import type { PortabilityIssue } from '../../vm/compile/issue.js';
import { checkFastLane, type ReferenceCalls } from '../lanes/check-lanes.js';
import type { LaneReport, PortabilityFinding } from '../lanes/lane-report.js';
import type { SourceRange } from '../replay/protocol.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';

export async function checkLanes(open: OpenReplay, context: RequestContext): Promise<LaneReport> {
  const { numeric, manifest } = open.opened;
  await context.breathe({ phase: 'strategy', done: 0, total: 1 });
  const refused = (
    obstacle: string | null,
    notPortable: readonly PortabilityFinding[] = [],
  ): LaneReport => ({
    lanes: [],
    divergence: null,
    notPortable,
    obstacle,
  });
  const numWords = numWordsFor(numeric);
  if (numWords === undefined)
    return refused('no compiled lane holds numbers of so many digits; at most 57');
  // The compiler takes longer to load than a replay takes to run, so it is loaded only here.
  const { compilePortable } = await import('../lanes/portable-strategy.js');
  const { program, issues } = compilePortable(open.program.files, { numWords, trace: 'full' });
  if (program === null)
    return refused(
      null,
      issues.map((issue) => findingOf(open, issue)),
    );
  const reference = openReference(open, program);
  if (typeof reference === 'string') return refused(reference);
  const checked = await checkFastLane({
    program,
    numeric,
    symbolCount: manifest.symbols.length,
    reference,
    rangeOf: (place) => placeRange(open, program, place),
    breathe: (done, total) => context.breathe({ phase: 'replay', done, total }),
  });
  const { ticks, referenceMs, fastMs, divergence } = checked;
  return {
    lanes: [
      { lane: 'reference', ticks, elapsedMs: referenceMs },
      { lane: 'fast', ticks, elapsedMs: fastMs },
    ],
    divergence,
    notPortable: [],
    obstacle: null,
  };
}

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

export function planOf(program: Program): PlainPlan {
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

/** Places in the engine itself are of no use to the author of a strategy. */
function placeRange(open: OpenReplay, program: Program, place: number): SourceRange | null {
  const found = program.places[place];
  const isOwn = open.program.files.some(({ path }) => path === found?.file);
  return found === undefined || !isOwn
    ? null
    : open.program.ranges.rangeBetween(found.file, found.start, found.end);
}
