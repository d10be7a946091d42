// Substitutions in a run's course: what a venue really did with an order, what it did by itself, what live's gate said.
// Null in ordinary runs. The kernel asks at the few places where live may differ; who made it is session/apply.ts.
import type { LedgerAction, OrderAction, PendingOrder, Side } from '../model/index.js';
import type { Num } from '../numeric/index.js';

/** A fill as live recorded it. */
export interface RecordedFill {
  /** Open time of the tick it counts in. */
  readonly tickTs: number;
  readonly ts: number;
  readonly price: Num;
  readonly size: Num;
  readonly fee: Num;
  readonly feeParts: readonly { readonly name: string; readonly amount: Num }[];
}

/** What became of one order instead of a simulated fill. */
export interface Outcome {
  readonly symbol: number;
  readonly placedTs: number;
  readonly action: OrderAction;
  readonly side: Side;
  readonly fills: readonly RecordedFill[];
  /** What the venue said first; with fills it filled all the same. */
  readonly reject: { readonly reason: string } | null;
}

/** Something the venue booked by itself. Effects apply in order; `emit` says whether live recorded it as such an event. */
export type VenueAct =
  | {
      readonly kind: 'trade';
      readonly as: 'ledger' | 'fill';
      /** false where another record of the same trade has moved position and balance already. */
      readonly moves: boolean;
      readonly symbol: number;
      readonly action: OrderAction;
      readonly side: Side;
      readonly ts: number;
      readonly price: Num;
      readonly size: Num;
      readonly fee: Num;
      readonly reason: string;
      readonly detail: string | null;
      readonly confidence: string | null;
    }
  | {
      readonly kind: 'booking';
      readonly action: Exclude<LedgerAction, 'OPEN' | 'ADD' | 'REDUCE' | 'CLOSE'>;
      readonly symbol: number;
      readonly side: Side;
      readonly ts: number;
      readonly price: Num;
      readonly size: Num;
      readonly fee: Num;
      readonly pnl: Num;
      readonly reason: string;
      readonly detail: string | null;
      readonly confidence: string | null;
    }
  | {
      readonly kind: 'funding';
      readonly moves: boolean;
      readonly symbol: number;
      readonly ts: number;
      readonly rate: Num;
      readonly amount: Num;
    }
  | {
      readonly kind: 'balance';
      readonly ts: number;
      readonly balance: Num;
      readonly reason: string | null;
    };

export interface Interference {
  /** The outcome of an order placed on this tick; undefined: simulate. */
  outcomeOf(placedTs: number, order: PendingOrder): Outcome | undefined;
  /** The outcome an order under way waits for, with fills at or after this tick; undefined: simulate. */
  outcomeOfPending(tickTs: number, order: PendingOrder): Outcome | undefined;
  venueActs(tickTs: number, at: 'before' | 'after'): readonly VenueAct[];
  /** Live's verdict of a gate; undefined: the strategy's own. */
  verdict(tickTs: number, symbol: number, gate: string): boolean | undefined;
  /** The time a strategy sees for a tick. */
  clock(ts: number): number;
  /** Added to the time of every event, milliseconds. */
  readonly stampMs: number;
  /** Whether the account's balance never moves. */
  readonly isBalanceFrozen: boolean;
}
