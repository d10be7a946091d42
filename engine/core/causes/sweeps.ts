// The sweeps of one search: which differences are worth one, and what they said, for the root that nothing else explains.
import type { Budget } from './budget.js';
import type { Candidate } from './candidate.js';
import type { Investigation } from './investigation.js';
import type { Laboratory } from './laboratory.js';
import { sweepParameters } from './parameter-sweep.js';
import { isVenues } from './venue-doing.js';

export class Sweeps {
  private said: readonly string[] = [];
  private isSaidOf: Investigation['departure'] | null = null;

  /** Candidates a sweep proposes; none where no parameter could be the cause. */
  async candidates(
    lab: Laboratory,
    investigation: Investigation,
    budget: Budget,
  ): Promise<readonly Candidate[]> {
    const { departure, file } = investigation;
    // The order was the same, and no parameter tells the venue what to make of it.
    if (isVenues(departure, file.coverage)) return [];
    const { candidates, facts } = await sweepParameters(lab, investigation, budget);
    this.said = facts;
    this.isSaidOf = departure;
    return candidates;
  }

  /** What was swept for a difference, or why nothing was. */
  factsOf({ departure }: Investigation): readonly string[] {
    return this.isSaidOf === departure ? this.said : [];
  }
}
