// An idea of what could be the cause: an intervention, and how to try it cheaply before it is tried in full.
import type { Intervention, Patch } from '../schema/index.js';
import type { Investigation } from './investigation.js';
import type { CauseClass } from './cause-class.js';

export interface Candidate {
  readonly class: Exclude<CauseClass, 'unclassified'>;
  /** For people, without full stop. */
  readonly title: string;
  readonly interventions: readonly Intervention[];
  /** `recorded` when live recorded the value that is substituted; everything else has to prove itself. */
  readonly isRecorded: boolean;
  /** false: recorded, and still a rule could be behind it; rules are tried as well. */
  readonly isCertain?: boolean;
  /** Why it can never be believed on this recording, however far it heals. */
  readonly unproven?: string;
  /** It concerns everything from the start: believed only if it heals at least half of all that differs. */
  readonly isSweeping?: boolean;
  /** Found by a sweep of so many values that one of them may fit by accident: it needs more confirmation. */
  readonly isSwept?: boolean;
  /** Values chosen by the search; an explanation with fewer is preferred among those that heal as much. */
  readonly freedom: number;
  /** Open time of the first tick it can change; null: the first of the window. */
  readonly fromTs: number | null;
  /** A walk of the departing tick alone that the candidate must pass first; absent: up to that tick from `fromTs`. */
  readonly probe?: Probe;
  /** Without a probe: the tick from which the first walk may start, although it holds from the start of the window. */
  readonly probeFromTs?: number;
  /** Among equals the lower is taken. */
  readonly order: number;
  /** Sequence numbers of live's events that it uses up as an excuse. */
  readonly consumes?: readonly number[];
  /** Facts for the evidence. */
  readonly facts?: readonly string[];
}

/** Stands in for the candidate on one tick: the same change made to the state right before it. */
export interface Probe {
  readonly interventions: readonly Intervention[];
  readonly patches: readonly Patch[];
}

/** A family of candidates, in the order in which they are worth trying. */
export type Family = (investigation: Investigation) => readonly Candidate[];
