// Indicators that began otherwise: fewer bars of warm-up, a history that began later.
import type { MutationKind, SceneNeeds } from '../kind.js';
import { anyOf } from '../healing.js';
import { anySymbol } from './pick.js';

const NEEDS: SceneNeeds = { begin: 'start', richness: 'ledger-orders' };

/** Bars never fed leave no decision; where decisions are on record this is a gap in the data and nothing else. */
export const warmUpKinds: readonly MutationKind[] = [
  {
    name: 'state warm-up one symbol',
    rows: [21],
    class: 'state-initialisation-gap',
    mayMiss: true,
    needs: NEEDS,
    draw: (scene, random) => {
      const symbols = [anySymbol(scene, random)];
      const skipBars = random.int(1, 24);
      return {
        live: { interventions: [{ kind: 'state-warm-up', symbols, skipBars }] },
        healing: anyOf('state-warm-up'),
        what: `live's ${symbols.join()} indicators began ${String(skipBars)} bars later`,
      };
    },
  },
  {
    name: 'state warm-up all symbols',
    rows: [21],
    class: 'state-initialisation-gap',
    mayMiss: true,
    needs: NEEDS,
    draw: (scene, random) => {
      const symbols = [...scene.parts.manifest.symbols];
      const skipBars = random.int(1, 24);
      return {
        live: { interventions: [{ kind: 'state-warm-up', symbols, skipBars }] },
        healing: anyOf('state-warm-up'),
        what: `all of live's indicators began ${String(skipBars)} bars later`,
      };
    },
  },
];
