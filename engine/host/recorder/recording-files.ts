// Names of a recording's files. Segments are numbered so that their order is that of their names.

export const HEADER = 'recording.json';
export const START = 'snapshot.json';
export const ANCHORS = 'anchors.jsonl';
export const SNAPSHOTS = 'snapshots';
export const LOCK = 'recording.lock';

/** The two logs that are kept in segments. */
export type LogName = 'events' | 'market';
export const LOG_NAMES: readonly LogName[] = ['events', 'market'];

const DIGITS = 6;

export const segmentFile = (log: LogName, segment: number): string =>
  `${log}-${String(segment).padStart(DIGITS, '0')}.jsonl`;

export const snapshotFile = (seq: number): string => `${SNAPSHOTS}/${String(seq)}.json`;

/** Numbers of the segments among a folder's names, ascending. */
export function segmentsIn(names: readonly string[], log: LogName): number[] {
  const pattern = new RegExp(`^${log}-(\\d{${String(DIGITS)},})\\.jsonl$`);
  return names
    .flatMap((name) => {
      const number = pattern.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    })
    .sort((a, b) => a - b);
}
