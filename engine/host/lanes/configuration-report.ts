// Runs of one window with other parameters, as plain data.
import type { ParamIssue } from '../../core/strategy/bind-params.js';
import type { PortabilityFinding } from './lane-report.js';

/** Lanes that run configurations by themselves. */
export type SweepLane = 'fast' | 'gpu';

/** How closely one configuration reproduces live, and what it came to. */
export interface ConfigurationOutcome {
  readonly events: { readonly live: number; readonly replay: number; readonly matched: number };
  /** Events that differ or that one side lacks. */
  readonly mismatches: number;
  /** Tick of the first of them, from 0; null when there is none. */
  readonly firstDivergence: number | null;
  /** Of the account at the end, as decimal text. */
  readonly balance: string;
  /** Not null when the run broke off: a refused order, an endless loop. */
  readonly stopped: { readonly tick: number; readonly message: string } | null;
}

export type ConfigurationRun =
  | { readonly outcome: ConfigurationOutcome }
  /** Parameters the strategy does not declare, or declares otherwise. */
  | { readonly issues: readonly ParamIssue[] }
  | { readonly failure: { readonly code: string; readonly message: string } };

/** A device that failed in the middle: nothing it had finished is lost or run again. */
export interface LaneIncident {
  /** What happened, in a sentence, and what can be done about it. */
  readonly text: string;
  readonly remedy: string;
  /** Configurations it had finished, and those that were left. */
  readonly kept: number;
  readonly left: number;
  /** The lane that takes the rest: the gpu lane in a new process, or the fast lane. */
  readonly next: SweepLane;
}

export interface ConfigurationReport {
  /** One for each configuration asked for, in order; fewer where something came in the way, which is said below. */
  readonly runs: readonly ConfigurationRun[];
  readonly notPortable: readonly PortabilityFinding[];
  readonly obstacle: string | null;
  readonly incidents: readonly LaneIncident[];
}
