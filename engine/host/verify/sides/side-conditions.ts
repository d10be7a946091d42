// Whether recordings belong together at all: the same strategy with the same settings under the same rules.
import { canonicalJson } from '../../../core/schema/index.js';
import type { Json, Manifest } from '../../../core/schema/index.js';
import type { Side } from './side.js';

interface Condition {
  readonly what: string;
  /** Null: not recorded, and not held against it. */
  readonly of: (manifest: Manifest) => string | null;
  readonly remedy: string;
}

const text = (value: unknown): string => canonicalJson(value as Json);

const CONDITIONS: readonly Condition[] = [
  {
    what: 'symbols',
    of: ({ symbols }) => symbols.join(', '),
    remedy: 'compare recordings of the same market.',
  },
  {
    what: 'intervalMs',
    of: ({ intervalMs }) => String(intervalMs),
    remedy: 'compare recordings with bars of one length.',
  },
  {
    what: 'strategy.codeHash',
    of: ({ strategy }) => strategy.codeHash,
    remedy: 'run all of them with the same strategy files.',
  },
  {
    what: 'strategy.params',
    of: ({ strategy }) => text(strategy.params),
    remedy: 'run all of them with the same parameters.',
  },
  {
    what: 'numeric',
    of: ({ numeric }) => text(numeric),
    remedy: 'run all of them under the same numeric policy.',
  },
  {
    what: 'venue',
    of: ({ venue }) => text(venue),
    remedy: 'run all of them under the same venue policy.',
  },
];

/** Longer values are named by their beginning. */
const SHOWN_MAX = 80;

/** Why these recordings cannot be compared with each other; empty when they can. */
export function sideConditions(sides: readonly Side[]): readonly string[] {
  return CONDITIONS.flatMap(({ what, of, remedy }) => {
    const stated = sides.flatMap(({ name, capture }) => {
      const value = of(capture.manifest);
      return value === null ? [] : [{ name, value }];
    });
    const [first] = stated;
    const other = stated.find(({ value }) => value !== first?.value);
    if (first === undefined || other === undefined) return [];
    return [
      `${what} differs: ${first.name} has ${shown(first.value)}, ${other.name} ${shown(other.value)}. Fix: ${remedy}`,
    ];
  });
}

const shown = (value: string): string =>
  value.length > SHOWN_MAX ? `${value.slice(0, SHOWN_MAX)}...` : value;
