// Rules hold everywhere, so they are held against the whole recording: one is believed when a field it concerns differs
// (almost) nowhere any more and others do not differ more for it. That works where a walk from difference to difference
// is cut short by another cause.
import { compareRuns, eventIdentity, type ComparedPair } from '../parity/index.js';
import type { EventRecord, Intervention } from '../schema/index.js';
import type { Budget } from './budget.js';
import type { Candidate } from './candidate.js';
import type { Choice } from './choose.js';
import { numericOf, type Investigation } from './investigation.js';
import type { Judged } from './judge.js';
import type { Laboratory } from './laboratory.js';
import { tickTsOf } from './families/orders.js';
import type { Departure } from './trial.js';

/** Each costs two runs of the window. */
const COMPARED_MAX = 24;
/** Rows that must agree in the healed field. */
const ROWS_MIN = 2;
/** What another cause leaves behind in a field, at most. */
const LEFT_MAX = 0.1;

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
  const rules = byTurns(candidates.filter(isRule));
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

/** One of each kind of rule before the second of any, so that no kind crowds out the others. */
function byTurns(candidates: readonly Candidate[]): readonly Candidate[] {
  const turns = new Map<string, number>();
  const placed = candidates.map((candidate) => {
    const kind = candidate.interventions
      .map((change) => (change.kind === 'venue-policy' ? change.path : change.kind))
      .join();
    const turn = turns.get(kind) ?? 0;
    turns.set(kind, turn + 1);
    return { candidate, turn };
  });
  return placed.sort((a, b) => a.turn - b.turn).map(({ candidate }) => candidate);
}

/** Where a rule first shows: an earlier difference that another root accounted for, and that the rule heals. */
export async function firstShown(
  lab: Laboratory,
  investigation: Investigation,
  { candidate, interventions }: Pick<Attempt, 'interventions'> & { readonly candidate: Candidate },
): Promise<Investigation> {
  const { file, departure } = investigation;
  const compared = file.live.filter(({ kind }) => kind !== 'checkpoint');
  const pairsWith = async (added: readonly Intervention[]): Promise<readonly ComparedPair[]> => {
    const all = [...interventions, ...added];
    return compareRuns(numericOf(file, all), compared, await lab.events(all)).pairs;
  };
  const before = await pairsWith([]);
  const left = new Map<number, ReadonlySet<string>>();
  for (const { live, replay, differences } of await pairsWith(candidate.interventions))
    if (live !== null && replay !== null)
      left.set(live.seq, new Set(differences.map(({ path }) => path)));
  const concerned = new Set(departure.fields.map(({ path }) => path));
  for (const { live, replay, differences } of before) {
    if (live === null || replay === null || live.kind !== departure.live?.kind) continue;
    const still = left.get(live.seq);
    const fields = differences.filter(
      ({ path }) => concerned.has(path) && still?.has(path) === false,
    );
    if (fields.length === 0) continue;
    const liveIndex = file.live.findIndex(({ seq }) => seq === live.seq);
    if (liveIndex >= departure.liveIndex) break;
    return atPlace(lab, investigation, { live, replay, fields, liveIndex });
  }
  return investigation;
}

async function atPlace(
  lab: Laboratory,
  investigation: Investigation,
  found: Pick<Departure, 'live' | 'replay' | 'fields' | 'liveIndex'> & {
    readonly live: EventRecord;
  },
): Promise<Investigation> {
  const ts = tickTsOf(investigation, found.live.ts);
  const scene = await lab.scene(ts);
  const own = scene.events.find(({ event }) => eventIdentity(event) === eventIdentity(found.live));
  return {
    ...investigation,
    scene,
    symbol: 'symbol' in found.live ? found.live.symbol : '',
    departure: {
      ...investigation.departure,
      ...found,
      kind: 'field',
      tick: investigation.market.times.indexOf(ts),
      ts,
      site: own?.site ?? -1,
    },
  };
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

/** Of a trade of another size or price nothing else counts: it follows. At another time it has another price anyway. */
function differingPaths({ live, replay, differences }: ComparedPair): readonly string[] {
  if (live === null || replay === null) return [ALONE];
  const paths = differences.map(({ path }) => path);
  const isTrade = live.kind === 'fill' || live.kind === 'ledger';
  if (!isTrade || !paths.some((path) => path === 'size' || path === 'price')) return paths;
  const isLate = paths.includes('ts');
  return paths.filter((path) => path === 'ts' || path === 'size' || (path === 'price' && !isLate));
}

/**
 * Rows that no longer differ, of fields that hardly differ anywhere any more, less those of other fields that differ in
 * more rows than newly found partners explain.
 */
function healedFields(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): number {
  const paired = Math.max(0, (before.get(ALONE) ?? 0) - (after.get(ALONE) ?? 0));
  let healed = 0;
  for (const [path, left] of after) {
    const known = (before.get(path) ?? 0) + (path === ALONE ? 0 : paired);
    healed -= Math.max(0, left - known);
  }
  for (const [path, count] of before) {
    const left = after.get(path) ?? 0;
    if (left <= count * LEFT_MAX) healed += count - left;
  }
  return healed;
}
