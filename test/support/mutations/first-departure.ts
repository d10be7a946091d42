// Where two runs first differ, found by walking both lists event by event. Written apart from the engine's own walk, so
// that neither vouches for itself.
import { createNumeric, type Numeric } from '../../../engine/core/numeric/index.js';
import type { Json } from '../../../engine/core/schema/index.js';
import { leavesOf } from '../../../engine/core/session/json-path.js';
import type { EventDraft } from '../../../engine/host/capture/index.js';
import type { Scene } from './kind.js';

export interface FirstDeparture {
  readonly tick: number;
  /** Of either side's event; empty for a state. */
  readonly symbols: readonly string[];
  /** Paths that differ; empty where the events are not two recordings of one. */
  readonly fields: readonly string[];
}

export interface Departures {
  readonly first: FirstDeparture | null;
  /** Events of either side without an equal one on the other; states are not counted. */
  readonly count: number;
}

const DECIMAL = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const NOT_COMPARED = ['seq', 'prev', 'orderId', 'text'];

export function departuresOf(
  scene: Scene,
  live: readonly EventDraft[],
  replay: readonly EventDraft[],
): Departures {
  const num = createNumeric(scene.parts.manifest.numeric);
  const mine = live.map((event) => leaves(num, event));
  const theirs = replay.map((event) => leaves(num, event));
  const count = unmatched(live, mine, theirs) + unmatched(replay, theirs, mine);
  const length = Math.max(live.length, replay.length);
  for (let index = 0; index < length; index += 1) {
    const [a, b] = [mine[index], theirs[index]];
    if (a !== undefined && b !== undefined && sameEvent(a, b)) continue;
    const [liveEvent, replayEvent] = [live[index], replay[index]];
    return { count, first: describe(scene, { liveEvent, replayEvent, a, b }) };
  }
  return { count, first: null };
}

type Leaves = ReadonlyMap<string, string>;

/** Of an event only what live recorded is judged; of a state all of it. */
function differing(live: Leaves, replay: Leaves): readonly string[] {
  const isState = live.get('kind') === 'checkpoint' || replay.get('kind') === 'checkpoint';
  const paths = isState ? [...new Set([...live.keys(), ...replay.keys()])] : [...live.keys()];
  return paths.filter((path) =>
    path === GATE_ORDER ? !isInOrder(live, replay) : live.get(path) !== replay.get(path),
  );
}

const sameEvent = (live: Leaves, replay: Leaves): boolean => differing(live, replay).length === 0;

const GATE_ORDER = 'gates.order';

/** Gates both evaluated come in the same order. */
function isInOrder(live: Leaves, replay: Leaves): boolean {
  const names = (leaves: Leaves): string[] => (leaves.get(GATE_ORDER) ?? '').split(',');
  const [mine, theirs] = [names(live), names(replay)];
  const common = (list: readonly string[], other: readonly string[]): string =>
    list.filter((name) => other.includes(name)).join(',');
  return common(mine, theirs) === common(theirs, mine);
}

/** Numbers as the run's policy reads them, so that only what the policy tells apart differs. */
function leaves(num: Numeric, event: EventDraft): Leaves {
  const { kind } = event;
  const flat = leavesOf(named(event)).flatMap(({ path, value }): [string, string][] => {
    if (NOT_COMPARED.includes(path)) return [];
    if (typeof value === 'string' && DECIMAL.test(value)) return [[path, num.text(num(value))]];
    return [[path, String(value)]];
  });
  // The order of gates is part of a decision.
  const order = kind === 'decision' ? event.gates.map(({ name }) => name).join(',') : '';
  return new Map(order === '' ? flat : [...flat, [GATE_ORDER, order]]);
}

/** Gates by name, the last of a name counting. */
function named(event: EventDraft): Json {
  if (event.kind !== 'decision') return event as unknown as Json;
  const gates = Object.fromEntries(event.gates.map(({ name, ...gate }) => [name, gate]));
  return { ...event, gates } as unknown as Json;
}

const keyOf = (event: Leaves): string =>
  [...event]
    .map(([path, value]) => `${path}=${value}`)
    .sort()
    .join('|');

/** Events of one side that the other lacks. */
function unmatched(
  events: readonly EventDraft[],
  mine: readonly Leaves[],
  theirs: readonly Leaves[],
): number {
  const left = new Map<string, number>();
  for (const event of theirs) left.set(keyOf(event), (left.get(keyOf(event)) ?? 0) + 1);
  let count = 0;
  mine.forEach((event, index) => {
    if (events[index]?.kind === 'checkpoint') return;
    const key = keyOf(event);
    const known = left.get(key) ?? 0;
    if (known === 0) count += 1;
    else left.set(key, known - 1);
  });
  return count;
}

const IDENTITY = ['kind', 'symbol', 'action', 'side', 'reason'] as const;

function describe(
  scene: Scene,
  at: {
    readonly liveEvent: EventDraft | undefined;
    readonly replayEvent: EventDraft | undefined;
    readonly a: Leaves | undefined;
    readonly b: Leaves | undefined;
  },
): FirstDeparture {
  const { liveEvent, replayEvent, a, b } = at;
  const events = [liveEvent, replayEvent].filter((event) => event !== undefined);
  const tick = Math.min(...events.map((event) => tickOf(scene, event)));
  const symbols = events
    .filter((event) => tickOf(scene, event) === tick)
    .map((event) => ('symbol' in event ? event.symbol : ''));
  const isPair =
    a !== undefined && b !== undefined && IDENTITY.every((path) => a.get(path) === b.get(path));
  if (!isPair) return { tick, symbols, fields: [] };
  return { tick, symbols, fields: differing(a, b) };
}

/** The tick an event belongs to. A state at the very start belongs to the first. */
export function tickOf(scene: Scene, event: EventDraft): number {
  const { tickTs, parts } = scene;
  const { venue, intervalMs } = parts.manifest;
  const open = venue.eventTime === 'bar-close' ? event.ts - intervalMs + 1 : event.ts;
  const at = tickTs.findLastIndex((ts) => ts <= open);
  return Math.max(0, at);
}
