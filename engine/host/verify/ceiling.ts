// Whether a root stays below what a person accepted. What cannot be measured is above every ceiling.
import { createNumeric, type Num } from '../../core/numeric/index.js';
import type { Ceiling, VenuePolicy } from '../../core/schema/index.js';
import type { Effect } from '../replay/explanation.js';

/** Rounds towards zero: a limit with more digits than this is made smaller, never larger. */
const numbers = createNumeric({ kind: 'decimal', precision: 34, rounding: 'down' });

/** A root's size, the symbols it shows in, and the venue its units come from. */
export interface Measured {
  readonly effect: Effect;
  /** Of the root and of all that follows from it; an empty name is a root that concerns no single symbol. */
  readonly symbols: readonly string[];
  readonly venue: VenuePolicy;
}

interface Limit {
  readonly what: 'price' | 'size' | 'amount';
  /** Limit and its unit, as the registry writes it; undefined: none given. */
  readonly written: string | undefined;
  readonly unitName: string;
  /** What one unit is worth; null when the venue does not say. */
  readonly unit: string | null;
  readonly remedy: string;
}

/** What is above the ceiling, one sentence each; empty when all of it is within. The count is the caller's. */
export function excesses(measured: Measured, ceiling: Ceiling): readonly string[] {
  return limitsOf(measured, ceiling).flatMap((limit) => excess(measured, limit) ?? []);
}

function limitsOf({ symbols, venue }: Measured, ceiling: Ceiling): readonly Limit[] {
  const tick = smallestUnit(venue, symbols, 'tickSize');
  const lot = smallestUnit(venue, symbols, 'lotSize');
  const inTicks = ceiling.priceUnit !== 'quote';
  const inLots = ceiling.sizeUnit !== 'base';
  return [
    {
      what: 'price',
      written: ceiling.price,
      unitName: inTicks ? 'ticks' : 'in the quote currency',
      unit: inTicks ? tick.size : '1',
      remedy: `the venue states no tick size of ${tick.missing}: write "priceUnit": "quote"`,
    },
    {
      what: 'size',
      written: ceiling.size,
      unitName: inLots ? 'lots' : `units of ${symbols.join(', ') || 'it'}`,
      unit: inLots ? lot.size : '1',
      remedy: `the venue states no lot size of ${lot.missing}: write "sizeUnit": "base"`,
    },
    {
      what: 'amount',
      written: ceiling.amount,
      unitName: 'in the quote currency',
      unit: '1',
      remedy: '',
    },
  ];
}

interface Unit {
  readonly size: string | null;
  /** The symbol without one, for the message. */
  readonly missing: string;
}

/**
 * One difference is measured for all symbols of a root, and the largest need not be the first symbol's: a dollar is one
 * tick of BTC and a hundred of ETH. The smallest unit excuses least, so it counts.
 */
function smallestUnit(
  { instruments }: VenuePolicy,
  symbols: readonly string[],
  field: 'tickSize' | 'lotSize',
): Unit {
  let smallest: string | null = null;
  for (const symbol of symbols) {
    const instrument = Object.hasOwn(instruments, symbol) ? instruments[symbol] : undefined;
    const size = stated(instrument?.[field]);
    if (size === null) return { size: null, missing: symbol || 'it' };
    if (smallest === null || parsed(size)?.lt(smallest) === true) smallest = size;
  }
  return { size: smallest, missing: 'it' };
}

/** A tick or lot of zero disables rounding: there is no unit then. */
const stated = (size: string | undefined): string | null =>
  size === undefined || parsed(size)?.gt(0) !== true ? null : size;

const parsed = (text: string): Num | undefined => numbers.parse(text);

function excess({ effect }: Measured, limit: Limit): string | null {
  const apart = effect[limit.what];
  if (apart === undefined) return null;
  const value = parsed(apart);
  if (value?.isZero() === true) return null;
  const says = `${limit.what} differs by ${apart}`;
  if (value === undefined) return `${says}, which is no number`;
  if (limit.written === undefined) return `${says}, and no ${limit.what} may differ`;
  if (limit.unit === null)
    return `${says}, which cannot be measured in ${limit.unitName}: ${limit.remedy}`;
  const most = parsed(limit.written)?.mul(limit.unit);
  if (most !== undefined && value.lte(most)) return null;
  const worth = limit.unit === '1' || most === undefined ? '' : `, which is ${numbers.text(most)}`;
  return `${says}; the ceiling is ${limit.written} ${limit.unitName}${worth}`;
}
