// A sweep as the search asks for it: many configurations over the whole recording, in whatever lane the host has for that.
// What comes back only says which are worth a trial; plain data.
import type { Intervention } from '../schema/index.js';

export interface SweepRequest {
  /** In force in every run. */
  readonly interventions: readonly Intervention[];
  /** Of each run, beside those. */
  readonly configurations: readonly (readonly Intervention[])[];
}

/** How far one configuration goes along with live. Every lane gives the same. */
export interface SweepRun {
  /** Live's events matched in order; -1: the run cannot be started so. States on record are not looked at. */
  readonly matched: number;
  /** To the end, with nothing left on either side. */
  readonly isClean: boolean;
  /** The replay's event that stands where live's next one should, as JSON; empty when none does. */
  readonly departed: string;
  /** Ticks it went along, the one of the departure included. */
  readonly ticks: number;
}

export type SweepAnswer =
  /** In the order of the configurations. */
  | { readonly runs: readonly SweepRun[] }
  /** Why there is no sweep, the same on every machine. */
  | { readonly obstacle: string };
