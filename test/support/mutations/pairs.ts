// Two causes of different classes for one recording.
import { seededRandom } from '../seeded-random.js';
import type { MutationKind } from './kind.js';
import { MUTATION_KINDS } from './kinds/index.js';

/** Rules of a venue apply to every row: with another cause beside them they still have to be told apart. */
const PAIRABLE = MUTATION_KINDS.filter(
  ({ class: name, mayMiss, needs }) =>
    name !== 'invalid' &&
    mayMiss !== true &&
    needs?.checkpoints !== false &&
    needs?.overlays === undefined,
);

export function pairOf(seed: number): readonly MutationKind[] {
  const random = seededRandom(seed ^ 0x0bad_cafe);
  for (;;) {
    const [a, b] = [random.pick(PAIRABLE), random.pick(PAIRABLE)];
    if (a.class === b.class) continue;
    if (conflicts(a, b)) continue;
    return [a, b];
  }
}

/** Both want something of the recording, and not the same. */
function conflicts(a: MutationKind, b: MutationKind): boolean {
  const names = Object.keys(a.needs ?? {}) as (keyof NonNullable<MutationKind['needs']>)[];
  return names.some((name) => {
    const [mine, other] = [a.needs?.[name], b.needs?.[name]];
    return other !== undefined && JSON.stringify(mine) !== JSON.stringify(other);
  });
}
