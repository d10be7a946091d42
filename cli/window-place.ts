// A place in the window, as people name it: a tick, a time, or a live event. All three mean the state right before a
// tick, since snapshots are taken between ticks.
import type { Opened } from '../engine/host/replay/protocol.js';
import { CommandError } from './command-error.js';

export type WindowPlace =
  | { readonly kind: 'tick'; readonly tick: number }
  | { readonly kind: 'time'; readonly ts: number }
  | { readonly kind: 'seq'; readonly seq: number };

/** Below it a number is a tick: captures hold no earlier times, and no window has as many ticks. */
const FIRST_TIME_MS = 100_000_000_000;
/** With a zone, so that no machine's own zone can matter. */
const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

export const PLACE_HELP = 'tick from 0, time (milliseconds, or 2026-01-24T13:00Z), or seq:N';

/** `200`, `1769259600000`, `2026-01-24T13:00Z` or `seq:12`. */
export function parsePlace(text: string): WindowPlace {
  const seq = /^seq:(\d{1,15})$/.exec(text)?.[1];
  if (seq !== undefined) return { kind: 'seq', seq: Number(seq) };
  if (/^\d{1,15}$/.test(text)) {
    const value = Number(text);
    return value < FIRST_TIME_MS ? { kind: 'tick', tick: value } : { kind: 'time', ts: value };
  }
  const ts = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(ts)) return { kind: 'time', ts };
  throw new CommandError(`--at "${text}" is no place in a window.`, `write a ${PLACE_HELP}.`);
}

/** Ticks of the window that are done at a place: the state right before that tick. The count of ticks is the end. */
export function ticksBefore(
  place: WindowPlace,
  { tickTs }: Pick<Opened, 'tickTs'>,
  eventTs: (seq: number) => number | undefined,
): number {
  if (place.kind === 'tick') {
    if (place.tick <= tickTs.length) return place.tick;
    throw outside(`tick ${String(place.tick)}`, `write 0 to ${String(tickTs.length)}.`);
  }
  if (place.kind === 'time') return firstTickFrom(tickTs, place.ts);
  const ts = eventTs(place.seq);
  if (ts === undefined) {
    throw outside(`live event ${String(place.seq)}`, 'write a sequence number of events.jsonl.');
  }
  // The tick that was running when the event happened.
  const later = tickTs.findIndex((open) => open > ts);
  return Math.max(0, (later === -1 ? tickTs.length : later) - 1);
}

function firstTickFrom(tickTs: readonly number[], ts: number): number {
  const found = tickTs.findIndex((open) => open >= ts);
  if (found !== -1) return found;
  const last = tickTs.at(-1) ?? 0;
  throw outside(`time ${String(ts)}`, `write a time up to ${String(last)}, the last tick.`);
}

const outside = (what: string, remedy: string): CommandError =>
  new CommandError(`--at: there is no ${what} in the window.`, remedy);
