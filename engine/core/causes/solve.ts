// Solves for one number: moves a parameter or a field of state a little, sees how the departing number follows, and goes
// where live's would be. Only a proposal: the run has to reproduce live with it, bit for bit.
import { leavesOf, type Leaf } from '../session/json-path.js';
import type { Json, Snapshot } from '../schema/index.js';
import type { Budget } from './budget.js';
import type { Candidate } from './candidate.js';
import { readings, solve } from './decimal-solver.js';
import { isTyped, paramCandidate } from './families/params.js';
import { isInert, stateCandidate } from './families/state-candidate.js';
import type { Investigation } from './investigation.js';
import type { Laboratory } from './laboratory.js';
import type { Departure, Trial } from './trial.js';

/** A number of the run that can be moved. */
interface Lever {
  readonly value: string;
  readonly trial: (moved: string) => Trial;
  readonly candidates: (values: readonly string[], isOffset: boolean) => readonly Candidate[];
}

/** Numbers of state tried; a strategy's own part of one symbol is far smaller. */
const LEVERS_MAX = 400;
const DECIMAL = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

export async function solvedCandidates(
  lab: Laboratory,
  investigation: Investigation,
  how: { readonly budget: Budget; readonly withParams: boolean },
): Promise<readonly Candidate[]> {
  const { budget, withParams } = how;
  const target = targetOf(investigation.departure);
  if (target === null || budget.isSpent) return [];
  const levers = [
    ...(withParams ? paramLevers(investigation) : []),
    ...stateLevers(investigation),
  ].slice(0, LEVERS_MAX);
  const moved = levers.map(({ value }) => movedFrom(value));
  const results = await lab.walk(levers.map((lever, index) => lever.trial(moved[index] ?? '1')));
  budget.spend(
    results.reduce((sum, { ticks }) => sum + ticks, 0),
    results.length,
  );
  return levers.flatMap((lever, index) => {
    const after = results[index]?.departure;
    if (after === null || after === undefined || !isSamePlace(after, investigation.departure))
      return [];
    const reached = after.fields.find(({ path }) => path === target.path)?.replay;
    if (reached === null || reached === undefined) return [];
    const solved = solvedValue(lever.value, moved[index] ?? '1', { ...target, reached });
    return solved === null
      ? []
      : lever.candidates(readings(investigation.num, solved, 'loose'), true);
  });
}

interface Target {
  readonly path: string;
  readonly live: string;
  readonly replay: string;
}

/** The first differing number of the departing event. */
function targetOf({ fields }: Departure): Target | null {
  for (const { path, live, replay } of fields)
    if (live !== null && replay !== null && DECIMAL.test(live) && DECIMAL.test(replay))
      return { path, live, replay };
  return null;
}

const isSamePlace = (a: Departure, b: Departure): boolean =>
  a.ts === b.ts && a.liveIndex === b.liveIndex && a.kind === b.kind;

const movedFrom = (text: string): string => {
  const value = solve(text);
  return value.isZero() ? '1' : solve(text).mul('1.01').toString();
};

/** On the line through both points; null when the number does not follow. */
function solvedValue(
  value: string,
  moved: string,
  target: Target & { readonly reached: string },
): ReturnType<typeof solve> | null {
  const run = solve(moved).sub(solve(value));
  const rise = solve(target.reached).sub(solve(target.replay));
  if (rise.isZero() || run.isZero()) return null;
  return solve(value).add(solve(target.live).sub(solve(target.replay)).mul(run).div(rise));
}

function paramLevers({ scene, departure }: Investigation): readonly Lever[] {
  return scene.params
    .filter(
      ({ type, value }) => type === 'decimal' && typeof value === 'string' && DECIMAL.test(value),
    )
    .map((leaf, index): Lever => ({
      value: leaf.value as string,
      trial: (moved) => ({
        interventions: [{ kind: 'params-value', path: leaf.path, value: moved }],
        fromTs: departure.ts,
        untilTs: departure.ts,
      }),
      candidates: (values) =>
        values
          .filter((value) => value !== leaf.value && isTyped(value, leaf.value as string))
          .map((value, order) => paramCandidate(leaf, value, index / 1000 + order / 100_000)),
    }));
}

function stateLevers(investigation: Investigation): readonly Lever[] {
  if (investigation.base.equalStates.length > 0) return [];
  const { scene, departure } = investigation;
  const leaves = (state: Snapshot): readonly Leaf[] =>
    [
      { path: 'account.balance', value: state.account.balance },
      ...leavesOf(state.positions as unknown as Json, ['positions']),
      ...leavesOf(state.strategy, ['strategy']),
    ].filter(({ value }) => typeof value === 'string' && DECIMAL.test(value));
  const start = new Map(leaves(scene.stateAtStart).map(({ path, value }) => [path, value]));
  return leaves(scene.stateBefore)
    .filter(({ path }) => path === 'account.balance' || isInert(investigation, path))
    .map((leaf, index): Lever => ({
      value: String(leaf.value),
      trial: (moved) => ({
        interventions: [],
        patches: [{ path: leaf.path, value: moved }],
        fromTs: departure.ts,
        untilTs: departure.ts,
      }),
      candidates: (values) => {
        const stated = String(start.get(leaf.path) ?? leaf.value);
        // A balance moves on between start and departure, and the gap with it.
        const gap = solve(stated).sub(solve(String(leaf.value)));
        return values.map((value, order) => {
          const atStart = gap.isZero() ? value : solve(value).add(gap).toString();
          return stateCandidate([{ path: leaf.path, value: atStart }], {
            title: `the snapshot has ${leaf.path} = ${stated}; live had ${atStart}`,
            isRecorded: false,
            freedom: 1,
            order: 90 + index / 1000 + order / 100_000,
            isInert: gap.isZero(),
          });
        });
      },
    }));
}
