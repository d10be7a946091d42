// The runs a case is made of: live's with some causes in it, and the replay's of a capture that lies about others.
import type { EventDraft } from '../../../engine/host/capture/index.js';
import type { Intervention } from '../../../engine/core/schema/index.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { recordCapture, type RecordedParts } from '../recording.js';
import type { Mutation, Scene } from './kind.js';

export interface World {
  /** Causes whose lie is in the capture that is run. */
  readonly told: readonly Mutation[];
  /** Causes that act in the run. */
  readonly acting: readonly Mutation[];
  readonly interventions?: readonly Intervention[];
}

/** Events of a run, recorded as the scene's were. */
export async function eventsOf(
  client: ReplayClient,
  scene: Scene,
  world: World,
): Promise<readonly EventDraft[]> {
  const interventions = [
    ...world.acting.flatMap(({ live }) => live?.interventions ?? []),
    ...(world.interventions ?? []),
  ];
  const overlays = Object.assign(
    { ...scene.overlays },
    ...world.acting.map(({ live }) => live?.overlays ?? {}),
  ) as Record<string, string>;
  const recorded = await recordCapture({
    client,
    base: told(scene, world.told),
    coverage: scene.coverage,
    interventions,
    overlays,
    decisionBars: scene.decisionBars,
    checkpointAtStart: scene.checkpointAtStart,
    ...(scene.checkpointsEvery !== null && { checkpointsEvery: scene.checkpointsEvery }),
  });
  return recorded.events;
}

export const told = (scene: Scene, mutations: readonly Mutation[]): RecordedParts =>
  mutations.reduce<RecordedParts>(
    (parts, { capture }) => (capture === undefined ? parts : capture(parts)),
    scene.parts,
  );

/** The capture of a live run: what the causes make of the rest, with live's events. */
export function captureOf(
  scene: Scene,
  mutations: readonly Mutation[],
  live: readonly EventDraft[],
): RecordedParts {
  const parts = told(scene, mutations);
  const first = live[0]?.seq ?? 1;
  const last = live.at(-1)?.seq ?? 0;
  const [run] = parts.manifest.runs;
  const runs =
    parts.manifest.runs.length > 1 || live.length === 0
      ? parts.manifest.runs
      : [{ fingerprint: run?.fingerprint ?? 'recorded', firstSeq: first, lastSeq: last }];
  return { ...parts, manifest: { ...parts.manifest, runs }, events: live };
}
