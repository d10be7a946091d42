// A live event beside its partner in the replay, with what differs between them.
import type { EventRecord } from '../schema/index.js';
import type { Difference } from './compare-events.js';

/**
 * Partners, or one event alone; `differences` is empty when partners agree in every field. One with the path `order`
 * says that the event stands at another place of its tick. Of an order that is split into parts on one side every part
 * has a pair; the last one carries what differs in sum.
 */
export interface ComparedPair {
  readonly live: EventRecord | null;
  readonly replay: EventRecord | null;
  readonly differences: readonly Difference[];
}

export const isMatch = (pair: ComparedPair): boolean =>
  pair.live !== null && pair.replay !== null && pair.differences.length === 0;
