// Live's side of a tick: which recorded events belong to it, their partners, and both as values to look at.
import path from 'node:path';
import type { ComparedPair } from '../../core/parity/index.js';
import type { EventRecord } from '../../core/schema/index.js';
import type { EventPair, SourceRange } from '../replay/protocol.js';
import { tickOf } from './live-tick.js';
import type { OpenReplay } from './open-replay.js';
import { eventTitle } from './run-replay.js';
import type { HostValue } from './value-table.js';

/** Compared pairs by the tick they belong to: the live event's, or the replay's where live has none. */
export function pairsByTick(
  open: OpenReplay,
  pairs: readonly ComparedPair[],
): ReadonlyMap<number, readonly ComparedPair[]> {
  const byTick = new Map<number, ComparedPair[]>();
  for (const pair of pairs) {
    const ticks = new Set(
      [pair.live, pair.replay].flatMap((event) =>
        event === null ? [] : [tickOf(open.eventTs, event.ts)],
      ),
    );
    for (const tick of ticks) byTick.set(tick, [...(byTick.get(tick) ?? []), pair]);
  }
  return byTick;
}

const placed = (open: OpenReplay, event: EventRecord) => ({
  seq: event.seq,
  line: lineOf(open, event.seq),
  event,
});

/** Line of events.jsonl, from 1; every event the capture holds has one. */
export const lineOf = (open: OpenReplay, seq: number): number => open.capture.eventLine(seq) ?? 1;

export function eventPair(
  open: OpenReplay,
  pair: ComparedPair,
  reachedSeq: (seq: number) => boolean,
): EventPair {
  return {
    live: pair.live === null ? null : placed(open, pair.live),
    replay: pair.replay === null ? null : { seq: pair.replay.seq, event: pair.replay },
    fields: pair.differences,
    reached: pair.replay !== null && reachedSeq(pair.replay.seq),
  };
}

/** The line of events.jsonl a live event stands on. */
export function liveSource(open: OpenReplay, event: EventRecord): SourceRange {
  const line = lineOf(open, event.seq);
  return {
    file: path.join(open.opened.capture, 'events.jsonl'),
    line,
    column: 1,
    endLine: line,
    endColumn: 1,
  };
}

/** Live events of one symbol as values, each linked to its line. */
export function livePictures(
  open: OpenReplay,
  events: readonly EventRecord[],
): readonly HostValue[] {
  return events.map((event) => {
    const source = liveSource(open, event);
    const fields = Object.entries(event).filter(([name]) => name !== 'prev');
    return {
      name: `#${String(event.seq)}`,
      value: eventTitle(event),
      type: 'record',
      source,
      parts: fields.map(([name, value]) => jsonPicture(name, value, source)),
    };
  });
}

function jsonPicture(name: string, value: unknown, source: SourceRange): HostValue {
  if (typeof value !== 'object' || value === null)
    return { name, value: String(value), type: leafType(value), source };
  const entries = Array.isArray(value)
    ? value.map((item, index) => [itemName(item, index), item] as const)
    : Object.entries(value);
  const parts = entries.map(([key, item]) => jsonPicture(key, item, source));
  return {
    name,
    value: `${String(parts.length)} ${Array.isArray(value) ? 'items' : 'fields'}`,
    type: Array.isArray(value) ? 'list' : 'record',
    source,
    parts,
  };
}

const itemName = (item: unknown, index: number): string =>
  typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string'
    ? item.name
    : String(index);

function leafType(value: unknown): HostValue['type'] {
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return 'integer';
  return value === null || value === undefined ? 'nothing' : 'string';
}

/** What differs, pair by pair: nothing when all agree. */
export function differencePictures(
  open: OpenReplay,
  pairs: readonly ComparedPair[],
): readonly HostValue[] {
  return pairs.flatMap((pair) => {
    const event = pair.live ?? pair.replay;
    if (event === null) return [];
    const source = pair.live === null ? undefined : liveSource(open, pair.live);
    const head = {
      name: eventTitle(event),
      type: 'record' as const,
      ...(source === undefined ? {} : { source }),
    };
    if (pair.live === null) return [{ ...head, value: 'only the replay did this' }];
    if (pair.replay === null) return [{ ...head, value: 'only live did this' }];
    if (pair.differences.length === 0) return [];
    const parts = pair.differences.map((field): HostValue => ({
      name: field.path,
      value: `live ${field.live ?? 'none'}  |  replay ${field.replay ?? 'none'}`,
      type: 'string',
      ...(source === undefined ? {} : { source }),
    }));
    return [{ ...head, value: `${String(parts.length)} fields differ`, parts }];
  });
}
