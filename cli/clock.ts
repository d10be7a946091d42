// The one clock of the command line. What depends on it (the day expiries are judged by, the age of a blocker file) takes
// it as a value from here, and says which value it was.
import { calendarDate } from '../engine/core/schema/index.js';
import { CommandError } from './command-error.js';

export const nowMs = (): number => Date.now();

const DATE_CHARACTERS = 'YYYY-MM-DD'.length;

/** The UTC date of a time. */
export const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, DATE_CHARACTERS);

/** `--today`, or the machine's UTC date. */
export function todayFrom(option: string | undefined): string {
  if (option === undefined) return dateOf(nowMs());
  if (calendarDate.safeParse(option).success) return option;
  throw new CommandError(`--today "${option}" is not a date.`, 'write YYYY-MM-DD.');
}
