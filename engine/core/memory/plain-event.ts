// Events as text for comparison between lanes: everything but the call site, whose numbers differ between builds.
import type { KernelEvent } from '../model/index.js';
import type { Numeric } from '../numeric/index.js';

/** One line of JSON; equal events give equal text, since fields come in order of their names. */
export function plainEvent(num: Numeric, event: KernelEvent): string {
  return JSON.stringify(plain(num, event));
}

function plain(num: Numeric, value: unknown): unknown {
  if (num.is(value)) return num.format(value);
  if (Array.isArray(value)) return value.map((item) => plain(num, item));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([name]) => name !== 'site');
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, item]) => [name, plain(num, item)]));
}
