// Two causes in one event: a candidate that heals some of its fields is believed when live recorded its value.
import type { Budget } from './budget.js';
import type { Choice } from './choose.js';
import type { Investigation } from './investigation.js';
import { isPartial, type Judged } from './judge.js';
import type { Laboratory } from './laboratory.js';

/** Each costs a run of the window. */
const COMPARED_MAX = 12;

/** What live recorded of some of the differing fields, if the whole run confirms it. */
export async function recordedPart(
  lab: Laboratory,
  investigation: Investigation,
  input: { readonly partial: readonly Judged[]; readonly budget: Budget },
): Promise<Choice | null> {
  const recorded = input.partial.filter(
    ({ candidate }) => candidate.isRecorded && candidate.freedom === 0,
  );
  for (const { candidate } of recorded.slice(0, COMPARED_MAX)) {
    const { interventions, fromTs } = candidate;
    const [result] = await lab.walk([{ interventions, fromTs }]);
    input.budget.spend(result?.ticks ?? 0);
    if (result === undefined || !isPartial(investigation, result)) continue;
    const judged = { candidate, result };
    return { judged, strength: 'recorded', healed: 0, equivalents: [] };
  }
  return null;
}
