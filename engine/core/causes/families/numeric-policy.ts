// Other numbers altogether: doubles for decimals, another precision, another rounding mode.
import type { RoundingMode } from '../../numeric/index.js';
import type { Intervention } from '../../schema/index.js';
import type { Candidate, Family } from '../candidate.js';
import { distance } from '../decimal-solver.js';
import { MODE_WORDS } from './rounding-words.js';

const CLASS = 'numeric-policy-divergence';

/** Above this two numbers are not the same one computed in another way. */
const LATE_DIGITS = 1e-4;

const PRECISIONS = [20, 28, 16, 18, 34, 15, 17, 19, 30, 32, 24, 12, 10] as const;
const POLICY_MODES: readonly RoundingMode[] = ['half-up', 'half-even', 'down'];

/** Other numbers altogether: doubles for decimals, another precision, another mode. Walked from the start. */
export const policyFamily: Family = (investigation) => {
  const { departure, settings } = investigation;
  const apart = departure.fields
    .map(({ live, replay }) => distance(live, replay))
    .filter((value) => value !== undefined && value > 0);
  if (apart.length === 0 || apart.some((value) => value === undefined || value > LATE_DIGITS))
    return [];
  const binary: Candidate[] =
    settings.numeric.kind === 'binary64' ? [] : [policy({ kind: 'binary64' }, 0)];
  const decimals = PRECISIONS.flatMap((precision, index) =>
    POLICY_MODES.map((rounding, mode) =>
      policy({ kind: 'decimal', precision, rounding }, 1 + index + mode / 10),
    ),
  );
  return [...binary, ...decimals];
};

function policy(
  value: Extract<Intervention, { kind: 'numeric-policy' }>['policy'],
  order: number,
): Candidate {
  const title =
    value.kind === 'binary64'
      ? 'live computes in binary64 (doubles)'
      : `live computes in decimals of ${String(value.precision)} digits, rounded ${MODE_WORDS[value.rounding]}`;
  return {
    class: CLASS,
    title,
    interventions: [{ kind: 'numeric-policy', policy: value }],
    isRecorded: false,
    freedom: 1,
    fromTs: null,
    order,
  };
}
