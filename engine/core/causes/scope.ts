// What may be looked for behind a root that nothing heals. There the run is not known to be live's again, and a search would be
// fitted to what that root left behind: only what live recorded counts, and what a venue made of an order.
import type { Scope } from './family-groups.js';
import { signatureOf } from './found-root.js';
import type { Investigation } from './investigation.js';
import { isVenues } from './venue-doing.js';

export class Scopes {
  /** Differences that were searched for rules, by signature; true: a rule fitted, and could not be confirmed. */
  private readonly searched = new Map<string, boolean>();

  behindRoot(investigation: Investigation): Scope {
    const { departure, file } = investigation;
    if (!isVenues(departure, file.coverage) || isOfOtherOrder(investigation)) return 'recorded';
    // A rule is held against the whole recording: what was not found the first time is not there.
    return this.searched.has(signatureOf(departure)) ? 'recorded' : 'venue';
  }

  note({ departure }: Investigation, hasFittingRule: boolean): void {
    this.searched.set(signatureOf(departure), hasFittingRule);
  }

  /** A rule fits as well as the venue's accident, and neither can be told from the other. */
  isMoot({ departure }: Investigation): boolean {
    return this.searched.get(signatureOf(departure)) === true;
  }
}

/** The order itself was told differently: its fill is no matter of the venue. */
function isOfOtherOrder({ departure, excused, file }: Investigation): boolean {
  const { live } = departure;
  if (live?.kind !== 'fill' && live?.kind !== 'ledger') return false;
  const { intervalMs } = file.manifest;
  const order = file.live.findLast(
    (event) =>
      event.kind === 'order' &&
      event.symbol === live.symbol &&
      event.seq < live.seq &&
      event.ts >= live.ts - intervalMs,
  );
  return order !== undefined && excused.some(({ event }) => event?.seq === order.seq);
}
