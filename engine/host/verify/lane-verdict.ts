// What a check of the lanes makes of a verdict: lanes that differ are a fault of Lockstep, so nothing it said about the
// capture may be relied on; a lane that was asked for and could not run, or not to the end, has not proven it.
import type { LaneDivergence, LaneLimit, LaneName, LaneReport } from '../lanes/lane-report.js';
import type { SourceRange } from '../replay/report.js';
import type { Verification } from '../replay/verification.js';

export function withLanes(
  verification: Verification,
  lanes: LaneReport,
  asked: readonly LaneName[],
): Verification {
  const { divergence } = lanes;
  if (divergence !== null) {
    const reasons = [divergenceText(divergence), ...verification.reasons];
    return { ...verification, lanes, verdict: 'lane-divergence', reasons };
  }
  const reasons = unproven(lanes, asked);
  if (reasons.length === 0) return { ...verification, lanes };
  const verdict = verification.verdict === 'pass' ? 'fail' : verification.verdict;
  return { ...verification, lanes, verdict, reasons: [...verification.reasons, ...reasons] };
}

/** Why lanes that were asked for have not shown the same in every tick. */
function unproven(lanes: LaneReport, asked: readonly LaneName[]): readonly string[] {
  const { limit, obstacle } = lanes;
  if (limit !== null) return [limitText(limit)];
  const missing = asked.filter((lane) => !lanes.lanes.some((ran) => ran.lane === lane));
  if (missing.length === 0 && obstacle !== null)
    return [`The lanes were compared up to where no lane but the reference can go on: ${obstacle}`];
  return missing.map((lane) => `The ${lane} lane did not run: ${obstacleText(lanes, lane)}`);
}

/** One sentence with the place, and the way to write it instead. */
export function limitText({ lane, tick, message, remedy, range }: LaneLimit): string {
  return `The ${lane} lane cannot follow this strategy from tick ${String(tick)} on, where the reference lane goes on: ${message}${placed(range)}. ${remedy}`;
}

/** One sentence, with both values and the place as far as it is known. */
export function divergenceText(divergence: LaneDivergence): string {
  const { lane, tick, kind, field, reference, found, range } = divergence;
  const what = kind === 'stop' ? '' : `${kind} ${field}: `;
  return `The ${lane} lane differs from the reference lane in tick ${String(tick)}: ${what}reference ${reference}, ${lane} ${found}${placed(range)}`;
}

function obstacleText({ notPortable, obstacle, gpu }: LaneReport, lane: LaneName): string {
  if (obstacle !== null) return obstacle;
  const failure = lane === 'gpu' ? (gpu?.failure ?? null) : null;
  if (failure !== null) return `${failure.text} ${failure.remedy}`;
  const [first] = notPortable;
  if (first === undefined) return 'no reason is known';
  const rest = notPortable.length === 1 ? '' : ` (and ${String(notPortable.length - 1)} more)`;
  return `the strategy is not portable: ${first.message}${placed(first.range)}. ${first.remedy}${rest}`;
}

const placed = (range: SourceRange | null): string =>
  range === null ? '' : ` (${range.file}:${String(range.line)}:${String(range.column)})`;
