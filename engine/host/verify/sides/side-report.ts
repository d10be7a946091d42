// What a comparison of several recordings says, as plain data.
import type { CauseClass } from '../../replay/explanation.js';
import type { Count } from '../../../core/parity/index.js';
import type { CaptureRun } from '../../replay/run-capture.js';
import type { VerifyVerdict } from '../../replay/verification.js';
import type { SideName } from './side.js';

export interface PairReport {
  readonly left: SideName;
  readonly right: SideName;
  /** Events in the shared time that both recorders cover; `live` counts the left side, `replay` the right. */
  readonly events: Count;
  /** Events that differ, or that only one of them has. */
  readonly mismatches: number;
  /** Numbers of the roots that break this pair. */
  readonly roots: readonly number[];
}

/**
 * Why recordings differ. A root `of` one or more sides is where their recording departs from what the engine does with
 * their own inputs; sides that share it agree with each other. A root without sides is a difference of the inputs of
 * two.
 */
export interface SideRoot {
  /** From 1, by time. */
  readonly number: number;
  readonly class: CauseClass;
  readonly title: string;
  readonly ts: number;
  readonly symbol: string;
  readonly of: readonly SideName[];
  /** Pairs it breaks. */
  readonly breaks: readonly (readonly [SideName, SideName])[];
  /** Events that change with it. */
  readonly events: number;
  readonly status: 'accepted' | 'rejected';
  readonly reason: string;
}

export interface SidesReport {
  readonly verdict: VerifyVerdict;
  /** Why it is not a pass; empty for a pass. */
  readonly reasons: readonly string[];
  readonly sides: readonly {
    readonly name: SideName;
    readonly capture: string;
    /** The comparison with its own replay. */
    readonly run: CaptureRun;
  }[];
  /** Open times of the first and last tick that all of them have; null when there are none. */
  readonly window: { readonly fromTs: number; readonly toTs: number } | null;
  readonly pairs: readonly PairReport[];
  readonly roots: readonly SideRoot[];
}
