// Times for titles, in UTC whatever the machine's zone. Computed by hand: the sandbox has no calendar.

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-01-24 03:00 UTC`. Days to civil date after H. Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
export function utcText(ts: number): string {
  const days = Math.floor(ts / DAY_MS);
  const minutes = Math.floor((ts - days * DAY_MS) / MINUTE_MS);
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  const time = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  return `${String(year)}-${two(month)}-${two(day)} ${time} UTC`;
}

/** `2 bars`, `1 bar`. */
export const counted = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
