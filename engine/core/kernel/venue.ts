// The venue policy bound to the run's numeric policy: rates and factors computed once, roundings by name.
// Invariant: nothing else in the kernel rounds (every rounding goes through `round`).
import type { Num, Numeric, RoundingStep } from '../numeric/index.js';
import type { VenuePolicy } from '../schema/venue.js';

const BPS = 10_000;

export interface BoundInstrument {
  readonly tickSize: Num;
  readonly lotSize: Num;
  readonly minNotional: Num;
}

export interface Venue {
  readonly policy: VenuePolicy;
  /** Further parts of the fee, each with its own rounding. */
  readonly extraFees: readonly {
    readonly name: string;
    readonly rate: Num;
    readonly rounding: RoundingStep;
  }[];
  /** Fee as a fraction of the fee base: bps / 10000. */
  readonly feeRate: Num;
  /** Price factors 1 + bps/10000 (buying) and 1 - bps/10000 (selling). */
  readonly entryBuy: Num;
  readonly entrySell: Num;
  readonly exitBuy: Num;
  readonly exitSell: Num;
  readonly minBasisSize: Num;
  readonly instruments: readonly BoundInstrument[];
}

export function bindVenue(num: Numeric, policy: VenuePolicy, symbols: readonly string[]): Venue {
  const one = num(1);
  const entry = num(policy.fill.slippageBps.entry).div(BPS);
  const exit = num(policy.fill.slippageBps.exit).div(BPS);
  const none = { tickSize: '0', lotSize: '0', minNotional: '0' };
  return {
    policy,
    feeRate: num(policy.fee.rateBps).div(BPS),
    extraFees: (policy.fee.extra ?? []).map(({ name, rateBps, rounding }) => ({
      name,
      rate: num(rateBps).div(BPS),
      rounding,
    })),
    entryBuy: one.add(entry),
    entrySell: one.sub(entry),
    exitBuy: one.add(exit),
    exitSell: one.sub(exit),
    minBasisSize: num(policy.basis.minSize),
    instruments: symbols.map((symbol) => {
      const instrument = policy.instruments[symbol] ?? none;
      return {
        tickSize: num(instrument.tickSize),
        lotSize: num(instrument.lotSize),
        minNotional: num(instrument.minNotional),
      };
    }),
  };
}

export interface Fee {
  readonly total: Num;
  /** Empty where the venue charges one part only. */
  readonly parts: readonly { readonly name: string; readonly amount: Num }[];
}

/** Name of the venue's own part where there are others. */
const VENUE_PART = 'venue';

/** Every part is rounded on its own, then they are added: rounding the sum would give another number. */
export function feeOn(num: Numeric, venue: Venue, base: Num): Fee {
  const own = num.round(base.mul(venue.feeRate), venue.policy.rounding.fee);
  if (venue.extraFees.length === 0) return { total: own, parts: [] };
  const parts = [{ name: VENUE_PART, amount: own }];
  let total = own;
  for (const { name, rate, rounding } of venue.extraFees) {
    const amount = num.round(base.mul(rate), rounding);
    parts.push({ name, amount });
    total = total.add(amount);
  }
  return { total, parts };
}

const WHOLE_DOWN: RoundingStep = { method: 'scaled', scale: 0, rounding: 'down' };
const WHOLE_NEAREST: RoundingStep = { method: 'scaled', scale: 0, rounding: 'half-up' };

/** Fill price: reference times slippage factor, the policy's price rounding, then the nearest tick. */
export function fillPrice(
  num: Numeric,
  venue: Venue,
  request: { reference: Num; factor: Num; symbol: number },
): Num {
  const price = num.round(request.reference.mul(request.factor), venue.policy.rounding.price);
  return toMultiple(num, price, {
    unit: venue.instruments[request.symbol]?.tickSize,
    whole: WHOLE_NEAREST,
  });
}

/** Size cut down to the lot. */
export const lotSize = (num: Numeric, venue: Venue, request: { size: Num; symbol: number }): Num =>
  toMultiple(num, request.size, {
    unit: venue.instruments[request.symbol]?.lotSize,
    whole: WHOLE_DOWN,
  });

function toMultiple(
  num: Numeric,
  value: Num,
  step: { unit: Num | undefined; whole: RoundingStep },
): Num {
  if (step.unit === undefined || step.unit.isZero()) return value;
  return num.round(value.div(step.unit), step.whole).mul(step.unit);
}
