// A recorded state against the replay's: leaf by leaf, exactly. Only what live recorded is judged.
import type { Numeric } from '../numeric/index.js';
import type { Difference } from '../parity/index.js';
import type { CheckpointEvent, Json, Snapshot } from '../schema/index.js';
import { leavesOf } from '../session/json-path.js';

const NUMERIC_TEXT = /^-?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Differences with paths such as `state.positions.BTC.size` and `state.strategy.desks[0].trade.isTrailing`. */
export function stateDifferences(
  num: Numeric,
  recorded: CheckpointEvent['state'],
  replay: Snapshot,
): readonly Difference[] {
  const differences: Difference[] = [];
  for (const part of ['account', 'positions', 'orders', 'strategy'] as const) {
    const live = recorded[part];
    if (live === undefined) continue;
    compareDocuments(
      num,
      { live: live as Json, replay: replay[part] as unknown as Json, prefix: part },
      differences,
    );
  }
  return differences;
}

function compareDocuments(
  num: Numeric,
  pair: { live: Json; replay: Json; prefix: string },
  differences: Difference[],
): void {
  const live = new Map(leavesOf(pair.live, [pair.prefix]).map((leaf) => [leaf.path, leaf.value]));
  const replay = new Map(
    leavesOf(pair.replay, [pair.prefix]).map((leaf) => [leaf.path, leaf.value]),
  );
  for (const [path, value] of live) {
    const other = replay.get(path);
    if (other !== undefined && isSame(num, value, other)) continue;
    differences.push({ path: `state.${path}`, live: text(value), replay: text(other ?? null) });
  }
  for (const [path, value] of replay) {
    if (!live.has(path))
      differences.push({ path: `state.${path}`, live: null, replay: text(value) });
  }
}

type Leaf = null | boolean | number | string;
const text = (value: Leaf): string | null => (value === null ? null : String(value));

function isSame(num: Numeric, live: Leaf, replay: Leaf): boolean {
  if (live === replay) return true;
  if (typeof live !== 'string' || typeof replay !== 'string') return false;
  if (!NUMERIC_TEXT.test(live) || !NUMERIC_TEXT.test(replay)) return false;
  return num.same(num(live), num(replay));
}

/** Whether a checkpoint holds everything a continuation needs. */
export const isFullState = (recorded: CheckpointEvent['state']): boolean =>
  recorded.account !== undefined &&
  recorded.positions !== undefined &&
  recorded.orders !== undefined &&
  recorded.strategy !== undefined;
