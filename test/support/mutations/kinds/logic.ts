// Logic: live ran other code, or other params, than the capture names.
import type { Intervention, Json } from '../../../../engine/core/schema/index.js';
import { LOGIC_VARIANTS, overlaysOf } from '../../bench-bot-variants.js';
import type { SeededRandom } from '../../seeded-random.js';
import { exactly } from '../healing.js';
import type { MutationKind, Scene, SceneNeeds } from '../kind.js';
import { venueKind } from './numeric.js';

const CLASS = 'deterministic-logic-divergence';

/** Nothing may be said to heal code that is other code. */
const variantKinds: readonly MutationKind[] = LOGIC_VARIANTS.map((variant) => ({
  name: `logic ${variant.name}`,
  rows: [variant.cause],
  class: CLASS,
  draw: () => ({
    live: { overlays: overlaysOf(variant) },
    healing: null,
    what: `live ran "${variant.name}"`,
  }),
}));

function paramKind(
  name: string,
  path: string,
  how: {
    readonly values: readonly Json[];
    readonly needs: SceneNeeds;
  },
): MutationKind {
  return {
    name,
    rows: [9],
    class: CLASS,
    needs: how.needs,
    draw: (_scene: Scene, random: SeededRandom) => {
      const injected: Intervention = { kind: 'params-value', path, value: random.pick(how.values) };
      return {
        live: { interventions: [injected] },
        healing: exactly(injected),
        what: JSON.stringify(injected),
      };
    },
  };
}

export const logicKinds: readonly MutationKind[] = [
  ...variantKinds,
  paramKind('param threshold', 'entry.adx_min', {
    values: ['12', '18', '20', '14.5', '22'],
    needs: { params: { entry: { adx_min: '16' } } },
  }),
  paramKind('param factor', 'exit.stop_atr', {
    values: ['1', '1.5', '1.1', '1.35', '2'],
    needs: { params: { exit: { stop_atr: '1.2', on_cross: false } } },
  }),
  paramKind('param allocation', 'size.allocation_pct', {
    values: ['0.05', '0.1', '0.07', '0.12'],
    needs: { params: { size: { allocation_pct: '0.08' } } },
  }),
  paramKind('param flag', 'exit.trailing', {
    values: [false],
    needs: { params: { exit: { trailing: true, on_cross: false } } },
  }),
  paramKind('param choice', 'entry.side', {
    values: ['long', 'short'],
    needs: { params: { entry: { side: 'both' } } },
  }),
  paramKind('param choice wrongly encoded', 'entry.min_confidence', {
    values: ['medium', 'high'],
    needs: { params: { entry: { min_confidence: 'low' } } },
  }),
  paramKind('param integer', 'entry.cooldown_minutes', {
    values: [60, 180, 240, 360],
    needs: { params: { entry: { cooldown_minutes: 120, confirm_bars: 1 } } },
  }),
  venueKind("logic fills at the next bar's open", [3], {
    path: 'fill.at',
    value: () => 'next-bar-open',
    needs: { fillAt: 'bar-close' },
    class: CLASS,
  }),
  venueKind('logic fills at the close of the signal', [3], {
    path: 'fill.at',
    value: () => 'bar-close',
    needs: { fillAt: 'next-bar-open' },
    class: CLASS,
  }),
];
