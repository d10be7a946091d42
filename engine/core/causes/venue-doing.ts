// What a venue makes of an order depends on the order, the bar and the venue's rules, and on nothing the strategy knows:
// it can be judged even where the strategy's state is not known to be equal.
import type { Coverage } from '../schema/index.js';
import type { Departure } from './trial.js';

/** Fields that a venue's rules make of an order. */
const OF_A_FILL = /^(price|size|fee|feeParts(\..+)?)$/;
const OF_A_ROW = /^(price|fee|feeParts(\..+)?|pnl|balance)$/;

/** Numbers of a trade that both sides made, or a reply to an order that both sides placed. */
export function isVenues({ kind, live, replay, fields }: Departure, { kinds }: Coverage): boolean {
  const event = live ?? replay;
  const paths = fields.map(({ path }) => path);
  if (event?.kind === 'ledger')
    return kind === 'field' && paths.every((path) => OF_A_ROW.test(path));
  if (event?.kind !== 'fill' && event?.kind !== 'reject') return false;
  return kind === 'field' ? paths.every((path) => OF_A_FILL.test(path)) : kinds.includes('order');
}
