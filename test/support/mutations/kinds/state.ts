// State: the snapshot is not what live had. Mostly the snapshot is damaged and live's run kept.
import type { Json, Snapshot } from '../../../../engine/core/schema/index.js';
import {
  leavesOf,
  parsePath,
  readPath,
  writePath,
} from '../../../../engine/core/session/json-path.js';
import type { RecordedParts } from '../../recording.js';
import type { SeededRandom } from '../../seeded-random.js';
import { anyOf, field } from '../healing.js';
import type { Healing, Mutation, MutationKind, Scene, SceneNeeds } from '../kind.js';
import { anySymbol, moved } from './pick.js';
import { CLOSE_AT_END } from './window-end.js';

const CLASS = 'state-initialisation-gap';

const stateKind = (
  name: string,
  rows: readonly number[],
  how: {
    readonly needs?: SceneNeeds;
    readonly draw: (scene: Scene, random: SeededRandom) => Mutation | null;
  },
): MutationKind => ({
  name,
  rows,
  class: CLASS,
  ...(how.needs !== undefined && { needs: how.needs }),
  draw: how.draw,
});

/** The snapshot with other values; undefined removes an entry. */
export function damaged(
  parts: RecordedParts,
  changes: readonly { readonly path: string; readonly value: Json | undefined }[],
): RecordedParts {
  let document = parts.snapshot as unknown as Json;
  for (const { path, value } of changes) {
    const steps = parsePath(path) ?? [];
    const isNumber = readPath(document, [...steps, '$num']) !== undefined;
    document = writePath(document, isNumber ? [...steps, '$num'] : steps, value);
  }
  return { ...parts, snapshot: document as unknown as Snapshot };
}

export const valueIn = (scene: Scene, path: string): Json | undefined => {
  const value = readPath(scene.parts.snapshot as unknown as Json, parsePath(path) ?? []);
  return readPath(value, ['$num']) ?? value;
};

const textIn = (scene: Scene, path: string): string => {
  const value = valueIn(scene, path);
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** The snapshot says something else than live had. */
function lie(
  changes: readonly { readonly path: string; readonly value: Json | undefined }[],
  healing: Healing,
): Mutation {
  return {
    capture: (parts) => damaged(parts, changes),
    healing,
    what: `the snapshot says ${changes.map(({ path, value }) => `${path} = ${JSON.stringify(value)}`).join(', ')}`,
  };
}

export const deskOf = (scene: Scene, symbol: string): string =>
  `strategy.desks[${String(scene.parts.manifest.symbols.indexOf(symbol))}]`;

type Desk = {
  readonly lastExit: number;
  readonly trade: { readonly isTrailing: boolean; readonly hasTakenPartial: boolean };
};

/** None before the strategy has built its state. */
const desksOf = (snapshot: Snapshot): readonly Desk[] =>
  (readPath(snapshot.strategy, ['desks']) ?? []) as unknown as readonly Desk[];

const SYMBOLS = ['BTC', 'ETH', 'SOL'] as const;

/** Desks with an open position. */
export function openDesks(
  snapshot: Snapshot,
): readonly { readonly symbol: string; readonly desk: Desk }[] {
  const desks = desksOf(snapshot);
  return SYMBOLS.flatMap((symbol, index) => {
    const desk = desks[index];
    return snapshot.positions[symbol] === undefined || desk === undefined ? [] : [{ symbol, desk }];
  });
}

const hasOpen = (snapshot: Snapshot): boolean => openDesks(snapshot).length > 0;
const trailing = (snapshot: Snapshot): readonly string[] =>
  openDesks(snapshot).flatMap(({ symbol, desk }) => (desk.trade.isTrailing ? [symbol] : []));
const partTaken = (snapshot: Snapshot): readonly string[] =>
  openDesks(snapshot).flatMap(({ symbol, desk }) => (desk.trade.hasTakenPartial ? [symbol] : []));

/** Symbols that are flat and rest since an exit a few hours ago. */
function resting(snapshot: Snapshot): readonly string[] {
  const desks = desksOf(snapshot);
  const { lastTickTs } = snapshot.cursor;
  return SYMBOLS.filter((symbol, index) => {
    const lastExit = desks[index]?.lastExit ?? -1;
    const hours = ((lastTickTs ?? 0) - lastExit) / 3_600_000;
    return snapshot.positions[symbol] === undefined && lastExit > 0 && hours <= 1;
  });
}

const openSymbol = (scene: Scene, random: SeededRandom): string =>
  random.pick(Object.keys(scene.parts.snapshot.positions));

/** With the trailing stop alone to end a trade, its state shows. */
const TRAILING: Json = { exit: { on_cross: false, target_atr: '6' } };
const RESTING: Json = { entry: { cooldown_minutes: 360, confirm_bars: 1, adx_min: '8' } };

export const trailingStopMissing = (scene: Scene, random: SeededRandom): Mutation | null => {
  const symbols = trailing(scene.parts.snapshot);
  if (symbols.length === 0) return null;
  const trade = `${deskOf(scene, random.pick(symbols))}.trade`;
  return lie(
    [
      { path: `${trade}.isTrailing`, value: false },
      { path: `${trade}.trailingStop`, value: '0' },
    ],
    field(trade),
  );
};

export const cooldownMissing = (scene: Scene, random: SeededRandom): Mutation | null => {
  const symbols = resting(scene.parts.snapshot);
  if (symbols.length === 0) return null;
  const path = `${deskOf(scene, random.pick(symbols))}.lastExit`;
  return lie([{ path, value: -1 }], field(path));
};

export const balanceWrong = (scene: Scene, random: SeededRandom): Mutation => {
  const { balance } = scene.parts.snapshot.account;
  const by = random.pick([0.01, 1, 12.5, 100, 1000, -250, -0.37]);
  const value = (Number(balance) + by).toFixed(6);
  return lie([{ path: 'account.balance', value }], field('account.balance', balance));
};

export const TRAILING_NEEDS: SceneNeeds = {
  begin: 'middle',
  params: TRAILING,
  atStart: (snapshot) => trailing(snapshot).length > 0,
};
export const RESTING_NEEDS: SceneNeeds = {
  begin: 'middle',
  params: RESTING,
  atStart: (snapshot) => resting(snapshot).length > 0,
};

/** A number of an indicator, moved a little. */
function indicatorValue(pattern: RegExp) {
  return (scene: Scene, random: SeededRandom): Mutation | null => {
    const leaves = leavesOf(scene.parts.snapshot.strategy, ['strategy']).filter(({ path }) =>
      pattern.test(path),
    );
    if (leaves.length === 0) return null;
    const { path, value } = random.pick(leaves);
    const other = moved(String(value), random.int(1, 20) / 1000);
    return lie([{ path, value: other }], field(path, value));
  };
}

/** Live's indicator was seeded by another rule than the params say. */
function seedOf(indicators: readonly string[], param: string, seeds: readonly [string, string]) {
  return (scene: Scene, random: SeededRandom): Mutation => {
    const { params } = scene.parts.manifest.strategy;
    const stated = readPath(params, ['indicators', param]) ?? seeds[0];
    const path = `${deskOf(scene, anySymbol(scene, random))}.${random.pick(indicators)}.seed`;
    const value = stated === seeds[0] ? seeds[1] : seeds[0];
    return {
      live: { interventions: [{ kind: 'state-field', fields: [{ path, value }] }] },
      healing: field(path, value),
      what: `live has ${path} = ${value}`,
    };
  };
}

export const stateKinds: readonly MutationKind[] = [
  stateKind('state balance wrong', [7, 24], { draw: balanceWrong }),
  stateKind('state balance frozen', [7], {
    draw: () => ({
      live: { interventions: [{ kind: 'state-frozen-balance' }] },
      healing: anyOf('state-frozen-balance'),
      what: "live's balance never moves",
    }),
  }),
  stateKind('state entry price', [6], {
    needs: { begin: 'middle', atStart: hasOpen },
    draw: (scene, random) => {
      const path = `positions.${openSymbol(scene, random)}.entryPrice`;
      const was = textIn(scene, path);
      const value = moved(was, (random.int(1, 30) / 10_000) * random.pick([1, -1]));
      return lie([{ path, value }], field(path.replace('.entryPrice', '')));
    },
  }),
  stateKind('state position missing', [5], {
    needs: { begin: 'middle', atStart: hasOpen },
    draw: (scene, random) => {
      const path = `positions.${openSymbol(scene, random)}`;
      return lie([{ path, value: undefined }], field(path));
    },
  }),
  stateKind('state position stale', [6], {
    needs: { begin: 'middle', atStart: ({ positions }) => Object.keys(positions).length < 2 },
    draw: (scene, random) => {
      const { positions, lastClose, cursor } = scene.parts.snapshot;
      const flat = SYMBOLS.filter((symbol) => positions[symbol] === undefined);
      const symbol = random.pick(flat);
      const price = lastClose[symbol] ?? '1';
      const openTs = (cursor.lastTickTs ?? 0) - 3 * scene.parts.manifest.intervalMs;
      const path = `positions.${symbol}`;
      const value = {
        side: random.pick(['long', 'short']),
        size: (1000 / Number(price)).toFixed(5),
        entryPrice: price,
        leverage: '1',
        margin: '1000',
        adds: 0,
        openTs,
        lastAddTs: openTs,
      };
      return lie([{ path, value }], field(path));
    },
  }),
  stateKind('state position size', [6, 13], {
    needs: { begin: 'middle', atStart: hasOpen },
    draw: (scene, random) => {
      const path = `positions.${openSymbol(scene, random)}.size`;
      const value = (Number(textIn(scene, path)) * random.pick([0.5, 0.8, 1.25, 2])).toFixed(5);
      return lie([{ path, value }], field(path.replace('.size', '')));
    },
  }),
  stateKind('state trailing stop missing', [5], {
    needs: TRAILING_NEEDS,
    draw: trailingStopMissing,
  }),
  stateKind('state trailing stop stale', [5], {
    needs: TRAILING_NEEDS,
    draw: (scene, random) => {
      const symbols = trailing(scene.parts.snapshot);
      if (symbols.length === 0) return null;
      const symbol = random.pick(symbols);
      const path = `${deskOf(scene, symbol)}.trade.trailingStop`;
      const isLong = scene.parts.snapshot.positions[symbol]?.side === 'long';
      const value = moved(textIn(scene, path), isLong ? -0.02 : 0.02);
      return lie([{ path, value }], field(`${deskOf(scene, symbol)}.trade`));
    },
  }),
  stateKind('state partial exit forgotten', [5], {
    needs: { begin: 'middle', params: TRAILING, atStart: (s) => partTaken(s).length > 0 },
    draw: (scene, random) => {
      const symbols = partTaken(scene.parts.snapshot);
      if (symbols.length === 0) return null;
      const path = `${deskOf(scene, random.pick(symbols))}.trade.hasTakenPartial`;
      return lie([{ path, value: false }], field(path));
    },
  }),
  stateKind('state add count missing', [5], {
    needs: {
      begin: 'middle',
      params: { add: { max: 2, min_profit_atr: '0', cooldown_minutes: 60 } },
      atStart: ({ positions }) => Object.values(positions).some(({ adds }) => adds > 0),
    },
    draw: (scene, random) => {
      const { positions } = scene.parts.snapshot;
      const symbols = Object.keys(positions).filter((name) => (positions[name]?.adds ?? 0) > 0);
      if (symbols.length === 0) return null;
      const path = `positions.${random.pick(symbols)}`;
      return lie([{ path: `${path}.adds`, value: 0 }], field(path));
    },
  }),
  stateKind('state cooldown missing', [14, 5], { needs: RESTING_NEEDS, draw: cooldownMissing }),
  stateKind('state cooldown stale', [6, 14], {
    needs: { ...RESTING_NEEDS, atStart: () => true },
    draw: (scene, random) => {
      const path = `${deskOf(scene, anySymbol(scene, random))}.lastExit`;
      const { lastTickTs } = scene.parts.snapshot.cursor;
      if (lastTickTs === null || valueIn(scene, path) === lastTickTs) return null;
      return lie([{ path, value: lastTickTs }], field(path, valueIn(scene, path) ?? null));
    },
  }),
  stateKind('state indicator value', [21], {
    needs: { begin: 'middle' },
    draw: indicatorValue(/\.(?:fast|slow)\.value$/),
  }),
  stateKind('state indicator sum', [21], {
    needs: { begin: 'middle' },
    draw: indicatorValue(/\.strength\.(?:gain|loss)$/),
  }),
  stateKind('state indicator seed', [21], {
    needs: { begin: 'start' },
    draw: seedOf(['fast', 'slow'], 'ema_seed', ['first-value', 'simple-mean']),
  }),
  stateKind('state indicator seed mean', [21], {
    needs: { begin: 'start' },
    draw: seedOf(['direction'], 'adx_seed', ['running-mean', 'mean-of-first-window']),
  }),
  stateKind('state of the strategy lost', [5, 6], {
    needs: { begin: 'middle' },
    draw: (scene) =>
      scene.parts.snapshot.strategy === null
        ? null
        : {
            capture: (parts) => ({ ...parts, snapshot: { ...parts.snapshot, strategy: null } }),
            healing: field('strategy'),
            what: "the snapshot has no state of the strategy; live's went on",
          },
  }),
  stateKind('state window end finish', [20], {
    needs: { overlays: CLOSE_AT_END },
    draw: () => ({
      live: { interventions: [{ kind: 'state-window-end', end: 'finish' }] },
      healing: anyOf('state-window-end'),
      what: 'live ended with the window; the capture says it went on',
    }),
  }),
  stateKind('state window end cut', [20], {
    needs: { overlays: CLOSE_AT_END },
    draw: () => ({
      capture: (parts) => ({
        ...parts,
        manifest: { ...parts.manifest, window: { ...parts.manifest.window, end: 'finish' } },
      }),
      healing: anyOf('state-window-end'),
      what: 'live went on; the capture says it ended with the window',
    }),
  }),
];
