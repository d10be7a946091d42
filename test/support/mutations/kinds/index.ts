// All kinds of mutation, and the same causes in recordings that hold less.
import type { MutationKind, Richness } from '../kind.js';
import { invalidKinds } from './invalid.js';
import { logicKinds } from './logic.js';
import { marketKinds } from './market.js';
import { numericKinds } from './numeric.js';
import { orderKinds } from './orders.js';
import { paramDriftKinds } from './param-drift.js';
import { stateKinds } from './state.js';
import { warmUpKinds } from './warm-up.js';

const richKinds: readonly MutationKind[] = [
  ...marketKinds,
  ...stateKinds,
  ...warmUpKinds,
  ...numericKinds,
  ...orderKinds,
  ...logicKinds,
  ...invalidKinds,
];

/** Kinds that are tried again where the recording does not say it. */
const POOR: readonly (readonly [Richness, readonly string[]])[] = [
  [
    'ledger-orders',
    [
      'market shift late one symbol from a tick',
      'market shift early one symbol from a tick',
      'market shift late all symbols from a tick',
      'market missing bar',
      'market wrong close',
      'state balance wrong',
      'state trailing stop missing',
      'state cooldown missing',
      'state entry price',
      'state position missing',
      'numeric fee rounding mode',
      'numeric slippage at entry',
      'order rejected',
      'order filled in part',
      'logic ranking turned round',
      'logic confirmation gate > for >=',
      'param threshold',
    ],
  ],
  [
    'decisions-without-bars',
    [
      'market shift late one symbol from a tick',
      'market wrong close',
      'market missing bar',
      'state trailing stop missing',
      'logic signal on the open',
    ],
  ],
  [
    'no-checkpoints',
    [
      'state balance wrong',
      'state trailing stop missing',
      'state cooldown missing',
      'state indicator value',
      'state indicator seed',
      'state position missing',
      'logic cooldown gate > for >=',
      'logic cooldown not armed by a partial exit',
      'logic ranking turned round',
      'param flag',
    ],
  ],
];

const poorKinds: readonly MutationKind[] = POOR.flatMap(([richness, names]) =>
  names.map((name) => {
    const kind = richKinds.find((one) => one.name === name);
    if (kind === undefined) throw new Error(`no kind is called "${name}"`);
    return {
      ...kind,
      name: `${name} (${richness})`,
      mayMiss: true,
      needs: { ...kind.needs, richness },
    };
  }),
);

export const MUTATION_KINDS: readonly MutationKind[] = [
  ...richKinds,
  ...poorKinds,
  ...paramDriftKinds,
];
