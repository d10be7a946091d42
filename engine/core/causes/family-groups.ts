// Every family of candidates, in the order in which they are tried.
import type { Family } from './candidate.js';
import { clockFamily } from './families/clock.js';
import { recordedMarket } from './families/market.js';
import { rulesFamily } from './families/numeric.js';
import { policyFamily } from './families/numeric-policy.js';
import { outcomeFamily, venueFamily } from './families/orders.js';
import { paramsFamily } from './families/params.js';
import { indicatorStart } from './families/indicator-start.js';
import { recordedState } from './families/recorded-state.js';
import { searchedMarket } from './families/searched-market.js';
import { ledgerState, searchedState } from './families/state.js';

/** Groups of families, cheap and certain ones first; a decisive answer ends the search for a root. */
const GROUPS: readonly (readonly Family[])[] = [
  [recordedMarket, venueFamily, outcomeFamily, recordedState],
  [rulesFamily, ledgerState],
  [paramsFamily, searchedState],
  [searchedMarket, policyFamily],
  [indicatorStart, clockFamily],
];

/** What may be looked for: everything, only what a venue does, or only what live recorded. */
export type Scope = 'all' | 'venue' | 'recorded';

/** `withParams`: behind a difference of logic no parameter is fitted any more; it would be fitted to the same difference. */
export function familyGroups(wanted: {
  readonly scope: Scope;
  readonly withParams: boolean;
}): readonly (readonly Family[])[] {
  if (wanted.scope === 'recorded') return GROUPS.slice(0, 1);
  if (wanted.scope === 'venue') return [GROUPS[0] ?? [], [rulesFamily]];
  if (wanted.withParams) return GROUPS;
  return GROUPS.map((group) => group.filter((family) => family !== paramsFamily));
}

/** Whether values solved for are tried with a group: those that are guessed at the same cost. */
export const solvesFor = (group: readonly Family[]): boolean => group.includes(searchedState);
