// Whether a root stays below what a person accepted. What cannot be measured is above every ceiling.
import { createNumeric, type Num } from '../../core/numeric/index.js';
import type { Ceiling, VenuePolicy } from '../../core/schema/index.js';
import type { Effect } from '../replay/explanation.js';

/** Rounds towards zero: a limit with more digits than this is made smaller, never larger. */
const numbers = createNumeric({ kind: 'decimal', precision: 34, rounding: 'down' });

/** A root's size, where it is, and the venue its units come from. */
export interface Measured {
  readonly effect: Effect;
  /** Empty when it concerns no single symbol. */
  readonly symbol: string;
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

function limitsOf({ symbol, venue }: Measured, ceiling: Ceiling): readonly Limit[] {
  const instrument = Object.hasOwn(venue.instruments, symbol)
    ? venue.instruments[symbol]
    : undefined;
  const inTicks = ceiling.priceUnit !== 'quote';
  const inLots = ceiling.sizeUnit !== 'base';
  return [
    {
      what: 'price',
      written: ceiling.price,
      unitName: inTicks ? 'ticks' : 'in the quote currency',
      unit: inTicks ? stated(instrument?.tickSize) : '1',
      remedy: `the venue states no tick size of ${symbol || 'it'}: write "priceUnit": "quote"`,
    },
    {
      what: 'size',
      written: ceiling.size,
      unitName: inLots ? 'lots' : `units of ${symbol || 'it'}`,
      unit: inLots ? stated(instrument?.lotSize) : '1',
      remedy: `the venue states no lot size of ${symbol || 'it'}: write "sizeUnit": "base"`,
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
