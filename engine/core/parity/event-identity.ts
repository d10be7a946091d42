// What makes two events of two recordings the same event.
import type { EventRecord } from '../schema/index.js';

/** What two events must share to be the same event on both sides: symbol, kind, side and reason. */
export function eventIdentity(event: EventRecord): string {
  const fields = event as unknown as Readonly<Record<string, unknown>>;
  const part = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  return [part('symbol'), event.kind, part('action'), part('side'), part('reason')].join('|');
}
