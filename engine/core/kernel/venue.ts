// The venue policy bound to the run's numeric policy: rates and factors computed once, roundings by name.
// Invariant: nothing else in the kernel rounds (every rounding goes through `round`).
import type { Num, Numeric, RoundingStep } from '../numeric/index.js';
import type { FeeRate, VenuePolicy } from '../schema/venue.js';
import type { AmountRule, ReversalRule, VenueRules } from './venue-rules.js';
import { impossible } from './fault.js';

const BPS = 10_000;

export interface BoundInstrument {
  readonly tickSize: Num;
  readonly lotSize: Num;
  readonly minNotional: Num;
}

/** Rates as fractions of the fee base, bps / 10000, of the orders they are for; null: of any symbol, for any reason. */
interface FeeRates {
  readonly symbols: readonly number[] | null;
  readonly reasons: readonly string[] | null;
  readonly venue: Num;
  /** Further parts, each with its own rounding. */
  readonly extra: readonly ExtraRate[];
}

interface ExtraRate {
  readonly name: string;
  readonly rate: Num;
  readonly rounding: RoundingStep;
}

export interface Venue {
  readonly policy: VenueRules;
  /** The schedule in its order, then the rates of every other order. */
  readonly feeRates: readonly FeeRates[];
  /** Price factors 1 + bps/10000 (buying) and 1 - bps/10000 (selling). */
  readonly entryBuy: Num;
  readonly entrySell: Num;
  readonly exitBuy: Num;
  readonly exitSell: Num;
  readonly minBasisSize: Num;
  readonly instruments: readonly BoundInstrument[];
  readonly sizeRounding: RoundingStep;
  readonly reversal: ReversalRule;
  /** How ledger rows state a profit; null: as it is. */
  readonly statedPnl: AmountRule | null;
  /** For which reason open positions are closed at the end of a run; null: they stay. */
  readonly endReason: string | null;
}

export function bindVenue(num: Numeric, policy: VenuePolicy, symbols: readonly string[]): Venue {
  const one = num(1);
  const entry = num(policy.fill.slippageBps.entry).div(BPS);
  const exit = num(policy.fill.slippageBps.exit).div(BPS);
  const none = { tickSize: '0', lotSize: '0', minNotional: '0' };
  return {
    policy,
    feeRates: bindFees(num, policy.fee, symbols),
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
    sizeRounding: policy.rounding.size ?? { method: 'none' },
    reversal: policy.reversal ?? 'refuse',
    statedPnl: policy.report?.pnl ?? null,
    endReason: policy.end?.reason ?? null,
  };
}

function bindFees(
  num: Numeric,
  { rateBps, extra = [], schedule = [] }: VenuePolicy['fee'],
  symbols: readonly string[],
): readonly FeeRates[] {
  const every: FeeRate = { rateBps };
  return [...schedule, every].map((entry) => ({
    symbols: entry.symbols?.map((symbol) => symbols.indexOf(symbol)) ?? null,
    reasons: entry.reasons ?? null,
    venue: num(entry.rateBps).div(BPS),
    extra: extra.flatMap(({ name, rateBps: own, rounding }) => {
      const other = entry.extraBps?.[name];
      const rate = num(other ?? own).div(BPS);
      // A part that the schedule sets to nothing is not charged, so it is no part of the fee either.
      return other !== undefined && rate.isZero() ? [] : [{ name, rate, rounding }];
    }),
  }));
}

export interface FeePart {
  readonly name: string;
  readonly amount: Num;
}

export interface Fee {
  readonly total: Num;
  /** Empty where the venue charges one part only. */
  readonly parts: readonly FeePart[];
}

/** Name of the venue's own part where there are others. */
const VENUE_PART = 'venue';

/** What a fee is charged on, and for which order. */
export interface FeeBase {
  readonly base: Num;
  readonly symbol: number;
  readonly reason: string;
}

/** Every part is rounded on its own, then they are added: rounding the sum would give another number. */
export function feeOn(num: Numeric, venue: Venue, base: FeeBase): Fee {
  for (const rates of venue.feeRates) {
    if (fits(rates, base)) return feeAt(num, venue.policy.rounding.fee, { rates, base: base.base });
  }
  return impossible('the last fee rates fit every order');
}

function fits(rates: FeeRates, order: FeeBase): boolean {
  if (rates.symbols !== null && !hasNumber(rates.symbols, order.symbol)) return false;
  return rates.reasons === null || hasText(rates.reasons, order.reason);
}

function hasNumber(items: readonly number[], wanted: number): boolean {
  for (const item of items) if (item === wanted) return true;
  return false;
}

function hasText(items: readonly string[], wanted: string): boolean {
  for (const item of items) if (item === wanted) return true;
  return false;
}

function feeAt(
  num: Numeric,
  rounding: RoundingStep,
  at: { readonly rates: FeeRates; readonly base: Num },
): Fee {
  const { rates, base } = at;
  const own = num.round(base.mul(rates.venue), rounding);
  const parts: FeePart[] = [];
  if (rates.extra.length === 0) return { total: own, parts };
  parts.push({ name: VENUE_PART, amount: own });
  let total = own;
  for (const extra of rates.extra) {
    const amount = num.round(base.mul(extra.rate), extra.rounding);
    parts.push({ name: extra.name, amount });
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
  request: { readonly reference: Num; readonly factor: Num; readonly symbol: number },
): Num {
  const price = num.round(request.reference.mul(request.factor), venue.policy.rounding.price);
  return toMultiple(num, price, {
    unit: venue.instruments[request.symbol]?.tickSize,
    whole: WHOLE_NEAREST,
  });
}

/** Size rounded and cut down to the lot. */
export const lotSize = (num: Numeric, venue: Venue, request: SizeRequest): Num =>
  toMultiple(num, num.round(request.size, venue.sizeRounding), {
    unit: venue.instruments[request.symbol]?.lotSize,
    whole: WHOLE_DOWN,
  });

interface SizeRequest {
  readonly size: Num;
  readonly symbol: number;
}

interface Multiple {
  /** Zero: every value is one. */
  readonly unit: Num | undefined;
  readonly whole: RoundingStep;
}

function toMultiple(num: Numeric, value: Num, { unit, whole }: Multiple): Num {
  if (unit === undefined || unit.isZero()) return value;
  return num.round(value.div(unit), whole).mul(unit);
}
