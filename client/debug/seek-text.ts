// What a person types to name a place in the window. No editor in this file.
import type { SeekTarget } from '../../debug-adapter/protocol.js';

export const expectedSeekText =
  'A tick such as 203, a live event such as #12, or a time such as 2026-01-24 13:00';

/** null when the text is none of the three. Times without a zone are UTC, as recordings are. */
export function readSeekText(text: string): SeekTarget | null {
  const trimmed = text.trim();
  const event = /^#\s*(\d{1,15})$/.exec(trimmed)?.[1];
  if (event !== undefined) return { seq: Number(event) };
  if (/^\d{1,15}$/.test(trimmed)) return { tick: Number(trimmed) };
  const time = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?))?Z?$/.exec(trimmed);
  if (time === null) return null;
  const ts = Date.parse(`${time[1] ?? ''}T${time[2] ?? '00:00'}Z`);
  return Number.isNaN(ts) ? null : { ts };
}
