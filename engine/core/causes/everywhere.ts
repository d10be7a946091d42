// Rules hold everywhere, so they are held against the whole recording: one is believed when a field it concerns differs
// nowhere any more and nothing else got worse. That works where a walk from difference to difference is cut short by
// another cause.
import { compareRuns, type ComparedPair } from '../parity/index.js';
import type { Intervention } from '../schema/index.js';
import type { Budget } from './budget.js';
import type { Candidate } from './candidate.js';
import type { Choice } from './choose.js';
import { numericOf, type Investigation } from './investigation.js';
import type { Judged } from './judge.js';
import type { Laboratory } from './laboratory.js';

/** Each costs two runs of the window. */
const COMPARED_MAX = 12;
/** Rows that must agree in the healed field. */
const ROWS_MIN = 2;

interface Attempt {
  /** Best first. */
  readonly candidates: readonly Candidate[];
  readonly budget: Budget;
  readonly interventions: readonly Intervention[];
}

/** The rule among the candidates that heals most of the whole recording; null when none does, or two classes do. */
export async function confirmedEverywhere(
  lab: Laboratory,
  investigation: Investigation,
  { candidates, budget, interventions }: Attempt,
): Promise<Choice | null> {
  const rules = candidates.filter(isRule);
  if (rules.length === 0) return null;
  const before = await differing(lab, investigation, interventions);
  budget.spend(investigation.market.times.length);
  let found: { readonly judged: Judged; readonly healed: number }[] = [];
  for (const candidate of rules.slice(0, COMPARED_MAX)) {
    if (budget.isSpent) break;
    const result = await holdsUpTo(lab, investigation, { candidate, budget });
    if (result === null) continue;
    const after = await differing(lab, investigation, [
      ...interventions,
      ...candidate.interventions,
    ]);
    budget.spend(investigation.market.times.length);
    const healed = healedFields(before, after);
    if (healed < ROWS_MIN) continue;
    const most = found[0]?.healed ?? 0;
    if (healed > most) found = [];
    if (healed >= most) found.push({ judged: { candidate, result }, healed });
  }
  const [best, ...equals] = found;
  if (best === undefined) return null;
  const { judged, healed } = best;
  const classOf = (other: { readonly judged: Judged }) => other.judged.candidate.class;
  if (equals.some((other) => classOf(other) !== classOf(best))) return null;
  const equivalents = equals.map((other) => other.judged);
  return { judged, strength: 'systematic', healed, equivalents };
}

/** Something that is true from the first tick to the last. */
export const isRule = ({ interventions, isSweeping }: Candidate): boolean =>
  isSweeping === true || interventions.every(({ kind }) => RULES.includes(kind));

const RULES: readonly Intervention['kind'][] = ['venue-policy', 'numeric-policy'];

/** Everything before the departing event must hold under the rule, too. */
async function holdsUpTo(
  lab: Laboratory,
  { departure }: Investigation,
  what: { readonly candidate: Candidate; readonly budget: Budget },
): Promise<Judged['result'] | null> {
  const { interventions } = what.candidate;
  const [result] = await lab.walk([{ interventions, fromTs: null }]);
  what.budget.spend(result?.ticks ?? 0);
  if (result === undefined || result.failure !== null) return null;
  const holds = result.isClean || (result.departure?.liveIndex ?? -1) >= departure.liveIndex;
  return holds ? result : null;
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
  for (const pair of compareRuns(numericOf(file, interventions), live, replay).pairs)
    for (const path of differingPaths(pair)) counts.set(path, (counts.get(path) ?? 0) + 1);
  return counts;
}

/** Of a trade of another size or price only that counts: everything else of it follows. */
function differingPaths({ live, replay, differences }: ComparedPair): readonly string[] {
  if (live === null || replay === null) return [ALONE];
  const paths = differences.map(({ path }) => path);
  const first = paths.filter((path) => path === 'size' || path === 'price');
  const isTrade = live.kind === 'fill' || live.kind === 'ledger';
  return isTrade && first.length > 0 ? first : paths;
}

/** Rows of fields that no longer differ anywhere; nothing if another field got worse than newly found partners explain. */
function healedFields(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): number {
  const paired = Math.max(0, (before.get(ALONE) ?? 0) - (after.get(ALONE) ?? 0));
  let healed = 0;
  for (const [path, left] of after)
    if (left > (before.get(path) ?? 0) + (path === ALONE ? 0 : paired)) return 0;
  for (const [path, count] of before) if (!after.has(path)) healed += count;
  return healed;
}
