// Live ran with another value of any one parameter, drawn as people change parameters, and not as a search would look.
import type { Intervention, Json } from '../../../../engine/core/schema/index.js';
import { paramLeaves } from '../../../../engine/core/causes/param-leaves.js';
import type { ParamLeaf } from '../../../../engine/core/causes/trial.js';
import { params } from '../../../fixtures/strategies/bench-bot/params.js';
import type { SeededRandom } from '../../seeded-random.js';
import { exactly } from '../healing.js';
import type { MutationKind, Richness } from '../kind.js';

const RECORDINGS: readonly Richness[] = ['rich', 'no-checkpoints', 'ledger-orders'];

export const paramDriftKinds: readonly MutationKind[] = RECORDINGS.map((richness) => ({
  name: `any param (${richness})`,
  rows: [],
  class: 'deterministic-logic-divergence',
  // What a parameter does may not show in what little is recorded.
  mayMiss: true,
  needs: { richness },
  draw: (scene, random) => {
    const leaf = random.pick(paramLeaves(params, scene.parts.manifest.strategy.params));
    const value = otherValue(leaf, random);
    if (value === leaf.value) return null;
    const injected: Intervention = { kind: 'params-value', path: leaf.path, value };
    const what = `live ran with ${leaf.path} = ${JSON.stringify(value)}, the capture says ${JSON.stringify(leaf.value)}`;
    return { live: { interventions: [injected] }, healing: exactly(injected), what };
  },
}));

/** Minutes are set in half hours. */
const MINUTES = 30;

function otherValue({ type, value, choices }: ParamLeaf, random: SeededRandom): Json {
  switch (type) {
    case 'flag':
      return value !== true;
    case 'choice':
      return random.pick(choices);
    case 'integer': {
      const unit = Number(value) >= 2 * MINUTES ? MINUTES : 1;
      return unit * random.int(1, Math.max(3, Math.round((Number(value) * 2.5) / unit)));
    }
    case 'decimal': {
      const text = typeof value === 'string' ? value : '0';
      const digits = (text.split('.')[1] ?? '').length + (random.chance(0.3) ? 1 : 0);
      const scaled = (Number(text) * random.int(40, 220)) / 100;
      return String(Number(scaled.toFixed(digits)));
    }
  }
}
