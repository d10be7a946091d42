// Looks for the parameter live ran with where no arithmetic leads to it: all plausible values of every parameter over the
// whole recording, finer ones around the best, pairs of these. It only proposes: what it ranks first is tried as any candidate.
// Parameters that change nothing up to where live departs are not looked at further.
import type { Intervention, Json } from '../schema/index.js';
import { LANE_TICKS, type Budget } from './budget.js';
import type { Candidate } from './candidate.js';
import { solve } from './decimal-solver.js';
import { digitsOf, paramsCandidate, shown, type ParamChange } from './families/params.js';
import type { Investigation } from './investigation.js';
import type { Laboratory } from './laboratory.js';
import type { SweepRun } from './sweep.js';
import { probingValues, sweptValues, valuesBetween } from './swept-values.js';
import type { ParamLeaf } from './trial.js';

/** Of what is left of the budget; the rest is for trials. */
const BUDGET_SHARE = 0.5;
const REFINING_ROUNDS = 2;
/** Parameters whose best values are looked at more closely, and paired. */
const LEAVES_MAX = 4;
const PAIRED_VALUES = 3;
/** Equals that are proven in the reference lane, so that they can be said to be equal. */
const EQUALS_MAX = 16;
/** More than a line of evidence holds. */
const LISTED_MAX = 6;
/** Where none goes along to the end. */
const TRIED_MAX = 8;

export interface Swept {
  readonly candidates: readonly Candidate[];
  /** What was swept, or why nothing was. */
  readonly facts: readonly string[];
}

const NOTHING: Swept = { candidates: [], facts: [] };

interface Tried {
  readonly changes: readonly ParamChange[];
  readonly run: SweepRun;
}

export async function sweepParameters(
  lab: Laboratory,
  investigation: Investigation,
  budget: Budget,
): Promise<Swept> {
  return new ParameterSweep(lab, investigation, budget).find();
}

class ParameterSweep {
  private readonly tried: Tried[] = [];
  private readonly leaves: readonly ParamLeaf[];
  private base: SweepRun = { matched: 0, isClean: false, departed: '', ticks: 0 };
  /** Ticks that may still run. */
  private left: number;
  private readonly known = new Set<string>();

  constructor(
    private readonly lab: Laboratory,
    private readonly investigation: Investigation,
    private readonly budget: Budget,
  ) {
    const known = investigation.interventions.flatMap((change) =>
      change.kind === 'params-value' ? [change.path] : [],
    );
    this.leaves = investigation.scene.params.filter(({ path }) => !known.includes(path));
    this.left = budget.left * BUDGET_SHARE * LANE_TICKS;
  }

  async find(): Promise<Swept> {
    if (this.leaves.length === 0) return NOTHING;
    const obstacle = await this.run([[]]);
    if (obstacle !== null)
      return { candidates: [], facts: [`no sweep of the parameters was made: ${obstacle}`] };
    const [first] = this.tried.splice(0, 1);
    // Only a state on record differs, and nothing that a run shows.
    if (first === undefined || first.run.isClean) return NOTHING;
    this.base = first.run;
    await this.run(singles(this.leaves, probingValues));
    await this.run(singles(this.influential(), sweptValues));
    for (let round = 0; round < REFINING_ROUNDS; round += 1) await this.run(this.finer());
    if (!this.ranked().some(({ run }) => run.isClean)) await this.run(this.pairs());
    return this.report();
  }

  /** Parameters that make any difference up to where the replay departs, or there. */
  private influential(): readonly ParamLeaf[] {
    const { matched, departed } = this.base;
    const moved = new Set(
      this.tried.flatMap(({ changes, run }) =>
        run.matched === matched && run.departed === departed ? [] : changes.map(({ leaf }) => leaf),
      ),
    );
    return this.leaves.filter((leaf) => moved.has(leaf));
  }

  /** Answers why nothing could run; what there is no budget for does not run. */
  private async run(wanted: readonly (readonly ParamChange[])[]): Promise<string | null> {
    const ticks = Math.max(1, this.investigation.market.times.length);
    const changes = wanted
      .filter((each) => !this.known.has(keyOf(each)))
      .slice(0, Math.floor(this.left / ticks));
    if (changes.length === 0) return null;
    const { interventions } = this.investigation;
    const configurations = changes.map((each) => each.map(interventionOf));
    const answer = await this.lab.sweep({ interventions, configurations });
    if ('obstacle' in answer) return answer.obstacle;
    answer.runs.forEach((run, index) => {
      const tried = changes[index] ?? [];
      this.known.add(keyOf(tried));
      this.tried.push({ changes: tried, run });
    });
    const spent = answer.runs.reduce((sum, run) => sum + run.ticks, 0);
    this.left -= spent;
    this.budget.spendLanes(spent, changes.length);
    return null;
  }

  /** Those that go further than the replay as it is, best first; the order of trial decides what nothing else does. */
  private ranked(): readonly Tried[] {
    return this.tried
      .filter(({ run }) => byReach(run, this.base) < 0)
      .map((each, index) => ({ each, index }))
      .sort(
        (a, b) =>
          byReach(a.each.run, b.each.run) ||
          a.each.changes.length - b.each.changes.length ||
          typedDigits(a.each) - typedDigits(b.each) ||
          a.index - b.index,
      )
      .map(({ each }) => each);
  }

  /** The best tries of single parameters, by parameter. */
  private bestLeaves(): readonly (readonly [leaf: ParamLeaf, best: readonly Tried[]])[] {
    const found = new Map<ParamLeaf, Tried[]>();
    for (const each of this.ranked()) {
      const [change] = each.changes;
      if (each.changes.length > 1 || change === undefined) continue;
      const known = found.get(change.leaf);
      if (known !== undefined) known.push(each);
      else if (found.size < LEAVES_MAX) found.set(change.leaf, [each]);
    }
    return [...found];
  }

  private finer(): readonly (readonly ParamChange[])[] {
    return this.bestLeaves().flatMap(([leaf, best]) =>
      leaf.type === 'integer' || leaf.type === 'decimal' ? this.finerOf(leaf, best) : [],
    );
  }

  /** From the last value that is worse below the best ones to the first above them. */
  private finerOf(leaf: ParamLeaf, ranked: readonly Tried[]): readonly (readonly ParamChange[])[] {
    const [first] = ranked;
    if (first === undefined) return [];
    const known = new Map<Json, SweepRun>([[leaf.value, this.base]]);
    for (const { changes, run } of this.tried)
      if (changes.length === 1 && changes[0]?.leaf === leaf) known.set(changes[0].value, run);
    const values = [...known.keys()].sort((a, b) => ascending(shown(a), shown(b)));
    const isBest = (value: Json): boolean =>
      byReach(known.get(value) ?? this.base, first.run) === 0;
    const from = values.findIndex(isBest);
    const to = values.findLastIndex(isBest);
    const low = values[Math.max(0, from - 1)] ?? leaf.value;
    const high = values[Math.min(values.length - 1, to + 1)] ?? leaf.value;
    return valuesBetween(leaf, low, high).map((value) => [{ leaf, value }]);
  }

  private pairs(): readonly (readonly ParamChange[])[] {
    const best = this.bestLeaves().map(([, tried]) => tried.slice(0, PAIRED_VALUES));
    return best.flatMap((mine, index) =>
      best
        .slice(index + 1)
        .flatMap((theirs) => mine.flatMap((a) => theirs.map((b) => [...a.changes, ...b.changes]))),
    );
  }

  private report(): Swept {
    const ranked = this.ranked();
    const [best] = ranked;
    const count = String(this.tried.length);
    const swept = `${count} configurations of ${String(this.leaves.length)} parameters were swept over the whole recording`;
    if (best === undefined) {
      return { candidates: [], facts: [`${swept}, and none goes further along with live`] };
    }
    if (!best.run.isClean) {
      const facts = [`${swept}, and none gives all of live's events`];
      return { candidates: candidatesOf(ranked.slice(0, TRIED_MAX), facts), facts };
    }
    const equals = ranked.filter(
      ({ run, changes }) => run.isClean && changes.length === best.changes.length,
    );
    const facts = [
      `${swept}; ${String(equals.length)} of them give every event of live's`,
      ...fittingRanges(equals),
    ];
    return { candidates: candidatesOf(byTurns(equals).slice(0, EQUALS_MAX), facts), facts };
  }
}

const candidatesOf = (tried: readonly Tried[], facts: readonly string[]): readonly Candidate[] =>
  tried.map(({ changes }, order) => ({ ...paramsCandidate(changes, order), isSwept: true, facts }));

const pathsOf = ({ changes }: Tried): string => changes.map(({ leaf }) => leaf.path).join(' and ');

/** One value of each parameter before the second of any, so that none crowds out the others. */
function byTurns(ranked: readonly Tried[]): readonly Tried[] {
  const turns = new Map<string, number>();
  const placed = ranked.map((each) => {
    const turn = turns.get(pathsOf(each)) ?? 0;
    turns.set(pathsOf(each), turn + 1);
    return { each, turn };
  });
  return placed.sort((a, b) => a.turn - b.turn).map(({ each }) => each);
}

/** Of each parameter which values fit; the recording tells no more. */
function fittingRanges(equals: readonly Tried[]): readonly string[] {
  const values = new Map<string, string[]>();
  for (const { changes } of equals) {
    const [change] = changes;
    if (change === undefined || changes.length > 1) continue;
    const known = values.get(change.leaf.path) ?? [];
    values.set(change.leaf.path, [...known, shown(change.value)]);
  }
  return [...values].slice(0, LEAVES_MAX).map(([path, fitting]) => {
    const sorted = [...fitting].sort(ascending);
    return sorted.length <= LISTED_MAX
      ? `${path}: ${sorted.join(', ')}`
      : `${path}: ${String(sorted.length)} values from ${sorted[0] ?? ''} to ${sorted.at(-1) ?? ''}`;
  });
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Numbers by value; words keep their order. */
const ascending = (a: string, b: string): number =>
  DECIMAL.test(a) && DECIMAL.test(b) ? solve(a).cmp(b) : 0;

/** The likeliest value of every parameter before the second of any, so that a sweep cut short leaves out no parameter. */
function singles(
  leaves: readonly ParamLeaf[],
  values: (leaf: ParamLeaf) => readonly Json[],
): readonly (readonly ParamChange[])[] {
  return leaves
    .flatMap((leaf, at) =>
      values(leaf).map((value, turn) => ({ change: { leaf, value }, turn, at })),
    )
    .sort((a, b) => a.turn - b.turn || a.at - b.at)
    .map(({ change }) => [change]);
}

const keyOf = (changes: readonly ParamChange[]): string =>
  JSON.stringify(changes.map(({ leaf, value }) => [leaf.path, value]));

const interventionOf = ({ leaf, value }: ParamChange): Intervention => ({
  kind: 'params-value',
  path: leaf.path,
  value,
});

/** Below 0 when `a` goes along further. */
const byReach = (a: SweepRun, b: SweepRun): number =>
  a.isClean === b.isClean ? b.matched - a.matched : a.isClean ? -1 : 1;

/** People type few digits. */
const typedDigits = ({ changes }: Tried): number =>
  changes.reduce((sum, { value }) => sum + digitsOf(shown(value)), 0);
