// What the kernel reads of a venue policy while orders fill. Plain types, so that portable code needs no schema library;
// that the policy's schema (schema/venue.ts) fits them is checked where a policy is bound.
import type { RoundingMode, RoundingStep } from '../numeric/index.js';

export type FeeBaseRule = 'intent-notional' | 'fill-notional';

export interface Roundings {
  readonly price: RoundingStep;
  readonly notional: RoundingStep;
  readonly fee: RoundingStep;
  readonly pnl: RoundingStep;
  readonly basis: RoundingStep;
  readonly reducedSize: RoundingStep;
  readonly balance: RoundingStep;
}

export interface VenueRules {
  /** Which end of the bar an event of that bar is stamped with. */
  readonly eventTime: 'bar-open' | 'bar-close';
  readonly fill: { readonly at: 'bar-close' | 'next-bar-open' };
  readonly fee: { readonly base: { readonly entry: FeeBaseRule; readonly exit: FeeBaseRule } };
  readonly rounding: Roundings;
  readonly balance: { readonly onExit: 'net-then-add' | 'pnl-then-fee' };
  readonly reduce: { readonly remainder: 'scaled' | 'subtract' };
}

/** How a report states an amount (schema/venue.ts). */
export interface AmountRule {
  readonly precision: 'full' | 'binary32';
  readonly scale: number;
  readonly rounding: RoundingMode;
  readonly small: 'zero' | 'first-digit';
}

export type ReversalRule = 'refuse' | 'close-then-open';
