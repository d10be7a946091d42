// Which mismatch hangs under which root: the first root whose removal makes it vanish, or that accounts for its place.
import { eventIdentity, isMatch, type ComparedPair } from '../parity/index.js';

/** Stable name of a mismatch, so that the same one is found in another run. */
export function mismatchKeys(pairs: readonly ComparedPair[]): readonly string[] {
  const seen = new Map<string, number>();
  return pairs.flatMap((pair) => {
    if (isMatch(pair)) return [];
    if (pair.live !== null) return [`live ${String(pair.live.seq)}`];
    if (pair.replay === null) return [];
    const place = `replay ${eventIdentity(pair.replay)} ${String(pair.replay.ts)}`;
    const ordinal = seen.get(place) ?? 0;
    seen.set(place, ordinal + 1);
    return [`${place} ${String(ordinal)}`];
  });
}

export interface CascadeInput {
  /** Of the plain comparison, in its order. */
  readonly keys: readonly string[];
  /** For every root, what still mismatches with the substitutions up to and with it. */
  readonly after: readonly ReadonlySet<string>[];
  /** Whether a root accounts for a mismatch by its place; `mismatch` is an index into `keys`. */
  readonly isExcused: (root: number, mismatch: number) => boolean;
  /** Whether a mismatch comes behind a root that could not be healed, so that it may follow from it. */
  readonly isBehindUnhealed: (root: number, mismatch: number) => boolean;
}

/** For every mismatch the index of its root; -1 when it has none. */
export const assignRoots = (input: CascadeInput): readonly number[] =>
  input.keys.map((key, mismatch) => {
    const healed = input.after.findIndex(
      (left, root) => !left.has(key) || input.isExcused(root, mismatch),
    );
    if (healed >= 0) return healed;
    return input.after.findLastIndex((_left, root) => input.isBehindUnhealed(root, mismatch));
  });
