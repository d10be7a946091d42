// Recorded times as text. Always UTC and never the machine's locale.

/** `2026-01-24 13:00:00 UTC`, with milliseconds only where there are some. */
export function timeText(ts: number): string {
  const [date = '', time = ''] = new Date(ts).toISOString().replace('Z', '').split('T');
  return `${date} ${time.replace(/\.000$/, '')} UTC`;
}
