// What is known of a root before anything is said about its cause.
import type { Candidate } from './candidate.js';
import { shown } from './families/params.js';
import type { Choice } from './choose.js';
import { signatureOf, type FoundRoot } from './found-root.js';
import type { Investigation } from './investigation.js';

export function bareRoot(investigation: Investigation): Omit<FoundRoot, 'class' | 'title'> {
  const { departure, symbol } = investigation;
  return {
    departure,
    symbol,
    site: siteOf(investigation),
    proposal: '',
    interventions: [],
    strength: null,
    healed: 0,
    isHealedToEnd: false,
    facts: [],
    equivalents: [],
    trials: 0,
    doubts: [],
    toRecord: [],
    bridge: [],
    excused: [],
    unsynchronised: [],
    recurrences: [],
    signature: signatureOf(departure),
  };
}

/** A root that something heals. */
export function healedRoot(place: Investigation, choice: Choice, trials: number): FoundRoot {
  const { candidate, result } = choice.judged;
  return {
    ...bareRoot(place),
    class: candidate.class,
    title: titleOf(choice),
    proposal: candidate.title,
    interventions: candidate.interventions,
    strength: choice.strength,
    healed: choice.healed,
    isHealedToEnd: result.isClean,
    facts: candidate.facts ?? [],
    equivalents: equivalentsOf(choice),
    trials,
  };
}

/** Values of parameters that fit equally well are all named: which of them live ran with, the recording does not say. */
function titleOf({ judged: { candidate }, equivalents }: Choice): string {
  const equal = [candidate, ...equivalents.map((other) => other.candidate)].filter(isOfParams);
  const values = new Map<string, Set<string>>();
  for (const each of equal) {
    const known = values.get(pathsOf(each)) ?? new Set<string>();
    values.set(pathsOf(each), known.add(valuesOf(each)));
  }
  const told = [...values];
  const isAlone = told.length === 1 && told[0]?.[1].size === 1;
  if (!isOfParams(candidate) || isAlone) return candidate.title;
  const texts = told.slice(0, PATHS_NAMED_MAX).map(([path, fitting]) => {
    const named = [...fitting].slice(0, VALUES_NAMED_MAX).join(', ');
    return `${path} = ${named}${fitting.size > VALUES_NAMED_MAX ? ' and others' : ''}`;
  });
  const more = told.length > PATHS_NAMED_MAX ? ', or another parameter' : '';
  return `live ran with ${texts.join(', or ')}${more}: the recording cannot tell these apart`;
}

/** More than a title holds; all are among the equivalents. */
const PATHS_NAMED_MAX = 3;
const VALUES_NAMED_MAX = 4;

const isOfParams = ({ interventions }: Candidate): boolean =>
  interventions.every(({ kind }) => kind === 'params-value');

const changesOf = ({ interventions }: Candidate) =>
  interventions.filter((change) => change.kind === 'params-value');

const pathsOf = (candidate: Candidate): string =>
  changesOf(candidate)
    .map(({ path }) => path)
    .join(' and ');

const valuesOf = (candidate: Candidate): string =>
  changesOf(candidate)
    .map(({ value }) => shown(value))
    .join(' and ');

/** What would do as well, each said once. */
function equivalentsOf({ judged, equivalents }: Choice): FoundRoot['equivalents'] {
  const said = new Set([judged.candidate.title]);
  return equivalents.flatMap(({ candidate: { title, interventions } }) => {
    const [intervention] = interventions;
    if (intervention === undefined || said.has(title)) return [];
    said.add(title);
    return [{ title, intervention }];
  });
}

/** The gate's own call where a gate differs, the decision made instead where live did something else. */
function siteOf({ departure, scene, symbol }: Investigation): number {
  const gate = /^gates\.([^.]+)\./.exec(departure.fields[0]?.path ?? '')?.[1];
  const decision = scene.events.find(
    ({ event }) => event.kind === 'decision' && event.symbol === symbol,
  );
  if (gate !== undefined) return decision?.gateSites[gate] ?? departure.site;
  return departure.site >= 0 ? departure.site : (decision?.site ?? -1);
}
