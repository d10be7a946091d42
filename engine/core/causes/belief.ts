// When an answer is good enough to stop trying, and when a later one shows that an earlier was wrong.
import type { Intervention } from '../schema/index.js';
import type { Candidate } from './candidate.js';
import type { Choice } from './choose.js';
import { isRule } from './everywhere.js';
import type { FoundRoot } from './found-root.js';

/** Nothing of another family could have a better claim. */
export const isDecisive = ({ judged, healed }: Choice): boolean =>
  judged.candidate.isRecorded &&
  judged.candidate.freedom === 0 &&
  judged.candidate.isCertain !== false
    ? judged.result.isClean || judged.candidate.class !== 'state-initialisation-gap'
    : judged.result.isClean && healed >= DECISIVE_MIN;

/**
 * Not so when it is recorded, but a rule could be behind it, or when it is a rule among several that fit as far as the walk
 * goes: the whole recording is asked before it is believed.
 */
export const isSettled = ({ judged: { candidate, result }, equivalents }: Choice): boolean =>
  candidate.isCertain !== false &&
  (result.isClean || equivalents.length === 0 || !isRule(candidate));

/** Nothing was found, or a search found it, and it does not explain the rest: a parameter may. */
export const isSweepWanted = (choice: Choice | null): boolean =>
  choice === null || (!choice.judged.result.isClean && isFitted(choice.judged.candidate));

/** Live did not record that very value, and it is no rule that shows everywhere. */
const isFitted = (candidate: Candidate): boolean =>
  !(candidate.isRecorded && candidate.freedom === 0) && !isRule(candidate);

/** So many independent events are not met by accident. */
const DECISIVE_MIN = 4;

/** A search that has to take back more than this is guessing. */
export const BANNED_MAX = 6;

export const isPartOfParams = (root: FoundRoot): boolean =>
  !root.isHealedToEnd && root.interventions.some(({ kind }) => kind === 'params-value');

/** A rule that was fitted before, and now would have to be another one. */
export function isContradicted(root: FoundRoot, candidate: Candidate): boolean {
  const rules = pathsOf(root.interventions);
  return (
    root.strength !== 'recorded' &&
    pathsOf(candidate.interventions).some((path) => rules.includes(path))
  );
}

const pathsOf = (interventions: readonly Intervention[]): readonly string[] =>
  interventions.flatMap((change) => {
    if (change.kind === 'venue-policy' || change.kind === 'params-value')
      return [`${change.kind} ${change.path}`];
    return change.kind === 'state-warm-up'
      ? change.symbols.map((symbol) => `${change.kind} ${symbol}`)
      : [];
  });
