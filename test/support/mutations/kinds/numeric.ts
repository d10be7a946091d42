// Numbers: live rounds, charges and slips by another rule than the capture states, or computes in other numbers.
import type { NumericPolicy, RoundingStep } from '../../../../engine/core/numeric/index.js';
import type { Intervention, Json } from '../../../../engine/core/schema/index.js';
import type { SeededRandom } from '../../seeded-random.js';
import { anyOf, rule } from '../healing.js';
import type { ExpectedClass, MutationKind, Scene, SceneNeeds } from '../kind.js';
import { anySymbol, asJson } from './pick.js';

const CLASS = 'numeric-policy-divergence';
const DECIMAL: NumericPolicy = { kind: 'decimal', precision: 20, rounding: 'half-up' };
const BINARY: NumericPolicy = { kind: 'binary64' };

interface Rule {
  readonly path: string;
  readonly value: (scene: Scene, random: SeededRandom) => Json;
  readonly needs?: SceneNeeds;
  /** Other paths by which the same rule may be named. */
  readonly others?: readonly string[];
  readonly class?: ExpectedClass;
}

/** Live follows another rule of the venue. */
export function venueKind(name: string, rows: readonly number[], how: Rule): MutationKind {
  return {
    name,
    rows,
    class: how.class ?? CLASS,
    ...(how.needs !== undefined && { needs: how.needs }),
    draw: (scene, random) => {
      const injected: Intervention = {
        kind: 'venue-policy',
        path: how.path,
        value: how.value(scene, random),
      };
      return {
        live: { interventions: [injected] },
        healing: rule([how.path, ...(how.others ?? [])], injected),
        what: JSON.stringify(injected),
      };
    },
  };
}

const step = (scale: number, rounding: 'half-up' | 'half-even' | 'down' | 'up' | 'floor') =>
  asJson({ method: 'exact', scale, rounding } satisfies RoundingStep);

function numbersKind(
  name: string,
  stated: NumericPolicy,
  policies: readonly NumericPolicy[],
): MutationKind {
  return {
    name,
    rows: [17],
    class: CLASS,
    needs: { numeric: stated },
    draw: (_scene, random) => {
      const policy = random.pick(policies);
      return {
        live: { interventions: [{ kind: 'numeric-policy', policy }] },
        healing: anyOf('numeric-policy'),
        what: `live computes in ${JSON.stringify(policy)}`,
      };
    },
  };
}

const builder = (rateBps: string, rounding: 'down' | 'half-up' = 'down') =>
  asJson([{ name: 'builder', rateBps, rounding: step(6, rounding) }]);

export const numericKinds: readonly MutationKind[] = [
  venueKind('numeric fee rounding mode', [17], {
    path: 'rounding.fee',
    value: (_scene, random) => step(6, random.pick(['down', 'up', 'floor'])),
  }),
  venueKind('numeric fee truncated at a coarser scale', [17], {
    path: 'rounding.fee',
    value: (_scene, random) => step(random.pick([2, 3, 4, 5]), 'down'),
  }),
  venueKind('numeric fee scale', [17], {
    path: 'rounding.fee',
    value: (_scene, random) => step(random.pick([2, 3, 4, 5, 8]), 'half-up'),
  }),
  venueKind('numeric fee not rounded', [17], {
    path: 'rounding.fee',
    value: () => ({ method: 'none' }),
  }),
  venueKind('numeric price rounding', [17], {
    path: 'rounding.price',
    value: (_scene, random) => step(random.pick([0, 1]), random.pick(['down', 'half-up', 'up'])),
    others: ['instruments'],
  }),
  venueKind('numeric profit rounding mode', [17], {
    path: 'rounding.pnl',
    value: (_scene, random) => step(random.pick([2, 3, 4]), random.pick(['down', 'half-even'])),
  }),
  venueKind('numeric profit scale', [17], {
    path: 'rounding.pnl',
    value: (_scene, random) => step(random.pick([2, 3, 4, 5]), 'half-up'),
  }),
  venueKind('numeric reduced size rounding', [17], {
    path: 'rounding.reducedSize',
    value: (_scene, random) => step(random.pick([2, 3, 4]), random.pick(['down', 'half-up'])),
    needs: { params: { exit: { partial: true, on_cross: false, partial_atr: '0.6' } } },
  }),
  venueKind('numeric balance rounding', [17], {
    path: 'rounding.balance',
    value: (_scene, random) => step(random.pick([2, 3, 4]), random.pick(['half-up', 'down'])),
  }),
  venueKind('numeric basis rounding', [17], {
    path: 'rounding.basis',
    value: (_scene, random) => step(random.pick([0, 1, 2]), 'half-up'),
    needs: { params: { add: { max: 2, min_profit_atr: '0', cooldown_minutes: 60 } } },
  }),
  venueKind('numeric notional rounding', [17], {
    path: 'rounding.notional',
    value: (_scene, random) => step(random.pick([0, 1, 2]), random.pick(['half-up', 'down'])),
  }),
  venueKind('numeric fee rate', [23], {
    path: 'fee.rateBps',
    value: (_scene, random) => random.pick(['2.5', '3.5', '4', '5', '6', '1.5']),
  }),
  venueKind('numeric builder fee on top', [23, 17], {
    path: 'fee.extra',
    value: (_scene, random) => builder(random.pick(['1', '2', '2.5', '0.5'])),
    others: ['fee.rateBps'],
  }),
  venueKind('numeric builder fee counted twice', [23], {
    path: 'fee.extra',
    needs: {
      venue: (venue) => ({
        ...venue,
        fee: {
          ...venue.fee,
          extra: [
            {
              name: 'builder',
              rateBps: '1',
              rounding: { method: 'exact', scale: 6, rounding: 'down' },
            },
          ],
        },
      }),
    },
    value: () => builder('2'),
    others: ['fee.rateBps'],
  }),
  venueKind('numeric fee parts truncated separately', [17, 23], {
    path: 'rounding.fee',
    needs: {
      venue: (venue) => ({
        ...venue,
        fee: {
          ...venue.fee,
          extra: [
            {
              name: 'builder',
              rateBps: '1',
              rounding: { method: 'exact', scale: 6, rounding: 'half-up' },
            },
          ],
        },
      }),
    },
    value: () => step(6, 'down'),
    others: ['fee'],
  }),
  venueKind('numeric fee base', [23], {
    path: 'fee.base.entry',
    value: () => 'intent-notional',
    others: ['fee.base'],
  }),
  venueKind('numeric slippage at entry', [16], {
    path: 'fill.slippageBps.entry',
    value: (_scene, random) => random.pick(['0', '1', '3', '5', '10']),
    others: ['fill.slippageBps'],
  }),
  venueKind('numeric slippage at exit', [16], {
    path: 'fill.slippageBps.exit',
    value: (_scene, random) => random.pick(['0', '2', '3', '5', '10']),
    others: ['fill.slippageBps'],
  }),
  venueKind('numeric lot size', [17], {
    path: 'instruments',
    value: (scene, random) => otherUnit(scene, random, 'lotSize'),
  }),
  venueKind('numeric tick size', [17], {
    path: 'instruments',
    value: (scene, random) => otherUnit(scene, random, 'tickSize'),
    others: ['rounding.price'],
  }),
  venueKind('numeric order of profit and fee', [17], {
    path: 'balance.onExit',
    value: () => 'pnl-then-fee',
    needs: { numeric: BINARY },
  }),
  venueKind('numeric remainder of a reduced position', [17], {
    path: 'reduce.remainder',
    value: () => 'scaled',
    needs: { params: { exit: { partial: true, on_cross: false, partial_atr: '0.6' } } },
  }),
  numbersKind('numeric doubles for decimals', DECIMAL, [BINARY]),
  numbersKind('numeric decimals for doubles', BINARY, [DECIMAL]),
  numbersKind('numeric precision', DECIMAL, [
    { ...DECIMAL, precision: 16 },
    { ...DECIMAL, precision: 28 },
    { ...DECIMAL, precision: 18 },
  ]),
  numbersKind('numeric half to even', { ...DECIMAL, precision: 12 }, [
    { kind: 'decimal', precision: 12, rounding: 'half-even' },
    { kind: 'decimal', precision: 12, rounding: 'down' },
  ]),
];

function otherUnit(scene: Scene, random: SeededRandom, what: 'lotSize' | 'tickSize'): Json {
  const { instruments } = scene.parts.manifest.venue;
  const symbol = anySymbol(scene, random);
  const one = instruments[symbol] ?? { tickSize: '0', lotSize: '0', minNotional: '0' };
  const unit = {
    lotSize: { BTC: '0.001', ETH: '0.01', SOL: '0.1' },
    tickSize: { BTC: '1', ETH: '0.1', SOL: '0.05' },
  };
  const value = (unit[what] as Readonly<Record<string, string>>)[symbol] ?? '0.1';
  return asJson({ ...instruments, [symbol]: { ...one, [what]: value } });
}
