// A recorded state against the snapshot: what it says is what live had.
import type { Json, Patch } from '../../schema/index.js';
import { parsePath, readPath } from '../../session/json-path.js';
import type { Family } from '../candidate.js';
import type { Investigation } from '../investigation.js';
import { isStateProven, shown, stateCandidate } from './state-candidate.js';

/** What a recorded state says against the snapshot, one part of it at a time. */
export const recordedState: Family = (investigation) => {
  const { departure } = investigation;
  if (departure.kind !== 'state' || departure.live?.kind !== 'checkpoint') return [];
  if (isStateProven(investigation) || investigation.excused.length > 0) return [];
  const groups = new Map<string, Patch[]>();
  const recorded = departure.live.state as unknown as Json;
  for (const { path } of departure.fields) {
    const inner = path.replace(/^state\./, '');
    const group = groupOf(inner);
    const patch = patchOf(recorded, inner);
    const known = groups.get(group) ?? [];
    if (patch !== null && !known.some((other) => other.path === patch.path))
      groups.set(group, [...known, patch]);
  }
  const lost = [...groups.keys()].filter((group) => group.startsWith('strategy'));
  const whole = recorded as { readonly strategy?: Json };
  if (lost.length > STRATEGY_GROUPS_MAX && whole.strategy !== undefined) {
    for (const group of lost) groups.delete(group);
    groups.set('strategy', [{ path: 'strategy', value: whole.strategy }]);
  }
  const isAtStart = departure.tick === 0 && departure.matchedInTick === 0;
  return [...groups.values()].map((patches, index) =>
    stateCandidate(patches, {
      title: titleOf(investigation, patches),
      isRecorded: true,
      freedom: 0,
      order: index,
      isInert: !isAtStart,
      facts: patches.map(({ path, value }) => factOf(investigation, path, value)),
    }),
  );
};

/** More records of the strategy's state than this are not wrong one by one: the state as a whole is another's. */
const STRATEGY_GROUPS_MAX = 3;

/** A position is one thing, and so is a record of the strategy's state. */
function groupOf(path: string): string {
  const position = /^positions\.[^.]+/.exec(path);
  if (position !== null) return position[0];
  return path.startsWith('strategy') ? path.replace(/\.[^.]*$/, '') : (path.split('.')[0] ?? '');
}

/** Positions that one side lacks are set or removed as a whole. */
function patchOf(recorded: Json, path: string): Patch | null {
  const steps = parsePath(path);
  if (steps === undefined) return null;
  if (steps[0] === 'positions' && steps[1] !== undefined) {
    const place = steps.slice(0, 2);
    const position = readPath(recorded, place);
    if (position === undefined) return { path: place.join('.'), value: null };
    return { path: place.join('.'), value: position };
  }
  const value = readPath(recorded, steps);
  const number = readPath(value, ['$num']);
  return { path, value: number ?? value ?? null };
}

function factOf({ scene }: Investigation, path: string, value: Json): string {
  if (path === 'strategy') return 'the recorded state of the strategy differs in many places';
  const steps = parsePath(path) ?? [];
  const stated = readPath(scene.stateAtStart as unknown as Json, steps);
  const text = readPath(stated, ['$num']) ?? stated;
  return `${path}: live had ${shown(value)}, the snapshot says ${shown(text)}`;
}

function titleOf(investigation: Investigation, patches: readonly Patch[]): string {
  if (patches.some(({ path }) => path === 'strategy'))
    return "the strategy's own state in the snapshot is not the one live had";
  const names = patches.map(({ path }) => path).slice(0, 3);
  const more =
    patches.length > names.length ? ` and ${String(patches.length - names.length)} more` : '';
  const [only] = patches;
  if (patches.length === 1 && only !== undefined) {
    const { scene } = investigation;
    const stated = readPath(scene.stateAtStart as unknown as Json, parsePath(only.path) ?? []);
    if (stated === undefined) return `the snapshot lacks ${only.path}`;
    if (only.value === null) return `the snapshot has ${only.path}, which live did not have`;
  }
  return `the snapshot is not what live had in ${names.join(', ')}${more}`;
}
