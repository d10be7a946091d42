// Serves the check of lanes against each other for an open replay: compiles its strategy, and runs what can run.
import type { Program } from '../../vm/ir/program.js';
import { checkFastLane } from '../lanes/check-lanes.js';
import type { LaneReport } from '../lanes/lane-report.js';
import type { SourceRange } from '../replay/protocol.js';
import { isRefused, openLanes } from './lane-start.js';
import type { OpenReplay } from './open-replay.js';
import type { RequestContext } from './request-context.js';

export async function checkLanes(open: OpenReplay, context: RequestContext): Promise<LaneReport> {
  const { numeric, manifest } = open.opened;
  await context.breathe({ phase: 'strategy', done: 0, total: 1 });
  const opened = await openLanes(open, 'full');
  if (isRefused(opened)) return { lanes: [], divergence: null, ...opened };
  const { program, reference } = opened;
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

/** Places in the engine itself are of no use to the author of a strategy. */
function placeRange(open: OpenReplay, program: Program, place: number): SourceRange | null {
  const found = program.places[place];
  const isOwn = open.program.files.some(({ path }) => path === found?.file);
  return found === undefined || !isOwn
    ? null
    : open.program.ranges.rangeBetween(found.file, found.start, found.end);
}
