// Tries candidates: on the departing tick first, then on from there, then from the start of the window. What is left is
// ordered by how far it heals.
import type { Candidate } from './candidate.js';
import type { Budget } from './budget.js';
import type { Investigation } from './investigation.js';
import type { Laboratory } from './laboratory.js';
import { signatureOf } from './found-root.js';
import type { Departure, Trial, TrialResult } from './trial.js';

export interface Judged {
  readonly candidate: Candidate;
  readonly result: TrialResult;
}

export interface Verdicts {
  /** Best first. */
  readonly healing: readonly Judged[];
  /** Fewer fields of the departing event differ, but some still do. */
  readonly partial: readonly Judged[];
}

/** Trials between two looks at the budget. */
const CHUNK = 256;
/** Candidates that heal the departing tick and are walked on from it. */
const ONWARD_MAX = 400;
/** Of those, how many are proven from the start of the window. */
const PROVEN_MAX = 24;

/** Further than the base: a later tick, or a later event of the same one. */
export function isHealed(investigation: Investigation, result: TrialResult): boolean {
  const { base, departure } = investigation;
  if (result.failure !== null) return false;
  if (result.isClean) return true;
  const other = result.departure;
  return (
    other !== null &&
    (other.ts > departure.ts ||
      (other.ts === departure.ts && other.liveIndex > base.matched && other.kind !== 'order') ||
      isFoundPartner(investigation, other) ||
      isBehindTick(investigation, other))
  );
}

/** The surplus event is gone, and the recorded state behind the tick is reached. */
const isBehindTick = ({ departure }: Investigation, other: Departure): boolean =>
  departure.kind === 'missing-in-live' && other.kind === 'state' && other.ts === departure.ts;

/** The event has its partner now, and what still differs in it is the doing of a root that is known. */
const isFoundPartner = ({ departure, signatures }: Investigation, other: Departure): boolean =>
  departure.kind.startsWith('missing-in-') &&
  other.kind === 'field' &&
  other.liveIndex === departure.liveIndex &&
  signatures.has(signatureOf(other));

export async function judge(
  lab: Laboratory,
  investigation: Investigation,
  input: { readonly candidates: readonly Candidate[]; readonly budget: Budget },
): Promise<Verdicts> {
  const { budget } = input;
  const run = (trials: readonly Trial[]) => spendOn(lab, budget, trials);
  const probed = await tryAll(input.candidates, budget, (candidates) =>
    run(candidates.map((candidate) => probeOf(investigation, candidate))),
  );
  const passed = probed.filter(({ result }) => isHealed(investigation, result));
  const onward = await walkOnward(run, investigation, { passed, budget });
  const healing = await proveFromStart(run, investigation, onward);
  const partial = probed
    .filter(({ result }) => isPartial(investigation, result))
    .sort((a, b) => fieldsLeft(a) - fieldsLeft(b) || byPreference(a, b));
  return { healing, partial };
}

type Run = (trials: readonly Trial[]) => Promise<readonly TrialResult[]>;

async function spendOn(
  lab: Laboratory,
  budget: Budget,
  trials: readonly Trial[],
): Promise<readonly TrialResult[]> {
  const results = await lab.walk(trials);
  budget.spend(
    results.reduce((sum, { ticks }) => sum + ticks, 0),
    results.length,
  );
  return results;
}

async function tryAll(
  candidates: readonly Candidate[],
  budget: Budget,
  walk: (candidates: readonly Candidate[]) => Promise<readonly TrialResult[]>,
): Promise<readonly Judged[]> {
  const judged: Judged[] = [];
  for (let from = 0; from < candidates.length && !budget.isSpent; from += CHUNK) {
    const chunk = candidates.slice(from, from + CHUNK);
    const results = await walk(chunk);
    chunk.forEach((candidate, index) => {
      const result = results[index];
      if (result !== undefined) judged.push({ candidate, result });
    });
  }
  return judged;
}

function probeOf(investigation: Investigation, candidate: Candidate): Trial {
  const untilTs = investigation.departure.ts;
  const { fromTs } = candidate;
  const onward = onwardOf(investigation, candidate);
  return { ...onward, untilTs: Math.max(untilTs, fromTs ?? untilTs) };
}

/** From where a candidate is walked before it has to prove itself from the start. */
function onwardOf(investigation: Investigation, candidate: Candidate): Trial {
  const { probe, probeFromTs, interventions, fromTs } = candidate;
  if (probeFromTs !== undefined) return { interventions, fromTs: probeFromTs };
  if (probe === undefined) return { interventions, fromTs };
  return { ...probe, fromTs: probeStart(investigation) };
}

/** A state departs somewhere behind the last one that was equal; anything else on its own tick. */
function probeStart({ departure, base, market }: Investigation): number | null {
  if (departure.kind !== 'state') return departure.ts;
  const equal = base.equalStates.at(-1) ?? -1;
  return market.times.find((ts) => ts > equal) ?? null;
}

/** On from the departing tick, still by the cheap stand-in. */
async function walkOnward(
  run: Run,
  investigation: Investigation,
  input: { readonly passed: readonly Judged[]; readonly budget: Budget },
): Promise<readonly Judged[]> {
  const best = [...input.passed].sort(byPreference).slice(0, ONWARD_MAX);
  const candidates = best.map(({ candidate }) => candidate);
  const walked = await tryAll(candidates, input.budget, (chunk) =>
    run(chunk.map((candidate) => onwardOf(investigation, candidate))),
  );
  return [...walked].sort(byReach);
}

/** A rule must hold from the first row on, and a field of state from the snapshot on. */
async function proveFromStart(
  run: Run,
  investigation: Investigation,
  onward: readonly Judged[],
): Promise<readonly Judged[]> {
  const proven: Judged[] = [];
  let furthest = -1;
  for (const { candidate, result } of onward) {
    // Those that reach less far on their own cannot win any more.
    if (proven.length >= PROVEN_MAX || (furthest >= 0 && reachOf(result) < furthest)) break;
    if (candidate.probe === undefined && candidate.probeFromTs === undefined) {
      proven.push({ candidate, result });
      furthest = reachOf(result);
      continue;
    }
    const [full] = await run([{ interventions: candidate.interventions, fromTs: null }]);
    if (full === undefined || !isHealed(investigation, full)) continue;
    proven.push({ candidate, result: full });
    furthest = Math.max(furthest, reachOf(full));
  }
  return proven.sort(byReach);
}

/** The same event departs, in fewer fields. */
export function isPartial(
  { departure }: Investigation,
  { departure: other }: TrialResult,
): boolean {
  return (
    other !== null &&
    other.ts === departure.ts &&
    other.liveIndex === departure.liveIndex &&
    other.kind === departure.kind &&
    other.fields.length > 0 &&
    other.fields.length < departure.fields.length &&
    other.fields.every(({ path }) => departure.fields.some((field) => field.path === path))
  );
}

const fieldsLeft = ({ result }: Judged): number => result.departure?.fields.length ?? 0;

/** Clean is further than anything. */
const reachOf = (result: TrialResult): number => (result.isClean ? Infinity : result.matched);

export const byReach = (a: Judged, b: Judged): number => {
  const [x, y] = [reachOf(a.result), reachOf(b.result)];
  return x === y ? byPreference(a, b) : y > x ? 1 : -1;
};

/** Recorded before searched, fewer chosen values before more, then the family's own order. */
function byPreference(a: Judged, b: Judged): number {
  const [x, y] = [a.candidate, b.candidate];
  if (x.isRecorded !== y.isRecorded) return x.isRecorded ? -1 : 1;
  return x.freedom - y.freedom || x.order - y.order;
}
