// One tick of a lane against the same tick of the reference lane: its events in order, its state, whether it stopped.
import type { KernelEvent } from '../../core/model/index.js';
import type { LaneTick } from '../../core/memory/reference-lane.js';
import { plainEvent } from '../../core/memory/plain-event.js';
import type { Numeric } from '../../core/numeric/index.js';
import type { LaneStop } from '../../vm/fast/machine.js';
import { differingField } from './event-difference.js';
import type { LaneDivergence } from './lane-report.js';
import { STOP_TEXTS } from './stop-texts.js';

/** A difference, before it is said where. */
export type Found = Omit<LaneDivergence, 'lane' | 'tick' | 'ts'>;

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
 * whatever the lane recorded by then.
 */
export function differingStop(
  { trap, place }: { readonly trap: LaneStop; readonly place: number },
  tick: LaneTick,
  rangeOf: RangeOf,
): Found | null {
  if (tick.failure !== null || tick.unheld !== null) return null;
  const found = `stopped: ${STOP_TEXTS[trap]}`;
  return { kind: 'stop', field: '', reference: 'went on', found, range: rangeOf(place) };
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
