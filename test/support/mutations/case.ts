// A case: one or two causes in a faithful recording, visible in it, with the places where they first show.
import { seededRandom } from '../seeded-random.js';
import type { EventDraft } from '../../../engine/host/capture/index.js';
import { RunFailed, type RecordedParts } from '../recording.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { departuresOf, type FirstDeparture } from './first-departure.js';
import type { Mutation, MutationKind, Scene, SceneNeeds } from './kind.js';
import type { SceneStore } from './scene-store.js';
import { captureOf, eventsOf } from './world.js';

export interface Cause {
  readonly kind: MutationKind;
  readonly mutation: Mutation;
  /** Where it shows first once everything else is healed; null for what makes a comparison invalid. */
  readonly place: FirstDeparture | null;
}

export interface MutationCase {
  readonly name: string;
  readonly seed: number;
  readonly scene: Scene;
  readonly parts: RecordedParts;
  readonly causes: readonly Cause[];
  /** Recordings drawn before this one in which the cause did not show enough, or had no place. */
  readonly skipped: Readonly<Record<Skip, number>>;
}

type Skip = 'no-scene' | 'no-place' | 'no-effect' | 'little-effect' | 'no-position' | 'run-failed';

/** A cause needs so many differing live events to be told from chance. */
const DIFFERING_MIN = 3;
const DRAWS_MAX = 24;

export class NoCase extends Error {
  override readonly name = 'NoCase';
}

export async function drawCase(
  client: ReplayClient,
  store: SceneStore,
  what: {
    readonly kinds: readonly MutationKind[];
    readonly seed: number;
    readonly ticks?: SceneNeeds['ticks'];
  },
): Promise<MutationCase> {
  const { kinds, seed, ticks } = what;
  const name = kinds.map((kind) => kind.name).join(' + ');
  const skipped: Record<Skip, number> = {
    'no-scene': 0,
    'no-place': 0,
    'no-effect': 0,
    'little-effect': 0,
    'no-position': 0,
    'run-failed': 0,
  };
  const wanted = [...kinds.map((kind) => kind.needs ?? {}), ticks === undefined ? {} : { ticks }];
  const needs = Object.assign({}, ...wanted) as SceneNeeds;
  for (let draw = 0; draw < DRAWS_MAX; draw += 1) {
    const sceneSeed = seed + draw * SEED_STRIDE;
    const scene = await store.scene(client, sceneSeed, needs);
    if (scene === null) {
      skipped['no-scene'] += 1;
      continue;
    }
    const random = seededRandom(hash(name) ^ Math.imul(sceneSeed, 0x9e37_79b1));
    const mutations = kinds.map((kind) => kind.draw(scene, random));
    if (mutations.some((mutation) => mutation === null)) {
      skipped['no-place'] += 1;
      continue;
    }
    const built = await tryBuild(client, scene, { kinds, mutations: mutations as Mutation[] });
    if (typeof built === 'string') {
      skipped[built] += 1;
      continue;
    }
    return { name, seed, scene, skipped, ...built };
  }
  throw new NoCase(`${name}, seed ${String(seed)}: ${JSON.stringify(skipped)}`);
}

/** Seeds of further draws lie far from those a bench counts through. */
const SEED_STRIDE = 10_007;

function hash(text: string): number {
  let value = 0x811c_9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x0100_0193);
  return value;
}

/** A bot that was never told of late fills may break its venue's rules under one; then another place is drawn. */
async function tryBuild(...input: Parameters<typeof build>): ReturnType<typeof build> {
  try {
    return await build(...input);
  } catch (error) {
    if (error instanceof RunFailed) return 'run-failed';
    throw error;
  }
}

async function build(
  client: ReplayClient,
  scene: Scene,
  what: { readonly kinds: readonly MutationKind[]; readonly mutations: readonly Mutation[] },
): Promise<Pick<MutationCase, 'parts' | 'causes'> | Skip> {
  const { kinds, mutations } = what;
  const [kind, mutation] = [kinds[0] as MutationKind, mutations[0] as Mutation];
  if (kind.class === 'invalid') {
    const parts = mutation.capture?.(scene.parts) ?? scene.parts;
    return { parts, causes: [{ kind, mutation, place: null }] };
  }
  const isLive = mutations.some(({ live }) => live !== undefined);
  const live = isLive
    ? await eventsOf(client, scene, { told: [], acting: mutations })
    : scene.parts.events;
  if (takesFromNothing(scene, mutations, live)) return 'no-position';
  const causes: Cause[] = [];
  for (const [index, one] of mutations.entries()) {
    const others = mutations.filter((other) => other !== one);
    // With everything else healed only this one makes a difference.
    const isPlain = others.length === 0 && one.capture === undefined;
    const replay = isPlain
      ? scene.parts.events
      : await eventsOf(client, scene, { told: [one], acting: others });
    const { first, count } = departuresOf(scene, live, replay);
    if (first === null || count === 0) return 'no-effect';
    if (count < DIFFERING_MIN) return 'little-effect';
    causes.push({ kind: kinds[index] as MutationKind, mutation: one, place: first });
  }
  const ticks = causes.map(({ place }) => place?.tick);
  if (new Set(ticks).size < ticks.length) return 'little-effect';
  return { parts: captureOf(scene, mutations, live), causes };
}

/**
 * Whether a venue takes from a position that another cause has kept live from having: no venue does, so nobody records it.
 * Lockstep's own check of such rows is not asked: what it held to be wrong by mistake would never be met.
 */
function takesFromNothing(
  { parts }: Scene,
  mutations: readonly Mutation[],
  live: readonly EventDraft[],
): boolean {
  const taken = mutations
    .flatMap(({ live: acting }) => acting?.interventions ?? [])
    .flatMap((one) => (one.kind === 'venue-event' ? one.records : []))
    .filter(isLedger)
    .filter(({ action }) => action === 'REDUCE' || action === 'CLOSE');
  const rows = live.filter(isLedger);
  return taken.some(({ symbol, side, ts, reason }) => {
    const at = rows.findIndex(
      (row) => row.symbol === symbol && row.ts === ts && row.reason === reason,
    );
    if (at < 0) return false;
    const before = rows.slice(0, at).findLast((row) => row.symbol === symbol);
    if (before === undefined) return parts.snapshot.positions[symbol]?.side !== side;
    return before.action === 'CLOSE' || before.side !== side;
  });
}

type Ledger<T> = Extract<T, { readonly kind: 'ledger' }>;

const isLedger = <T extends { readonly kind: string }>(event: T): event is Ledger<T> =>
  event.kind === 'ledger';
