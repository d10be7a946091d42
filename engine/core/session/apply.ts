// Applies interventions to what a run is made of. Each is data (schema/intervention.ts); this is their only meaning.
import type { Json, Intervention, Patch, Snapshot, VenuePolicy } from '../schema/index.js';
import { bindInterference } from './interference.js';
import { NUMBER_KEY, parsePath, readPath, writePath } from './json-path.js';
import type { RunSettings } from './run-settings.js';

/** Settings with every intervention on rules, numbers, params, state and the course of the run in them. */
export function applyToSettings(
  settings: RunSettings,
  interventions: readonly Intervention[],
): RunSettings {
  if (interventions.length === 0) return settings;
  let { numeric, venue, params, end } = settings;
  const startPatches = [...(settings.startPatches ?? [])];
  const adoptions = new Map(settings.adoptions ?? []);
  for (const change of interventions) {
    if (change.kind === 'numeric-policy') numeric = change.policy;
    else if (change.kind === 'venue-policy') venue = patched(venue, change) as VenuePolicy;
    else if (change.kind === 'params-value') params = patched(params, change);
    else if (change.kind === 'state-window-end') end = change.end;
    else if (change.kind === 'state-field') startPatches.push(...change.fields);
    else if (change.kind === 'adopt-state')
      adoptions.set(change.tickTs, [...(adoptions.get(change.tickTs) ?? []), ...change.fields]);
  }
  return {
    ...settings,
    numeric,
    venue,
    params,
    end,
    startPatches,
    adoptions,
    interference: (num) => bindInterference(num, settings.symbols, interventions),
  };
}

function patched(document: unknown, change: { path: string; value: Json }): Json {
  const steps = parsePath(change.path);
  return steps === undefined
    ? (document as Json)
    : writePath(document as Json, steps, change.value);
}

/**
 * A snapshot with patches in it. Its strategy part must be there: see ReplaySession.materialise. A value in place of a
 * number of the policy is written as such; null removes an entry outside of the strategy's state.
 */
export function patchSnapshot(snapshot: Snapshot, patches: readonly Patch[]): Snapshot {
  let document = snapshot as unknown as Json;
  for (const { path, value } of patches) {
    const steps = parsePath(path);
    if (steps === undefined) continue;
    const isStrategy = steps[0] === 'strategy';
    const before = readPath(document, steps);
    const isNumber =
      isStrategy && typeof value === 'string' && readPath(before, [NUMBER_KEY]) !== undefined;
    const written = isNumber
      ? { [NUMBER_KEY]: value }
      : value === null && !isStrategy
        ? undefined
        : value;
    document = writePath(document, steps, written);
  }
  return document as unknown as Snapshot;
}
