// What an account went through, one step after the other, before the balance behind each is known.
import { addDecimals } from '../exact-decimal.js';
import type { IssuePlace } from '../../../core/schema/index.js';
import type { PlacedEvent, Unnumbered } from '../assemble/placed.js';

/** In which order things of the same millisecond stand: an order comes before its fill. */
const RANKS = { order: 0, reject: 1, fill: 2, funding: 3, cash: 4 } as const;

type Ledger = Extract<Unnumbered, { kind: 'ledger' }>;

export interface Step {
  readonly ts: number;
  readonly rank: keyof typeof RANKS;
  readonly place: IssuePlace;
  /** Absent: only the balance changes. */
  readonly event?: Unnumbered;
  /** What the balance changes by. */
  readonly cash: string;
  /** The row a venue's ledger would have, without its balance. */
  readonly row?: Omit<Ledger, 'balance'>;
  /** Why the venue changed the balance, where no trade did. */
  readonly reason?: string;
}

export const NO_CASH = '0';

/** Stable: steps of one time and rank keep their order. */
export const orderedSteps = (steps: readonly Step[]): Step[] =>
  [...steps].sort((a, b) => a.ts - b.ts || RANKS[a.rank] - RANKS[b.rank]);

/** Events of the steps. With the balance before the first, also the ledger, each row with the exact sum so far. */
export function* eventsOf(
  steps: readonly Step[],
  start: string | undefined,
): Generator<PlacedEvent> {
  let balance = start;
  for (const { ts, place, event, cash, row, reason } of steps) {
    if (event) yield { event, place };
    if (balance === undefined) continue;
    balance = addDecimals(balance, cash);
    if (row) yield { event: { ...row, balance }, place };
    if (reason !== undefined) yield { event: { ts, kind: 'balance', balance, reason }, place };
  }
}
