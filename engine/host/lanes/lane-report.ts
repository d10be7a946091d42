// What checking lanes against each other found, as plain data.
import type { GpuFailure } from '../gpu/gpu-protocol.js';
import type { SourceRange } from '../replay/report.js';

/** Reference first: the others are held against it. */
export const LANES = ['reference', 'fast', 'gpu'] as const;
export type LaneName = (typeof LANES)[number];

export interface LaneTiming {
  readonly lane: LaneName;
  readonly ticks: number;
  /** Wall time, for people only: no verdict depends on it. */
  readonly elapsedMs: number;
}

/** What keeps a strategy out of the compiled lanes, at its place. */
export interface PortabilityFinding {
  readonly message: string;
  readonly remedy: string;
  readonly range: SourceRange;
}

export interface LaneDivergence {
  readonly lane: LaneName;
  readonly tick: number;
  readonly ts: number;
  /** `event`: what it recorded; `state`: what it kept; `stop`: it stopped, or went on where the reference stopped. */
  readonly kind: 'event' | 'state' | 'stop';
  /** Dotted path of what differs, such as `gates[2].value` or `strategy.desks[0].bank.close`. */
  readonly field: string;
  readonly reference: string;
  readonly found: string;
  /** Where the strategy made the difference, where that is known. */
  readonly range: SourceRange | null;
}

/**
 * Where a compiled lane gave the run back, because it cannot follow what the reference lane goes on with. It is no
 * difference: up to there the lanes agree, and behind it nothing is known.
 */
export interface LaneLimit {
  readonly lane: LaneName;
  readonly tick: number;
  readonly ts: number;
  readonly message: string;
  readonly remedy: string;
  /** Where in the strategy, where that is known. */
  readonly range: SourceRange | null;
}

/** What the gpu lane ran on, or why it did not. */
export interface GpuLaneReport {
  /** Name of the adapter; null where there was none. */
  readonly adapter: string | null;
  /** Software adapters are for correctness; their timings say nothing. */
  readonly isSoftware: boolean;
  /** Wall time of compiling the interpreter, which a device does once. */
  readonly pipelineMs: number;
  readonly instructions: number;
  readonly wordsPerLane: number;
  readonly failure: GpuFailure | null;
}

export interface LaneReport {
  /** Lanes that ran; a lane that was asked for and is not among them did not, and the rest says why. */
  readonly lanes: readonly LaneTiming[];
  readonly divergence: LaneDivergence | null;
  readonly limit: LaneLimit | null;
  /** null where the gpu lane was not asked for, or nothing could be run. */
  readonly gpu: GpuLaneReport | null;
  /** Why compiled lanes did not run; empty when they did. */
  readonly notPortable: readonly PortabilityFinding[];
  /** What else kept compiled lanes from running, or from going on: something that no lane can hold. */
  readonly obstacle: string | null;
}
