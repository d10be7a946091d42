// Where in the window a person means: a tick, a live event's sequence number, or a time. Becomes a cursor here;
// no protocol of an editor in this file.
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Opened } from '../engine/host/replay/protocol.js';
import { noSuchEvent, tickOutside, timeOutside } from './errors.js';
import type { SeekTarget } from './protocol.js';

/** Exactly one of `tick`, `seq` and `ts`, as a whole number from 0. */
export function readSeekTarget(value: unknown): SeekTarget | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const named = (['tick', 'seq', 'ts'] as const).filter((name) => fields[name] !== undefined);
  const [name] = named;
  if (name === undefined || named.length > 1) return undefined;
  const position = fields[name];
  if (typeof position !== 'number' || !Number.isSafeInteger(position) || position < 0) {
    return undefined;
  }
  if (name === 'tick') return { tick: position };
  return name === 'seq' ? { seq: position } : { ts: position };
}

/** The tick a target lies in. Rejects with a numbered error when it lies outside the window. */
export async function tickOf(target: SeekTarget, opened: Opened): Promise<number> {
  const ticks = opened.tickTs.length;
  if ('tick' in target) {
    if (target.tick >= ticks) throw tickOutside(target.tick, ticks);
    return target.tick;
  }
  if ('ts' in target) return tickAt(target.ts, opened.tickTs);
  const ts = await timeOfEvent(target.seq, join(opened.capture, 'events.jsonl'));
  if (ts === undefined) throw noSuchEvent(target.seq);
  // A close time is the last millisecond of its bar or the open time of the next one; one back is inside either.
  return tickAt(opened.manifest.venue.eventTime === 'bar-close' ? ts - 1 : ts, opened.tickTs);
}

/** The last tick that opened at or before `ts`. */
export function tickAt(ts: number, tickTs: readonly number[]): number {
  let low = 0;
  let high = tickTs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((tickTs[middle] ?? Infinity) <= ts) low = middle + 1;
    else high = middle;
  }
  if (low === 0) throw timeOutside(ts);
  return low - 1;
}

/** Reads the events up to the one asked for; a capture need not fit in memory. */
async function timeOfEvent(seq: number, eventsFile: string): Promise<number | undefined> {
  const lines = createInterface({ input: createReadStream(eventsFile, 'utf8') });
  try {
    for await (const line of lines) {
      const event: unknown = JSON.parse(line);
      if (typeof event !== 'object' || event === null) continue;
      if ('seq' in event && event.seq === seq && 'ts' in event && typeof event.ts === 'number') {
        return event.ts;
      }
    }
    return undefined;
  } finally {
    lines.close();
  }
}
