// Parameters: live ran with another value of one of them. That is a divergence of logic with its name: the code is the
// same, what it was told is not.
import type { Json } from '../../schema/index.js';
import type { Candidate, Family } from '../candidate.js';
import { readings, solve } from '../decimal-solver.js';
import { liveDecision, replayDecision, type Investigation } from '../investigation.js';
import type { ParamLeaf } from '../trial.js';

const CLASS = 'deterministic-logic-divergence';

export const paramsFamily: Family = (investigation) =>
  investigation.scene.params.flatMap((leaf, index) =>
    valuesOf(investigation, leaf).map((value) => paramCandidate(leaf, value, index / 1000)),
  );

export interface ParamChange {
  readonly leaf: ParamLeaf;
  readonly value: Json;
}

export function paramCandidate(leaf: ParamLeaf, value: Json, order: number): Candidate {
  const candidate = paramsCandidate([{ leaf, value }], order);
  return { ...candidate, probe: { interventions: candidate.interventions, patches: [] } };
}

/** Several at once. Walked from the start: a window is built into the state there. */
export function paramsCandidate(changes: readonly ParamChange[], order: number): Candidate {
  const ran = changes.map(({ leaf, value }) => `${leaf.path} = ${shown(value)}`).join(' and ');
  const said = changes.map(({ leaf }) => shown(leaf.value)).join(' and ');
  return {
    class: CLASS,
    title: `live ran with ${ran}, the capture says ${said}`,
    interventions: changes.map(({ leaf, value }) => ({
      kind: 'params-value',
      path: leaf.path,
      value,
    })),
    isRecorded: false,
    freedom: changes.length,
    fromTs: null,
    order,
  };
}

export const shown = (value: Json): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

const STEPS = [1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 10, -10] as const;

function valuesOf(investigation: Investigation, leaf: ParamLeaf): readonly Json[] {
  const { value, type } = leaf;
  const others: readonly Json[] = value === leaf.default ? [] : [leaf.default];
  switch (type) {
    case 'flag':
      return [value !== true];
    case 'choice':
      return leaf.choices.filter((choice) => choice !== value);
    case 'integer':
      return [...new Set([...others, ...integers(investigation, Number(value))])];
    case 'decimal':
      return [...new Set([...others, ...decimals(investigation, shown(value))])].filter(
        (text) => text !== value,
      );
  }
}

function integers(investigation: Investigation, value: number): readonly number[] {
  const { num } = investigation;
  const near = STEPS.map((step) => value + step).filter((other) => other >= 0);
  const solved = ratios(investigation)
    .flatMap((ratio) => readings(num, ratio.mul(value)))
    .concat(thresholds(investigation))
    .map(Number)
    .filter((other) => Number.isSafeInteger(other) && other !== value);
  return [...solved, ...near];
}

function decimals(investigation: Investigation, value: string): readonly string[] {
  const { num } = investigation;
  const stated = solve(value);
  const solved = ratios(investigation).flatMap((ratio) => readings(num, stated.mul(ratio)));
  return [...thresholds(investigation), ...solved]
    .filter((text) => isTyped(text, value))
    .slice(0, 64);
}

/** Parameters are typed by people: a fit that takes more digits than anybody types is a fit and no parameter. */
export const isTyped = (text: string, stated: string): boolean =>
  digitsOf(text) <= Math.max(TYPED_DIGITS_MAX, digitsOf(stated));

const TYPED_DIGITS_MAX = 12;

export const digitsOf = (text: string): number =>
  text
    .replace(/e.*$/i, '')
    .replace(/\D/g, '')
    .replace(/^0+|0+$/g, '').length;

/** Thresholds live judged by where the replay judged by others. */
function thresholds(investigation: Investigation): readonly string[] {
  return differingGates(investigation).map(({ live }) => live);
}

/** By how much live's numbers are larger: a parameter that is a factor is larger by as much. */
function ratios(investigation: Investigation): readonly ReturnType<typeof solve>[] {
  const fields = investigation.departure.fields.map(({ live, replay }) => ({ live, replay }));
  return [...differingGates(investigation), ...fields]
    .filter(({ live, replay }) => isNumber(live) && isNumber(replay))
    .flatMap(({ live, replay }) => {
      const [a, b] = [solve(live ?? '0'), solve(replay ?? '0')];
      return a.isZero() || b.isZero() ? [] : [a.div(b), b.div(a)];
    });
}

const isNumber = (text: string | null): boolean =>
  text !== null && /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(text);

interface GatePair {
  readonly live: string;
  readonly replay: string;
}

/** Values and thresholds of the departing symbol's gates that differ. */
function differingGates(investigation: Investigation): readonly GatePair[] {
  const live = liveDecision(investigation, investigation.symbol);
  const replay = replayDecision(investigation, investigation.symbol);
  if (live === undefined || replay === undefined) return [];
  return live.gates.flatMap((gate) => {
    const partner = replay.gates.findLast(({ name }) => name === gate.name);
    if (partner === undefined) return [];
    const pairs: GatePair[] = [];
    if (gate.threshold !== partner.threshold)
      pairs.push({ live: gate.threshold, replay: partner.threshold });
    if (gate.value !== partner.value) pairs.push({ live: gate.value, replay: partner.value });
    return pairs;
  });
}
