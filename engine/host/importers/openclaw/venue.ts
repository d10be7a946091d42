// The engine's fill and fee model as a venue policy.
import type { VenuePolicy } from '../../../core/schema/index.js';

const none = { method: 'none' } as const;
/** `roundAway(x * 1e12) / 1e12`, which moves about 8 % of the values above 4503 by one ulp: part of the behaviour. */
const quantum = { method: 'scaled', scale: 12, rounding: 'half-up' } as const;

/** `entrySlippageBps` is configurable; everything else is fixed in the engine. */
export const venueOf = (entrySlippageBps: string): VenuePolicy => ({
  name: 'openclaw',
  eventTime: 'bar-open',
  fill: { at: 'bar-close', slippageBps: { entry: entrySlippageBps, exit: '0.5' } },
  fee: { rateBps: '3.5', base: { entry: 'intent-notional', exit: 'fill-notional' } },
  rounding: {
    price: quantum,
    // Of exits only: the notional of an entry is never rounded, and the kernel rounds fill notionals alone.
    notional: quantum,
    fee: quantum,
    pnl: quantum,
    basis: none,
    reducedSize: quantum,
    balance: none,
  },
  balance: { onExit: 'net-then-add' },
  reduce: { remainder: 'scaled' },
  basis: { minSize: '1e-12' },
  instruments: {},
});
