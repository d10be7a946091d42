// What every candidate of the state class has in common.
import type { Intervention, Json, Patch, Snapshot } from '../../schema/index.js';
import { parsePath, readPath } from '../../session/json-path.js';
import type { Candidate } from '../candidate.js';
import type { Investigation } from '../investigation.js';

export const CLASS = 'state-initialisation-gap';

/** A full recorded state was equal after the start: the snapshot was right. */
export const isStateProven = ({ base }: Investigation): boolean => base.equalStates.length > 0;

export function stateCandidate(
  fields: readonly Patch[],
  how: {
    readonly title: string;
    readonly isRecorded: boolean;
    readonly freedom: number;
    readonly order: number;
    readonly isInert: boolean;
    readonly isSweeping?: boolean;
    readonly facts?: readonly string[];
  },
): Candidate {
  const interventions: Intervention[] = [{ kind: 'state-field', fields: [...fields] }];
  return {
    class: CLASS,
    title: how.title,
    interventions,
    isRecorded: how.isRecorded,
    freedom: how.freedom,
    fromTs: null,
    ...(how.isInert ? { probe: { interventions: [], patches: fields } } : {}),
    order: how.order,
    ...(how.isSweeping === true ? { isSweeping: true } : {}),
    ...(how.facts === undefined ? {} : { facts: how.facts }),
  };
}

export const shown = (value: Json | undefined): string =>
  value === undefined || value === null
    ? 'missing'
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);

/** The field has not changed between the start and the departing tick. */
export const isInert = ({ scene }: Investigation, path: string): boolean => {
  const steps = parsePath(path) ?? [];
  const at = (state: Snapshot): string =>
    JSON.stringify(readPath(state as unknown as Json, steps) ?? null);
  return at(scene.stateAtStart) === at(scene.stateBefore);
};
