// Which of the candidates that heal is the cause, if any may be named. No class is a default: what one fitted row could
// say as well in another way is left unclassified.
import type { Judged } from './judge.js';
import type { Investigation } from './investigation.js';
import type { EventRecord } from '../schema/index.js';
import type { CauseClass, EvidenceStrength } from './cause-class.js';
import { signatureOf } from './found-root.js';
import { isVenues } from './venue-doing.js';

export interface Choice {
  readonly judged: Judged;
  readonly strength: EvidenceStrength;
  readonly healed: number;
  readonly equivalents: readonly Judged[];
}

export interface Choosing {
  readonly choice: Choice | null;
  /** Candidates that heal and were not believed, with why. */
  readonly doubts: readonly Doubt[];
  /** A parameter among them that only lacks confirmation: where logic is proven it may still name it. */
  readonly parameter: Judged | null;
}

export interface Doubt {
  readonly class: CauseClass;
  readonly text: string;
  /** Of a cause that would have to show everywhere, and does not. */
  readonly isSweeping: boolean;
}

/** Ticks a swept value has to reproduce beside those: so many were tried that some fit a tick or two by accident. */
const SWEPT_TICKS = 1;
/** Ticks a searched value has to reproduce for every value it chose, beside the one that gave it. */
const CONFIRMED_TICKS = 1;
const EQUIVALENTS_MAX = 12;
const DOUBTS_MAX = 4;

/** `mismatched`: indices of live events that have no equal partner in the base. */
export function choose(
  investigation: Investigation,
  healing: readonly Judged[],
  mismatched: ReadonlySet<number>,
): Choosing {
  const doubts: Doubt[] = [];
  const believed = healing.filter((judged) => {
    const doubt = doubtOf(investigation, judged, mismatched);
    if (doubt !== null && doubts.length < DOUBTS_MAX)
      doubts.push({
        class: judged.candidate.class,
        text: doubt,
        isSweeping: judged.candidate.isSweeping === true,
      });
    return doubt === null;
  });
  const parameter =
    healing.find(
      (judged) =>
        judged.candidate.interventions.every(({ kind }) => kind === 'params-value') &&
        judged.candidate.isSwept !== true &&
        !isRepeated(investigation, judged),
    ) ?? null;
  const [best] = believed;
  if (best === undefined) return { choice: null, doubts, parameter };
  const equals = believed.filter((other) => reach(other) === reach(best));
  const rival = equals.find((other) => isRival(best, other));
  if (rival !== undefined) {
    const said = `${best.candidate.title}, or ${rival.candidate.title}: the recording cannot tell these apart`;
    return {
      choice: null,
      doubts: [{ class: 'unclassified', text: said, isSweeping: false }, ...doubts],
      parameter,
    };
  }
  return {
    choice: {
      judged: best,
      strength: best.candidate.isRecorded
        ? 'recorded'
        : best.candidate.class === 'numeric-policy-divergence'
          ? 'systematic'
          : 'searched',
      healed: healedBy(best, mismatched, investigation),
      equivalents: equals
        .filter((other) => other !== best && other.candidate.class === best.candidate.class)
        .slice(0, EQUIVALENTS_MAX),
    },
    doubts: [],
    parameter: null,
  };
}

const reach = ({ result }: Judged): number => (result.isClean ? Infinity : result.matched);

/** Another class with as good a claim. What live recorded beats what a search fitted. */
function isRival(best: Judged, other: Judged): boolean {
  if (other.candidate.class === best.candidate.class) return false;
  if (best.candidate.isRecorded && !other.candidate.isRecorded) return false;
  return other.candidate.freedom <= best.candidate.freedom;
}

export function healedBy(
  { result }: Judged,
  mismatched: ReadonlySet<number>,
  { base }: Investigation,
): number {
  const until = result.isClean ? Infinity : result.matched;
  let count = 0;
  for (const index of mismatched) if (index >= base.matched && index < until) count += 1;
  return count;
}

const isTrade = (event: EventRecord | null | undefined): boolean =>
  event?.kind === 'fill' || event?.kind === 'ledger';

/** Ticks in which it heals something; of a rule about trades those in which it heals one, since all else follows. */
function healedTicks(
  { result, candidate }: Judged,
  mismatched: ReadonlySet<number>,
  { base, file, departure }: Investigation,
): number {
  const until = result.isClean ? Infinity : result.matched;
  const isOfTrades =
    isTrade(departure.live) && candidate.interventions.every(({ kind }) => kind === 'venue-policy');
  const ticks = new Set<number>();
  for (const index of mismatched) {
    const event = file.live[index];
    if (index < base.matched || index >= until || (isOfTrades && !isTrade(event))) continue;
    ticks.add(event?.ts ?? 0);
  }
  return ticks.size;
}

function doubtOf(
  investigation: Investigation,
  judged: Judged,
  mismatched: ReadonlySet<number>,
): string | null {
  const { candidate, result } = judged;
  if (candidate.unproven !== undefined) return `${candidate.title}: ${candidate.unproven}`;
  if (candidate.isRecorded && candidate.freedom === 0 && candidate.isSweeping !== true) return null;
  const healed = healedBy(judged, mismatched, investigation);
  const ticks = healedTicks(judged, mismatched, investigation);
  if (ticks < ticksNeeded(judged))
    return `${candidate.title}: fits, but too little of the recording could confirm it`;
  // What a venue makes of an order says nothing against a cause of another kind.
  const isStopped =
    result.departure !== null && isVenues(result.departure, investigation.file.coverage);
  const isPart = !result.isClean && !isStopped && healed * 2 < mismatched.size;
  const { isSweeping = false, isSwept = false, freedom } = candidate;
  if (isPart && (isSweeping || isSwept || freedom > 1))
    return `${candidate.title}: would show everywhere, and heals a part only`;
  if (isRepeated(investigation, judged))
    return `${candidate.title}: fits the first difference and fails at the next one of its kind`;
  return null;
}

/** A choice without a fitted value that makes everything agree to the last digit is confirmed by those digits. */
const ticksNeeded = ({ candidate, result }: Judged): number => {
  const { isRecorded, isSweeping, freedom } = candidate;
  if (candidate.isSwept === true) return 1 + SWEPT_TICKS + CONFIRMED_TICKS * freedom;
  const isMereChoice = freedom === 0 && !isRecorded && isSweeping !== true;
  return isMereChoice && result.isClean ? 1 : 1 + CONFIRMED_TICKS * Math.max(1, freedom);
};

/** The next difference is of the same kind: the candidate fits this place only. */
const isRepeated = ({ departure }: Investigation, { result }: Judged): boolean =>
  result.departure !== null && signatureOf(result.departure) === signatureOf(departure);
