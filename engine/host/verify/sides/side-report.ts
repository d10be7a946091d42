// What a comparison of several recordings says, as plain data.
import type { CaptureRun } from '../../replay/run-capture.js';
import type { PairReport, SideName, SideRoot, SideRow, SidesVerdict } from '../../replay/sides.js';

export interface SidesReport {
  readonly verdict: SidesVerdict;
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

/** A report with the events it is about, side by side; none where nothing was compared. */
export interface SidesComparison {
  readonly report: SidesReport;
  readonly rows: readonly SideRow[];
}
