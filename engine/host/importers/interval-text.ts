// Lengths of bars as exchanges and bots write them.

const MINUTE_MS = 60_000;
const UNITS_MS: Readonly<Record<string, number>> = {
  m: MINUTE_MS,
  h: 60 * MINUTE_MS,
  d: 24 * 60 * MINUTE_MS,
  w: 7 * 24 * 60 * MINUTE_MS,
};

/** Milliseconds of `1h` or `15m`; undefined for months, which have no one length, and for anything else. */
export function intervalOf(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,4})([mhdw])$/.exec(text) ?? [];
  const length = Number(count) * (UNITS_MS[unit ?? ''] ?? Number.NaN);
  return length > 0 ? length : undefined;
}
