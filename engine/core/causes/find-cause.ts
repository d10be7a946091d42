// What heals one difference: families of candidates group by group, then a sweep of the parameters, then rules that are held
// against the whole recording. Ends with the first answer nothing could have a better claim than.
import { isDecisive, isSettled, isSweepWanted } from './belief.js';
import type { Budget } from './budget.js';
import type { Candidate } from './candidate.js';
import { choose, type Choice, type Choosing } from './choose.js';
import { confirmedEverywhere, isRule } from './everywhere.js';
import { familyGroups, solvesFor, type Scope } from './family-groups.js';
import type { Investigation } from './investigation.js';
import { byReach, judge, type Judged } from './judge.js';
import type { Laboratory } from './laboratory.js';
import { recordedPart } from './partial.js';
import type { Scopes } from './scope.js';
import { solvedCandidates } from './solve.js';
import type { Sweeps } from './sweeps.js';

export interface CauseQuestion {
  readonly lab: Laboratory;
  readonly budget: Budget;
  readonly investigation: Investigation;
  readonly scope: Scope;
  readonly scopes: Scopes;
  readonly sweeps: Sweeps;
  /** Titles that are not tried again. */
  readonly banned: ReadonlySet<string>;
  /** Behind a difference of logic no parameter is fitted any more. */
  readonly withParams: boolean;
  /** Live events without an equal partner when the base goes on as it is; costs a run of the window. */
  readonly mismatchedLive: () => Promise<ReadonlySet<number>>;
}

export async function findCause(question: CauseQuestion): Promise<Choosing> {
  return new CauseFinder(question).find();
}

const NOTHING: Choosing = { choice: null, doubts: [], parameter: null };

class CauseFinder {
  private readonly healing: Judged[] = [];
  private readonly partial: Judged[] = [];
  private mismatched: ReadonlySet<number> | null = null;

  constructor(private readonly question: CauseQuestion) {}

  async find(): Promise<Choosing> {
    const { scope, scopes, investigation } = this.question;
    const sure = await this.tryFamilies();
    if (sure !== null) return sure;
    let chosen = await this.chosen();
    if (isSweepWanted(chosen.choice) && (await this.sweep())) chosen = await this.chosen();
    if (chosen.choice !== null && isSettled(chosen.choice)) return chosen;
    const { doubts, parameter, choice: fallback } = chosen;
    if (scope === 'recorded') {
      const isOpen = fallback !== null && !isSettled(fallback) && scopes.isMoot(investigation);
      return { choice: isOpen ? null : fallback, doubts, parameter: null };
    }
    const confirmed = await this.confirmed();
    if (scope === 'venue')
      scopes.note(
        investigation,
        this.healing.some(({ candidate }) => isRule(candidate)),
      );
    const isMoot = scope === 'venue' && scopes.isMoot(investigation);
    return { choice: confirmed ?? (isMoot ? null : fallback), doubts, parameter };
  }

  /** An answer that ends the search; null when no group of families has one. */
  private async tryFamilies(): Promise<Choosing | null> {
    const { lab, investigation, budget, scope, withParams } = this.question;
    for (const group of familyGroups({ scope, withParams })) {
      if (budget.isSpent) break;
      const candidates: Candidate[] = group.flatMap((family) => [...family(investigation)]);
      if (solvesFor(group))
        candidates.unshift(...(await solvedCandidates(lab, investigation, { budget, withParams })));
      await this.judge(candidates);
      if (this.healing.length === 0) {
        // What live recorded of this very field needs no rival to be tried.
        const { partial } = this;
        const sure = await recordedPart(lab, investigation, { partial, budget });
        if (sure === null) continue;
        return { choice: sure, doubts: [], parameter: null };
      }
      const chosen = await this.chosen();
      if (chosen.choice !== null && isDecisive(chosen.choice)) return chosen;
    }
    return null;
  }

  private async judge(candidates: readonly Candidate[]): Promise<void> {
    const { lab, investigation, budget, banned } = this.question;
    const verdicts = await judge(lab, investigation, {
      candidates: candidates.filter(({ title }) => !banned.has(title)),
      budget,
    });
    this.healing.push(...verdicts.healing);
    this.partial.push(...verdicts.partial);
  }

  private async chosen(): Promise<Choosing> {
    if (this.healing.length === 0) return NOTHING;
    const { investigation, mismatchedLive } = this.question;
    this.mismatched ??= await mismatchedLive();
    return choose(investigation, sorted(this.healing), this.mismatched);
  }

  /** Whether the parameters live may have run with were swept, and some could be tried. */
  private async sweep(): Promise<boolean> {
    const { lab, investigation, budget, scope, sweeps, withParams } = this.question;
    if (scope !== 'all' || !withParams || budget.isSpent) return false;
    const candidates = await sweeps.candidates(lab, investigation, budget);
    await this.judge(candidates);
    return candidates.length > 0;
  }

  private confirmed(): Promise<Choice | null> {
    const { lab, investigation, budget } = this.question;
    return confirmedEverywhere(lab, investigation, {
      candidates: [...sorted(this.healing), ...this.partial].map(({ candidate }) => candidate),
      budget,
      interventions: investigation.interventions,
    });
  }
}

const sorted = (judged: readonly Judged[]): readonly Judged[] => [...judged].sort(byReach);
