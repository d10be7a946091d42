// What a venue makes of an order depends on the order, the bar and the venue's rules, and on nothing the strategy knows:
// it can be judged even where the strategy's state is not known to be equal.
import type { Coverage } from '../schema/index.js';
import type { Departure } from './trial.js';

/** Fields that follow from an order of equal size. */
const OF_THE_VENUE = /^(price|fee|feeParts(\..+)?)$/;
/** Fields of a row that follow from those. */
const AFTER_THEM = /^(pnl|balance)$/;

/** A trade of equal size, or a reply to an order that both sides placed alike. */
export function isVenues({ kind, live, replay, fields }: Departure, { kinds }: Coverage): boolean {
  const event = live ?? replay;
  const paths = fields.map(({ path }) => path);
  if (event?.kind === 'ledger')
    return (
      kind === 'field' &&
      paths.some((path) => OF_THE_VENUE.test(path)) &&
      paths.every((path) => OF_THE_VENUE.test(path) || AFTER_THEM.test(path))
    );
  if (event?.kind !== 'fill' && event?.kind !== 'reject') return false;
  if (kind === 'field') return paths.every((path) => OF_THE_VENUE.test(path));
  return kinds.includes('order');
}
