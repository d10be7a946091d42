// Market data: live saw other bars than the capture holds.
import type { BarRecord, Intervention } from '../../../../engine/core/schema/index.js';
import type { SeededRandom } from '../../seeded-random.js';
import { anyOf, exactly } from '../healing.js';
import type { Mutation, MutationKind, Scene, SceneNeeds } from '../kind.js';
import { anySymbol, anyTs, barAt, moved } from './pick.js';

const CLASS = 'market-data-alignment-gap';

type Draw = (scene: Scene, random: SeededRandom) => Intervention;

/** Live ran with the substitution, which is what has to be found. */
function kind(
  name: string,
  rows: readonly number[],
  how: {
    readonly draw: Draw;
    readonly needs?: SceneNeeds;
    readonly others?: readonly Intervention['kind'][];
  },
): MutationKind {
  return {
    name,
    rows,
    class: CLASS,
    ...(how.needs !== undefined && { needs: how.needs }),
    draw: (scene, random): Mutation => {
      const injected = how.draw(scene, random);
      const { others } = how;
      return {
        live: { interventions: [injected] },
        healing: others === undefined ? exactly(injected) : anyOf(injected.kind, ...others),
        what: JSON.stringify(injected),
      };
    },
  };
}

const shift = (what: {
  symbols: readonly string[];
  bars: number;
  fromTs: number;
  toTs?: number;
}): Intervention => ({
  kind: 'market-shift',
  symbols: [...what.symbols],
  bars: what.bars,
  fromTs: what.fromTs,
  toTs: what.toTs ?? null,
});

const after = (scene: Scene, ts: number, ticks: number): number =>
  ts + ticks * scene.parts.manifest.intervalMs;

export const marketKinds: readonly MutationKind[] = [
  kind('market shift late one symbol from a tick', [1], {
    draw: (scene, random) =>
      shift({
        symbols: [anySymbol(scene, random)],
        bars: random.pick([1, 1, 2, 3]),
        fromTs: anyTs(scene, random),
      }),
  }),
  kind('market shift early one symbol from a tick', [1, 2], {
    draw: (scene, random) =>
      shift({
        symbols: [anySymbol(scene, random)],
        bars: -random.pick([1, 1, 2, 3]),
        fromTs: anyTs(scene, random),
      }),
  }),
  kind('market shift late all symbols from a tick', [1], {
    draw: (scene, random) =>
      shift({ symbols: scene.parts.manifest.symbols, bars: 1, fromTs: anyTs(scene, random) }),
  }),
  kind('market shift all symbols from the start', [1], {
    // The bar before the window's first is not in the capture, so a late shift begins one bar further on.
    draw: (scene, random) =>
      shift({
        symbols: scene.parts.manifest.symbols,
        bars: random.pick([1, -1]),
        fromTs: scene.tickTs[1] ?? 0,
      }),
  }),
  kind('market shift one symbol for a span', [1, 10], {
    draw: (scene, random) => {
      const fromTs = anyTs(scene, random);
      const toTs = after(scene, fromTs, random.int(3, 20));
      const bars = random.pick([1, -1]);
      return shift({ symbols: [anySymbol(scene, random)], bars, fromTs, toTs });
    },
  }),
  kind('market stale single bar', [10], {
    draw: (scene, random) => {
      const fromTs = anyTs(scene, random);
      return shift({ symbols: [anySymbol(scene, random)], bars: 1, fromTs, toTs: fromTs });
    },
    others: ['market-bar'],
  }),
  kind('market missing bar', [10], {
    draw: (scene, random) => {
      const fromTs = anyTs(scene, random);
      return { kind: 'market-missing', symbol: anySymbol(scene, random), fromTs, toTs: fromTs };
    },
  }),
  kind('market missing span', [10], {
    draw: (scene, random) => {
      const fromTs = anyTs(scene, random);
      const toTs = after(scene, fromTs, random.int(1, 11));
      return { kind: 'market-missing', symbol: anySymbol(scene, random), fromTs, toTs };
    },
  }),
  kind('market wrong close', [10], {
    draw: (scene, random) => wrongClose(scene, random),
  }),
  kind('market unfinished bar', [2, 10], {
    draw: (scene, random) => {
      const symbol = anySymbol(scene, random);
      const openTs = anyTs(scene, random);
      return {
        kind: 'market-bar',
        symbol,
        openTs,
        bar: unfinished(scene, { symbol, openTs, random }),
      };
    },
  }),
  extraBar(),
  otherRevision(),
  kind('market clock in seconds', [22], {
    draw: () => ({ kind: 'market-clock', unitMs: 1000, offsetMs: 0 }),
    needs: { begin: 'middle' },
  }),
  kind('market clock in another time zone', [22], {
    draw: (_scene, random) => ({
      kind: 'market-clock',
      unitMs: 1,
      offsetMs: random.pick([-5, -4, 1, 2, 8, 9]) * 3_600_000,
    }),
    needs: { begin: 'middle' },
  }),
  kind('market events stamped at the open instead of the close', [1], {
    draw: () => ({ kind: 'venue-policy', path: 'eventTime', value: 'bar-open' }),
    needs: { eventTime: 'bar-close', checkpoints: false },
    others: ['event-stamp'],
  }),
  kind('market event stamps with an offset', [1, 22], {
    draw: (_scene, random) => ({
      kind: 'event-stamp',
      offsetMs: random.pick([1, -999, -59_999, -1_799_999]),
    }),
    needs: { eventTime: 'bar-close', checkpoints: false },
  }),
];

export function wrongClose(scene: Scene, random: SeededRandom): Intervention {
  const symbol = anySymbol(scene, random);
  const openTs = anyTs(scene, random);
  const { close, high, low } = barAt(scene, symbol, openTs);
  const part = (random.int(2, 12) / 1000) * random.pick([1, -1]);
  const other = moved(close, part);
  const bar = {
    close: other,
    high: Number(other) > Number(high) ? other : high,
    low: Number(other) < Number(low) ? other : low,
  };
  return { kind: 'market-bar', symbol, openTs, bar };
}

/** The bar as it was part of the way: same open, extremes within the final ones, less volume. */
function unfinished(
  scene: Scene,
  at: { readonly symbol: string; readonly openTs: number; readonly random: SeededRandom },
): Extract<Intervention, { kind: 'market-bar' }>['bar'] {
  const { open, high, low, volume } = barAt(scene, at.symbol, at.openTs);
  const part = at.random.int(20, 80) / 100;
  const decimals = Math.max(2, open.split('.')[1]?.length ?? 0);
  const between = (end: string): number => Number(open) + (Number(end) - Number(open)) * part;
  const top = Math.max(between(high), Number(open));
  const bottom = Math.min(between(low), Number(open));
  const close = bottom + (top - bottom) * (at.random.int(0, 100) / 100);
  const inside = (value: number): string =>
    Math.min(Number(high), Math.max(Number(low), value)).toFixed(decimals);
  return {
    high: inside(Math.max(top, close)),
    low: inside(Math.min(bottom, close)),
    close: inside(close),
    volume: (Number(volume) * part).toFixed(3),
  };
}

/** The capture lacks a bar that live had. */
function extraBar(): MutationKind {
  return {
    name: 'market extra bar',
    rows: [10],
    class: CLASS,
    needs: { flags: { 'market.gaps': 'expected' } },
    draw: (scene, random) => {
      const symbol = anySymbol(scene, random);
      const openTs = anyTs(scene, random);
      const { closeTs, open, high, low, close, volume } = barAt(scene, symbol, openTs);
      const bar = { open, high, low, close, volume };
      return {
        capture: (parts) => ({
          ...parts,
          bars: parts.bars.filter((one) => one.symbol !== symbol || one.openTs !== openTs),
        }),
        healing: exactly({ kind: 'market-extra', symbol, openTs, closeTs, bar }),
        what: `the capture lacks the ${symbol} bar at ${String(openTs)}`,
      };
    },
  };
}

/** Live saw a bar as it was first published; the capture has that revision and the one that replaced it. */
function otherRevision(): MutationKind {
  return {
    name: 'market other revision',
    rows: [10],
    class: CLASS,
    draw: (scene, random) => {
      const injected = wrongClose(scene, random);
      if (injected.kind !== 'market-bar') return null;
      const { symbol, openTs, bar } = injected;
      return {
        live: { interventions: [injected] },
        capture: (parts) => ({
          ...parts,
          bars: parts.bars.flatMap((one): BarRecord[] => {
            if (one.symbol !== symbol || one.openTs !== openTs) return [one];
            const first: BarRecord = { ...one, ...(bar as Partial<BarRecord>), revision: 1 };
            return [first, { ...one, revision: 2 }];
          }),
        }),
        healing: exactly({ kind: 'market-revision', symbol, openTs, revision: 1 }),
        what: `live saw revision 1 of the ${symbol} bar at ${String(openTs)}`,
      };
    },
  };
}
