// What a replay worker answers, as plain data: the one contract between the worker and its three users
// (command line, language server, debug adapter). Types only.
import type { BaseRequest, Trial, TrialResult } from '../../core/causes/trial.js';
import type { NumericPolicy } from '../../core/numeric/index.js';
import type {
  BarRecord,
  Coverage,
  EventRecord,
  Intervention,
  Issue,
  Json,
  Manifest,
  Snapshot,
} from '../../core/schema/index.js';
import type { Explanation } from './explanation.js';
import type { ParamTree } from '../../core/strategy/params.js';
import type { AdapterChoice, GpuChoice } from '../gpu/gpu-protocol.js';
import type { InspectOptions, Inspection } from '../lanes/inspection.js';
import type { ConfigurationReport, SweepLane } from '../lanes/configuration-report.js';
import type { LaneName, LaneReport } from '../lanes/lane-report.js';
import type { FieldDifference, ReplayReport, SourceRange, StrategyFailure } from './report.js';
import type { SidesRequest, SidesResult, SideRowsPage, SideRowsRequest } from './sides.js';
import type { Breakpoint, Cursor, MomentKind } from '../../core/session/breakpoint.js';

export type { Breakpoint, Cursor, MomentKind };
export type * from './report.js';

export interface OpenOptions {
  /** Folder of the capture. */
  readonly capture: string;
  /** Strategy file instead of the manifest's. */
  readonly strategy?: string;
  /** Merged over the manifest's params. */
  readonly params?: Json;
  readonly numeric?: NumericPolicy;
  /** Substitutions applied to the replay, beside those of the capture's own overrides.json. */
  readonly interventions?: readonly Intervention[];
  /** Unsaved editor text by absolute path, read instead of the file. */
  readonly overlays?: Readonly<Record<string, string>>;
}

/** Something wrong in strategy source, found without running it. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  readonly message: string;
  readonly remedy?: string;
  readonly range: SourceRange;
  readonly unnecessary?: boolean;
  /** Text that would be right in place of the range, for a quick fix. */
  readonly replacement?: string;
}

export interface Opened {
  readonly manifest: Manifest;
  readonly capture: string;
  /** Absolute paths of the strategy's entry and of everything it imports inside the workspace. */
  readonly strategyFiles: readonly string[];
  readonly strategyId: string;
  readonly tickTs: readonly number[];
  /** Reason codes (and CODE.detail) and gates of the catalogue with their wording. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly gates: Readonly<Record<string, string>>;
  /** Parameters the strategy declares, with their types and defaults. */
  readonly declaredParams: ParamTree;
  readonly liveEvents: number;
  readonly coverage: Coverage;
  readonly numeric: NumericPolicy;
  /** Substitutions in force: the capture's overrides.json, then those of the options. */
  readonly interventions: readonly Intervention[];
  /** sha-256 of the strategy's files as they are, in the form of manifest.strategy.codeHash. */
  readonly codeHash: string;
}

/** The outcome of opening: `replay` is absent when issues or findings with severity error stand in the way. */
export interface OpenResult {
  readonly replay: Opened | null;
  readonly issues: readonly Issue[];
  readonly findings: readonly Finding[];
  /** Also there when the replay is not, so that an editor knows what to watch. */
  readonly watch: readonly string[];
}

export interface Progress {
  readonly phase: 'capture' | 'strategy' | 'replay' | 'compare' | 'search' | 'explain' | 'sweep';
  /** What a sweep runs in. */
  readonly lane?: SweepLane;
  readonly done: number;
  readonly total: number;
}

/** A value shown to a person. `handle` is above 0 when it has children, and valid until the cursor moves. */
export interface ValueNode {
  readonly name: string;
  readonly value: string;
  readonly type:
    'number' | 'integer' | 'boolean' | 'string' | 'record' | 'list' | 'function' | 'nothing';
  readonly handle: number;
  readonly childCount: number;
  /** Where the value was recorded: a line of events.jsonl, or the strategy. */
  readonly source?: SourceRange;
  /** What an expression would call it. */
  readonly expression?: string;
}

export type ScopeName =
  | 'Locals'
  | 'Gates'
  | 'Decision'
  | 'Position'
  | 'Account'
  | 'Indicators'
  | 'Strategy state'
  | 'Live event'
  | 'Difference';

export interface Scope {
  readonly name: ScopeName;
  readonly handle: number;
  readonly childCount: number;
}

export interface Frame {
  /** Function name, `BTC` for a symbol frame or `tick 203 ...` for the tick frame. */
  readonly name: string;
  readonly kind: 'strategy' | 'symbol' | 'tick';
  readonly range: SourceRange | null;
  /** Local variables of a strategy function; null for symbol and tick. */
  readonly locals: Scope | null;
}

export interface GateView {
  readonly name: string;
  readonly value: string;
  readonly comparator: string;
  readonly threshold: string;
  readonly passed: boolean;
  readonly trigger: boolean;
  readonly range: SourceRange | null;
}

/** Why the debugger stands where it stands. */
export type StopReason =
  | 'entry'
  | 'step'
  | 'breakpoint'
  | 'departure'
  | 'root'
  | 'blocked'
  | 'error'
  | 'goto'
  | 'start'
  | 'end';

/** One stop of the debugger, complete but for expanded values. `scopes` are those of the moment; locals are the frames'. */
export interface Stop {
  readonly cursor: Cursor;
  readonly reason: StopReason;
  readonly breakpointIds: readonly number[];
  readonly description: string;
  readonly ts: number;
  readonly moment: MomentKind;
  readonly symbol: string | null;
  /** Innermost first. */
  readonly frames: readonly Frame[];
  readonly scopes: readonly Scope[];
  readonly gates: readonly GateView[];
  /** Events of this tick: what live recorded and what the replay produced up to the cursor, paired where they match. */
  readonly pairs: readonly EventPair[];
  readonly failure: StrategyFailure | null;
}

export interface EventPair {
  readonly live: {
    readonly seq: number;
    readonly line: number;
    readonly event: EventRecord;
  } | null;
  readonly replay: { readonly seq: number; readonly event: EventRecord } | null;
  readonly fields: readonly FieldDifference[];
  /** false while the cursor has not reached the replay event yet. */
  readonly reached: boolean;
}

export type Move =
  | { readonly kind: 'entry' }
  | {
      readonly kind:
        'statement' | 'statement-back' | 'decision' | 'decision-back' | 'tick' | 'tick-back';
    }
  | { readonly kind: 'continue' | 'reverse-continue' }
  | { readonly kind: 'departure' | 'departure-back' }
  /** To the first event of a root cause; the causes are searched for when they are not known yet. */
  | { readonly kind: 'root' | 'root-back' }
  | { readonly kind: 'seek'; readonly cursor: Cursor };

export interface LogOutput {
  readonly cursor: Cursor;
  readonly text: string;
  readonly range: SourceRange;
}

/** Answer of a move; `stop` is null when a log-only run reached the end, never otherwise. */
export interface Moved {
  readonly stop: Stop;
  readonly logs: readonly LogOutput[];
}

export interface ExplainOptions {
  /** Replays of ticks the search may spend in all; a count, so that the same input gives the same answer. */
  readonly tickBudget?: number;
  /** Threads that search beside the worker's own; they change the time it takes and nothing else. */
  readonly helpers?: number;
  /**
   * What sweeps of the search run on; absent: a GPU of the machine's own, if there is one and a sweep is long. Without it
   * they run in the fast lane: it changes the time they take and nothing else.
   */
  readonly adapter?: AdapterChoice;
  /** Preconditions the caller sets aside on purpose; they are reported as waived. */
  readonly waive?: readonly ('strategy' | 'config' | 'numeric')[];
}

/** Trials that one worker of a search hands to another. */
export interface TrialBatch {
  /** Changes with every base of the search. */
  readonly baseNumber: number;
  readonly base: BaseRequest;
  readonly trials: readonly Trial[];
}

/** `adapter` and `webgpu` are for the gpu lane. */
export interface LanesRequest extends Partial<GpuChoice> {
  /** Lanes to check against the reference lane. */
  readonly lanes: readonly LaneName[];
  /** Ticks of the window to check, from its start; all where nothing is said. */
  readonly ticks?: number;
}

/** `adapter` and `webgpu` are for the gpu lane. */
export interface ConfigurationsRequest extends Partial<GpuChoice> {
  /** One entry a configuration, merged over the parameters in force. */
  readonly params: readonly Json[];
  /** The fast lane where nothing is said. */
  readonly lane?: SweepLane;
}

/** What a run that goes on from a snapshot is determined by. */
export interface PaperRequest {
  readonly settings: PaperSettings;
  readonly snapshot: Snapshot;
  /** Strategy file. */
  readonly strategy: string;
}

/** As in a manifest. */
export type PaperSettings = Pick<Manifest, 'numeric' | 'venue' | 'symbols'> & {
  readonly params: Json;
};

export interface PaperOpened {
  readonly strategyId: string;
  readonly strategyFiles: readonly string[];
  /** sha-256 of the strategy's files, in the form of manifest.strategy.codeHash. */
  readonly codeHash: string;
}

/** `paper` is absent when issues or findings with severity error stand in the way. */
export interface PaperResult {
  readonly paper: PaperOpened | null;
  readonly issues: readonly Issue[];
  readonly findings: readonly Finding[];
}

/** What a tick led to; with a failure the tick did not happen. */
export interface PaperTicked {
  readonly events: readonly EventRecord[];
  readonly failure: StrategyFailure | null;
}

/** What a recording that is still being written has more by now. */
export interface GrowRequest {
  /** Ascending by time and symbol, later than all there are. */
  readonly bars: readonly BarRecord[];
  /** Those that follow the last. */
  readonly events: readonly EventRecord[];
}

export interface Grown {
  readonly opened: Opened;
  /** Of the whole recording. */
  readonly report: ReplayReport;
  /** The debugger stands where it stood, with its breakpoints; else both are to be set anew. */
  readonly isInPlace: boolean;
}

/** Requests a worker understands, with their answers. Every request may be cancelled. */
export interface ReplayRequests {
  open: { readonly request: OpenOptions; readonly answer: OpenResult };
  /**
   * Runs the whole window and compares with live. With `lane` the fast lane answers where it can and the window is long
   * enough to gain by it; the report names the lane that did.
   */
  run: { readonly request: { readonly lane?: 'fast' }; readonly answer: ReplayReport };
  /**
   * Adds to the open replay what was recorded since, and goes on with the run from where it is. Null where that cannot
   * be told from here (something steers the run, or what is new does not fit): it is to be opened anew.
   */
  grow: { readonly request: GrowRequest; readonly answer: Grown | null };
  /**
   * Names the causes of the differences: preconditions, roots with class and evidence, what hangs under each. Runs what
   * `run` runs first. A budget that ends the search is said in the answer, never hidden.
   */
  explain: { readonly request: ExplainOptions; readonly answer: Explanation };
  /** Runs the compiled lanes beside the reference lane over the whole window; see docs/lanes.md. */
  lanes: { readonly request: LanesRequest; readonly answer: LaneReport };
  /** Runs the open replay with parameters merged over those in force, each to its end in a compiled lane. */
  configurations: { readonly request: ConfigurationsRequest; readonly answer: ConfigurationReport };
  /** The open replay's strategy as compiled lanes run it. */
  inspect: { readonly request: InspectOptions; readonly answer: Inspection };
  /** Part of another worker's search: its base, and the trials it hands out. */
  trials: { readonly request: TrialBatch; readonly answer: readonly TrialResult[] };
  /** Starts a run that goes on from a snapshot; its ticks are given one by one. Independent of an open replay. */
  paperOpen: { readonly request: PaperRequest; readonly answer: PaperResult };
  /** Runs one tick: bars with one open time, at most one a symbol. */
  paperTick: {
    readonly request: { readonly bars: readonly BarRecord[] };
    readonly answer: PaperTicked;
  };
  /** State after the last tick. */
  paperSnapshot: { readonly request: null; readonly answer: Snapshot };
  /**
   * Holds two or three recordings against each other, each beside its own replay. Independent of an open replay. The rows
   * are kept for `sideRows` under the name of the comparison.
   */
  sides: { readonly request: SidesRequest; readonly answer: SidesResult };
  /** Null: no rows of that comparison are kept. */
  sideRows: { readonly request: SideRowsRequest; readonly answer: SideRowsPage | null };
  /** Replay's ledger and decisions as event records. */
  events: {
    readonly request: { readonly from: number; readonly count: number };
    readonly answer: readonly EventRecord[];
  };
  /** State after `ticks` ticks of the window, as snapshot.json text. */
  snapshot: { readonly request: { readonly ticks: number }; readonly answer: string };
  /** Continues from a saved state after `ticks` ticks and answers whether the rest equals the uninterrupted run. */
  check: {
    readonly request: { readonly ticks: number };
    readonly answer: { readonly equal: boolean; readonly difference: string | null };
  };
  breakpoints: {
    readonly request: { readonly breakpoints: readonly Breakpoint[] };
    /** For each breakpoint: whether it can ever hit, the line it moved to, and why not. */
    readonly answer: readonly {
      readonly id: number;
      readonly verified: boolean;
      readonly line?: number;
      readonly message?: string;
    }[];
  };
  move: { readonly request: Move; readonly answer: Moved };
  children: {
    readonly request: { readonly handle: number; readonly start?: number; readonly count?: number };
    readonly answer: readonly ValueNode[];
  };
  evaluate: {
    /** `frame` counts `Stop.frames` from 0, the innermost, which it is when absent. */
    readonly request: { readonly expression: string; readonly frame?: number };
    readonly answer: ValueNode | { readonly error: string };
  };
}
