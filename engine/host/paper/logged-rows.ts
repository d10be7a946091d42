// The records of one log of a recording, each with its place, up to the first line that does not follow.
import type { JsonSource, Parsed } from '../../core/schema/index.js';
import { diskFolder } from '../integrity/folder-files.js';
import { logLines } from '../integrity/log-lines.js';
import type { LogName } from '../recorder/recording-files.js';

export interface LinePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Where the line begins. */
  readonly byte: number;
  /** `seq` of the event or `row` of the bar that stands there, or would. */
  readonly number: number;
}

export interface LoggedRow<T> {
  readonly record: T;
  readonly at: LinePlace;
}

export interface LoggedRows<T> {
  /** Those that were wanted. */
  readonly rows: readonly LoggedRow<T>[];
  /** The last one before `broken`, wanted or not. */
  readonly last: T | null;
  /** The first line that cannot be read, or whose number is not the next; null: there is none. */
  readonly broken: LinePlace | null;
}

export interface LogReading<T> {
  readonly parse: (source: JsonSource) => Parsed<T>;
  readonly numberOf: (record: T) => number;
  readonly isWanted: (record: T) => boolean;
}

export async function loggedRows<T>(
  dir: string,
  log: LogName,
  { parse, numberOf, isWanted }: LogReading<T>,
): Promise<LoggedRows<T>> {
  const files = diskFolder(dir);
  const rows: LoggedRow<T>[] = [];
  let last: T | null = null;
  for await (const batch of logLines({ files }, log, await files.names()))
    for (const { bytes, file, line, byte, isTerminated } of batch) {
      if (!isTerminated) continue;
      const { value } = parse({ text: bytes.toString('utf8'), file, line });
      const next: number | null = last === null ? null : numberOf(last) + 1;
      if (value === undefined || (next !== null && numberOf(value) !== next))
        return { rows, last, broken: { file, line, byte, number: next ?? 1 } };
      last = value;
      if (isWanted(value))
        rows.push({ record: value, at: { file, line, byte, number: numberOf(value) } });
    }
  return { rows, last, broken: null };
}
