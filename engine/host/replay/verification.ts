// The verdict over an explanation, with the registry of accepted residuals. Types only: what `lockstep verify`, its
// reports and the editor show.
import type { Residual } from '../../core/schema/index.js';
import type { CaptureRun } from './run-capture.js';
import type { LaneReport } from '../lanes/lane-report.js';
import type { Explanation, Root } from './explanation.js';

/**
 * `pass`: no root, or only accepted ones. `fail`: a root that nobody accepted, or that must not be accepted.
 * `invalid-comparison` and `bad-input` as in a replay. `lane-divergence`: Lockstep's own lanes do not agree.
 */
export type VerifyVerdict =
  'pass' | 'fail' | 'lane-divergence' | 'invalid-comparison' | 'bad-input';

/** How a root stands towards the registry. */
export interface Judgement {
  readonly rootId: string;
  readonly status: 'accepted' | 'rejected';
  /** Why: `accepted by jane until 2027-01-01`, `not in the registry`, `expired on ...`, `above its ceiling: ...`. */
  readonly reason: string;
  /** Index into the registry's entries; null when none matches. */
  readonly entry: number | null;
}

/** What is to be said about the registry itself: expired, unused or exceeded entries. */
export interface RegistryNote {
  readonly entry: number;
  readonly kind: 'expired' | 'unused' | 'exceeded';
  readonly message: string;
}

/** The registry as it was read. */
export interface RegistryUsed {
  /** Absolute path. */
  readonly file: string;
  readonly sha256: string;
  readonly residuals: readonly Residual[];
}

export interface Verification {
  readonly verdict: VerifyVerdict;
  /** Why it is not a pass, one a line; empty for a pass. */
  readonly reasons: readonly string[];
  /** What opening had to say, with the report of the plain comparison. */
  readonly run: CaptureRun;
  /** Null when the capture could not be opened; without roots when the comparison is invalid. */
  readonly explanation: Explanation | null;
  readonly judgements: readonly Judgement[];
  readonly registryNotes: readonly RegistryNote[];
  /** Null without one. */
  readonly registry: RegistryUsed | null;
  /** The day expiries were judged by, as YYYY-MM-DD. */
  readonly today: string;
  /** Null when no check of the lanes was asked for, or there was nothing to judge. */
  readonly lanes: LaneReport | null;
}

export type { Root };
