// One tick of a lane against the same tick of the reference lane: its events in order, its state, whether it stopped.
import type { KernelEvent } from '../../core/model/index.js';
import type { LaneTick } from '../../core/memory/reference-lane.js';
import { plainEvent } from '../../core/memory/plain-event.js';
import type { Numeric } from '../../core/numeric/index.js';
import type { LaneStop } from '../../vm/fast/machine.js';
import { differingField } from './event-difference.js';
import type { LaneDivergence, LaneLimit } from './lane-report.js';
import { LIMIT_REMEDIES, STOP_TEXTS } from './stop-texts.js';

/** A difference, before it is said where. */
export type Found = Omit<LaneDivergence, 'lane' | 'tick' | 'ts'>;

/** A lane gave the run back, before it is said where. */
export interface Limited extends Pick<LaneLimit, 'message' | 'remedy' | 'range'> {
  readonly kind: 'limit';
}

/** Where a place of the program is in the strategy's source. */
export type RangeOf = (place: number) => LaneDivergence['range'];

export function differingEvents(
  events: readonly KernelEvent[],
  tick: LaneTick,
  { num, rangeOf }: { readonly num: Numeric; readonly rangeOf: RangeOf },
): Found | null {
  const count = Math.max(events.length, tick.events.length);
  for (let i = 0; i < count; i += 1) {
    const event = events[i];
    const found = event === undefined ? '' : plainEvent(num, event);
    const reference = tick.events[i] ?? '';
    if (found === reference) continue;
    const site = event === undefined ? -1 : event.site;
    return { kind: 'event', ...differingField(reference, found), range: rangeOf(site) };
  }
  return null;
}

/**
 * The lane stopped in a tick. If the reference did so too, or came to state that no lane holds, that is agreement,
 * whatever the lane recorded by then. Where the lane cannot follow, that is said with its place.
 */
export function judgedStop(
  { trap, place }: { readonly trap: LaneStop; readonly place: number },
  tick: LaneTick,
  rangeOf: RangeOf,
): Found | Limited | null {
  if (tick.failure !== null) return null;
  const [message, remedy, range] = [STOP_TEXTS[trap], LIMIT_REMEDIES[trap], rangeOf(place)];
  if (remedy !== undefined) return { kind: 'limit', message, remedy, range };
  if (tick.unheld !== null) return null;
  return { kind: 'stop', field: '', reference: 'went on', found: `stopped: ${message}`, range };
}

/** What was found in a tick, with where it was. */
export function placed(
  found: Found | Limited,
  at: Pick<LaneLimit, 'lane' | 'tick' | 'ts'>,
): { readonly divergence: LaneDivergence } | { readonly limit: LaneLimit } {
  if (found.kind !== 'limit') return { divergence: { ...at, ...found } };
  const { message, remedy, range } = found;
  return { limit: { ...at, message, remedy, range } };
}

/** The lane did not stop in a tick. */
export function missingStop(tick: LaneTick): Found | null {
  if (tick.failure === null && tick.unheld === null) return null;
  const reference =
    tick.failure === null
      ? `state that no lane holds: ${tick.unheld ?? ''}`
      : `stopped: ${tick.failure.message}`;
  return { kind: 'stop', field: '', reference, found: 'went on', range: null };
}

export const bytesOf = (words: readonly number[]): Uint8Array =>
  new Uint8Array(Uint32Array.from(words).buffer);
