// What the product aims at, beside what was measured. Aims are reported, never asserted: a shared machine proves nothing.
import type { Results } from './measures/index.js';

export interface Aim {
  readonly name: string;
  readonly measured: number;
  readonly below: number;
  readonly unit: 'ms';
  readonly met: boolean;
}

const AIMS: readonly (readonly [string, number, (results: Results) => number | undefined])[] = [
  ['debug session: start to first stop', 1500, (results) => results.debugSession?.startMs],
  ['debug session: next, p95', 20, (results) => results.debugSession?.next.p95Ms],
  ['debug session: stepBack, p95', 20, (results) => results.debugSession?.stepBack.p95Ms],
  ['edit to diagnostic, p50', 1000, (results) => results.editToDiagnostic?.departsP50Ms],
  ['45,031 bars under binary64', 2000, (results) => results.longBinary64?.runMs],
  ['cause of one root in 2,000 events, slowest', 10_000, (results) => results.causes?.slowestMs],
];

/** Those that were measured. */
export const judgeAims = (results: Results): readonly Aim[] =>
  AIMS.flatMap(([name, below, read]) => {
    const measured = read(results);
    if (measured === undefined) return [];
    return [{ name, measured, below, unit: 'ms' as const, met: measured < below }];
  });
