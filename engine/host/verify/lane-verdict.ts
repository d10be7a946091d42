// What a check of the lanes makes of a verdict: lanes that differ are a fault of Lockstep, so nothing it said about the
// capture may be relied on; a lane that was asked for and could not run has proven nothing.
import type { LaneDivergence, LaneName, LaneReport } from '../lanes/lane-report.js';
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
  const missing = asked.filter((lane) => !lanes.lanes.some((ran) => ran.lane === lane));
  if (missing.length === 0) return { ...verification, lanes };
  const reasons = missing.map(
    (lane) => `The ${lane} lane did not run: ${obstacleText(lane, lanes)}`,
  );
  const verdict = verification.verdict === 'pass' ? 'fail' : verification.verdict;
  return { ...verification, lanes, verdict, reasons: [...verification.reasons, ...reasons] };
}

/** One sentence, with both values and the place as far as it is known. */
export function divergenceText(divergence: LaneDivergence): string {
  const { lane, tick, kind, field, reference, found, range } = divergence;
  const what = kind === 'stop' ? '' : `${kind} ${field}: `;
  return `The ${lane} lane differs from the reference lane in tick ${String(tick)}: ${what}reference ${reference}, ${lane} ${found}${placed(range)}`;
}

function obstacleText(lane: LaneName, { gpu, notPortable, obstacle }: LaneReport): string {
  const failure = lane === 'gpu' ? (gpu?.failure ?? null) : null;
  if (failure !== null) return `${failure.text} ${failure.remedy}`;
  if (obstacle !== null) return obstacle;
  const [first] = notPortable;
  if (first === undefined) return 'no reason is known';
  const rest = notPortable.length === 1 ? '' : ` (and ${String(notPortable.length - 1)} more)`;
  return `the strategy is not portable: ${first.message}${placed(first.range)}. ${first.remedy}${rest}`;
}

const placed = (range: SourceRange | null): string =>
  range === null ? '' : ` (${range.file}:${String(range.line)}:${String(range.column)})`;
