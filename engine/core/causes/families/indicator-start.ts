// Indicators that began otherwise than the capture says: another seed policy, fewer bars of warm-up.
import { leavesOf, type Leaf } from '../../session/json-path.js';
import type { Candidate, Family } from '../candidate.js';
import type { Investigation } from '../investigation.js';
import { counted } from '../utc-text.js';
import { CLASS, isStateProven, stateCandidate } from './state-candidate.js';

/** Live events. */
const AGREED_MAX = 60;

const WARM_UPS = [
  ...Array.from({ length: 30 }, (_, index) => index + 1),
  ...[40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500],
] as const;

/** Indicators that began otherwise: another seed, or fewer bars of warm-up. Only where they begin in the window. */
export const indicatorStart: Family = (investigation) => {
  if (isStateProven(investigation)) return [];
  const { file, symbol, departure } = investigation;
  if (file.snapshot.strategy !== null) return [];
  // Indicators that began otherwise do not agree for so long first.
  if (investigation.base.matched > AGREED_MAX) return [];
  const { times } = investigation.market;
  // Where live does nothing yet, its indicators may begin behind this tick.
  const isIdle = departure.kind === 'missing-in-live';
  const bars = isIdle ? times.length : times.filter((time) => time <= departure.ts).length;
  const { symbols } = file.manifest;
  const others = symbols.filter((other) => other !== symbol).map((other) => [other]);
  const own = symbol === '' ? [] : [[symbol]];
  const sets = symbols.length === 1 ? [symbols] : [...own, symbols, ...others];
  const warmUps = sets.flatMap((names, set) =>
    WARM_UPS.filter((count) => count < bars).map((skipBars): Candidate => ({
      class: CLASS,
      title: `live's ${names.join(', ')} indicators began ${counted(skipBars, 'bar')} later`,
      interventions: [{ kind: 'state-warm-up', symbols: [...names], skipBars }],
      isRecorded: false,
      freedom: 1,
      isSweeping: true,
      fromTs: null,
      order: 20 + skipBars + set / 10,
    })),
  );
  return [...seeds(investigation), ...warmUps];
};

/** Seed policies that take each other's place, by what they seed. */
const SEEDS: readonly (readonly string[])[] = [
  ['first-value', 'simple-mean'],
  ['running-mean', 'mean-of-first-window'],
];

const otherSeeds = (seed: unknown): readonly string[] =>
  SEEDS.find((group) => group.some((name) => name === seed))?.filter((name) => name !== seed) ?? [];

function seeds({ scene }: Investigation): Candidate[] {
  const leaves = leavesOf(scene.stateAtStart.strategy, ['strategy']).filter(
    ({ path, value }) => path.endsWith('.seed') && typeof value === 'string',
  );
  const patterns = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    for (const key of [leaf.path, leaf.path.replace(/\[\d+\]/g, '[*]'), `*=${String(leaf.value)}`])
      patterns.set(key, [...(patterns.get(key) ?? []), leaf]);
  }
  return [...patterns].flatMap(([key, group], index) =>
    otherSeeds(group[0]?.value).map((value) =>
      stateCandidate(
        group.map(({ path }) => ({ path, value })),
        {
          title: `live seeds ${key.startsWith('*=') ? `indicators seeded by ${key.slice(2)}` : key.replace('strategy.', '').replace(/\.seed$/, '')} by ${value}`,
          isRecorded: false,
          freedom: 1,
          order: 10 + index / 100,
          isInert: false,
          isSweeping: true,
        },
      ),
    ),
  );
}
