// Small texts that several parts of the server write the same way.

export const plural = (count: number, word: string, ending = 's'): string =>
  `${String(count)} ${word}${count === 1 ? '' : ending}`;

/** `2026-01-24 13:00 UTC`: recordings are in UTC, and bars open on the minute. */
export const minuteText = (ts: number): string =>
  `${new Date(ts).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
