// What roots account for, as a walk looks it up.
import type { Excuse } from './trial.js';

export interface ExcuseTable {
  /** Symbols whose events nobody compares, by open time of the tick. */
  readonly symbols: ReadonlyMap<number, ReadonlySet<string>>;
  /** Fields nobody compares, by the sequence number of their live event. */
  readonly fields: ReadonlyMap<number, ReadonlySet<string>>;
}

export function tableOf(excused: readonly Excuse[]): ExcuseTable {
  const symbols = new Map<number, Set<string>>();
  const fields = new Map<number, Set<string>>();
  const add = <V>(table: Map<number, Set<V>>, key: number, values: readonly V[]): void => {
    const known = table.get(key) ?? new Set<V>();
    for (const value of values) known.add(value);
    table.set(key, known);
  };
  for (const { ts, symbol, event } of excused) {
    if (event === undefined) add(symbols, ts, [symbol]);
    else add(fields, event.seq, event.paths);
  }
  return { symbols, fields };
}
