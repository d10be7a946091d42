// What determines a run beside strategy, market data and snapshot.
import type { Interference } from '../kernel/index.js';
import type { Numeric, NumericPolicy } from '../numeric/index.js';
import type { Patch, VenuePolicy } from '../schema/index.js';

/** Everything a run is determined by, beside the market data. */
export interface RunSettings {
  readonly numeric: NumericPolicy;
  readonly venue: VenuePolicy;
  /** Ascending; see orderSymbols. */
  readonly symbols: readonly string[];
  /** Parameter overrides as JSON. */
  readonly params: unknown;
  /** Whether the strategy's end-of-run rules apply after the last tick. */
  readonly end: 'cut' | 'finish';
  /** Set in the snapshot before the first tick; see apply.ts. */
  readonly startPatches?: readonly Patch[];
  /** Set after the tick with this open time. */
  readonly adoptions?: ReadonlyMap<number, readonly Patch[]>;
  /** Substitutions in the kernel, bound to the run's numbers. */
  readonly interference?: (num: Numeric) => Interference | null;
}
