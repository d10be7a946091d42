// Two causes in one event: a candidate that heals some of its fields is believed when it heals every such field of the
// whole recording, or when live recorded its value.
import { compareRuns } from '../parity/index.js';
import type { Intervention } from '../schema/index.js';
import type { Budget } from './budget.js';
import type { Choice } from './choose.js';
import { numericOf, type Investigation } from './investigation.js';
import { isPartial, type Judged } from './judge.js';
import type { Laboratory } from './laboratory.js';

/** Each costs a run of the window. */
const COMPARED_MAX = 12;
/** Rows that must agree in the healed field. */
const ROWS_MIN = 2;

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

export async function partialCause(
  lab: Laboratory,
  investigation: Investigation,
  input: {
    readonly partial: readonly Judged[];
    readonly budget: Budget;
    readonly interventions: readonly Intervention[];
  },
): Promise<Choice | null> {
  const rules = input.partial.filter(
    ({ candidate }) => candidate.class === 'numeric-policy-divergence',
  );
  if (rules.length === 0) return null;
  const before = await differing(lab, investigation, input.interventions);
  const equals: Judged[] = [];
  let best: { readonly judged: Judged; readonly healed: number } | null = null;
  for (const judged of rules.slice(0, COMPARED_MAX)) {
    if (input.budget.isSpent) break;
    const { interventions } = judged.candidate;
    const [full] = await lab.walk([{ interventions, fromTs: null }]);
    input.budget.spend(full?.ticks ?? 0);
    // Everything before the departing event must hold under the rule, too.
    if (full?.departure?.liveIndex !== investigation.departure.liveIndex) continue;
    const after = await differing(lab, investigation, [...input.interventions, ...interventions]);
    input.budget.spend(investigation.market.times.length);
    const healed = healedFields(before, after);
    if (healed < ROWS_MIN) continue;
    if (best === null || healed > best.healed) {
      best = { judged, healed };
      equals.length = 0;
    } else if (healed === best.healed) equals.push(judged);
  }
  if (best === null) return null;
  const { judged, healed } = best;
  return { judged, strength: 'systematic', healed, equivalents: equals };
}

/** Stands for events without a partner. */
const ALONE = '(event)';

/** How often each field differs over the whole recording. */
async function differing(
  lab: Laboratory,
  { file }: Investigation,
  interventions: readonly Intervention[],
): Promise<ReadonlyMap<string, number>> {
  const replay = await lab.events(interventions);
  const live = file.live.filter(({ kind }) => kind !== 'checkpoint');
  const counts = new Map<string, number>();
  const count = (path: string): void => {
    counts.set(path, (counts.get(path) ?? 0) + 1);
  };
  for (const pair of compareRuns(numericOf(file, interventions), live, replay).pairs) {
    for (const { path } of pair.differences) count(path);
    if (pair.live === null || pair.replay === null) count(ALONE);
  }
  return counts;
}

/** Rows of fields that no longer differ anywhere; nothing if another field got worse. */
function healedFields(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): number {
  let healed = 0;
  for (const [path, count] of before) {
    const left = after.get(path) ?? 0;
    if (left > count) return 0;
    if (left === 0) healed += count;
  }
  return healed;
}
