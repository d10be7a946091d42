// Serves the check of lanes against each other for an open replay: compiles its strategy, and runs what can run.
import type { LaneStart, LaneTick } from '../../core/memory/reference-lane.js';
import { numWordsFor } from '../../core/memory/number-cells.js';
import type { Program } from '../../vm/ir/program.js';
import { findingOf, planOf } from './lane-plan.js';
import { checkFastLane, type ReferenceCalls } from '../lanes/check-lanes.js';
import type { LaneName, LaneReport, PortabilityFinding } from '../lanes/lane-report.js';
import type { SourceRange } from '../replay/protocol.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';

/** Every compiled lane that is asked for, held against the reference lane. */
export async function checkLanes(
  open: OpenReplay,
  lanes: readonly LaneName[],
  context: RequestContext,
): Promise<LaneReport> {
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
  if (!lanes.includes('fast')) return refused(null);
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
  const { ticks, referenceMs, fastMs, divergence, obstacle } = checked;
  return {
    lanes: [
      { lane: 'reference', ticks, elapsedMs: referenceMs },
      { lane: 'fast', ticks, elapsedMs: fastMs },
    ],
    divergence,
    notPortable: [],
    obstacle,
  };
}

function openReference(open: OpenReplay, program: Program): ReferenceCalls | string {
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

/** Places in the engine itself are of no use to the author of a strategy. */
function placeRange(open: OpenReplay, program: Program, place: number): SourceRange | null {
  const found = program.places[place];
  const isOwn = open.program.files.some(({ path }) => path === found?.file);
  return found === undefined || !isOwn
    ? null
    : open.program.ranges.rangeBetween(found.file, found.start, found.end);
}
