// What the editor's side may ask the language server beyond the Language Server Protocol, and what it is told.
// Types only: the client imports this file and nothing else of this room. Paths are absolute file paths.
import type { NumericPolicy } from '../engine/core/numeric/index.js';
import type { Json } from '../engine/core/schema/index.js';
import type { CauseClass, EvidenceStrength } from '../engine/host/replay/explanation.js';
import type { KindCount, ReplayReport, SourceRange } from '../engine/host/replay/protocol.js';
import type {
  PairReport,
  RowDifference,
  SideEvent,
  SideGap,
  SideName,
  SideRoot,
  SideRow,
  SideRowsPage,
  SideRowsRequest,
} from '../engine/host/replay/sides.js';

export type {
  CauseClass,
  EvidenceStrength,
  Json,
  KindCount,
  NumericPolicy,
  PairReport,
  ReplayReport,
  RowDifference,
  SideEvent,
  SideGap,
  SideName,
  SideRoot,
  SideRow,
  SideRowsPage,
  SideRowsRequest,
  SourceRange,
};

/** `initializationOptions`. The client starts the server in trusted workspaces only; false is for other editors. */
export interface InitializationOptions {
  /** Default true. false: no workspace code runs, and only findings in open strategy files are shown. */
  readonly trusted?: boolean;
}

/** Section `lockstep` of the settings, as far as the server reads it. */
export interface ServerSettings {
  readonly replay: {
    /** Default true. false: replays only when a file is opened, saved or changed on disk. */
    readonly onType: boolean;
    /** Milliseconds of rest after the last key before a replay starts. Default 120. */
    readonly debounceMs: number;
  };
  readonly explain: {
    /** Default true. false: causes are searched for only when somebody asks. */
    readonly automatic: boolean;
    /** Threads that search beside the worker's own; null leaves the number to the worker. */
    readonly helpers: number | null;
  };
  readonly lanes: {
    /** Default true. false: compiled lanes are never run beside the reference lane. */
    readonly automatic: boolean;
  };
  readonly gpu: {
    /** Absolute path of the package webgpu, or of a folder it is installed in; null looks for it. */
    readonly modulePath: string | null;
  };
}

/**
 * How far the check of the lanes is. `unchecked`: not asked for, or nothing to check. `reference-only`: the strategy does not
 * run in another lane. `differ`: a fault of Lockstep, which is then not to be relied on.
 */
export interface LaneStatus {
  readonly state: 'unchecked' | 'checking' | 'agree' | 'differ' | 'reference-only' | 'failed';
  /** For people: one sentence with lanes and times; empty when unchecked. */
  readonly message: string;
  /** For people: why the gpu lane did not run, and what would let it; empty where it did, or no other lane did. */
  readonly gpu: string;
  /** The first place that keeps the strategy out of the lanes, or that differs; null where there is none. */
  readonly place: FilePlace | null;
}

/**
 * `failed`: the strategy or an input is at fault, so there is nothing to compare. `invalid`: replay and live do not
 * belong together, so no row is judged. `idle`: not replayed yet.
 */
export type ReplayState = 'idle' | 'replaying' | 'parity' | 'mismatch' | 'invalid' | 'failed';

/** How far the search for the causes of the mismatches is. `none`: not asked for, or nothing to explain. */
export type CausesState = 'none' | 'searching' | 'known' | 'cancelled' | 'failed';

/** Where one replay stands. Sent whenever it changes; the state before `replaying` is not lost but sent again after. */
export interface ReplayStatus {
  /** The replay this is about; unique in the workspace. */
  readonly name: string;
  readonly state: ReplayState;
  /** Events of the last complete run; zeros before it. */
  readonly events: KindCount;
  readonly departures: number;
  /** The first one, for "debug first departure". */
  readonly firstDeparture: DebugAtTickArguments | null;
  readonly causes: CausesState;
  /** Root causes of the departures, and how many of them the registry accepts; zeros unless `causes` is `known`. */
  readonly roots: { readonly count: number; readonly accepted: number };
  /** Substitutions of overrides.json that the replay ran with: what it shows is not the recording alone. */
  readonly overrides: number;
  /** Of the last complete run. */
  readonly lanes: LaneStatus;
  /** Of the last complete run; 0 before it. */
  readonly elapsedMs: number;
  /** For people: one sentence. */
  readonly message: string;
}

/** One recording with the strategy that replays it: what a debug session needs. */
export interface ReplayEntry {
  readonly name: string;
  /** Folder of the capture. */
  readonly capture: string;
  /** Strategy file; null when the capture names none that exists. */
  readonly strategy: string | null;
  /** Files the replay depends on, as far as known: entry, imports, capture files, configuration. */
  readonly files: readonly string[];
  /** From lockstep.json; absent for captures that no lockstep.json names. */
  readonly params?: Json;
  readonly numeric?: NumericPolicy;
  readonly status: ReplayStatus;
}

/** Argument of the command `lockstep.debugAtTick`, as code actions and code lenses pass it. */
export interface DebugAtTickArguments {
  readonly replay: string;
  /** Ordinal in the window, from 0. */
  readonly tick: number;
}

/** Argument of the command `lockstep.showLiveEvent`. */
export interface ShowLiveEventArguments {
  readonly replay: string;
  /** Path of events.jsonl. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** Argument of the command `lockstep.runReplay`. */
export interface RunReplayArguments {
  readonly replay: string;
}

/** Argument of the commands about one root: `lockstep.acceptRoot`, `lockstep.applyIntervention`, `lockstep.revealRoot`. */
export interface RootArguments {
  readonly replay: string;
  /** `Root.id`. */
  readonly root: string;
}

/** Argument of the command `lockstep.removeOverride`. */
export interface OverrideArguments {
  readonly replay: string;
  /** Index into the interventions of overrides.json. */
  readonly index: number;
}

/** `Diagnostic.data` of a root, beside that of a departure. */
export interface RootData extends DepartureData {
  readonly root: string;
  readonly class: CauseClass;
  /** Something heals it, so that it can be applied to the capture. */
  readonly isHealable: boolean;
  /** The registry accepts it. */
  readonly isAccepted: boolean;
}

/** `Diagnostic.data` of an override in force. */
export interface OverrideData {
  readonly replay: string;
  readonly override: number;
}

/** `Diagnostic.data` of a departure. */
export interface DepartureData {
  readonly replay: string;
  readonly tick: number;
  /** Sequence number of the live event, else of the replay's. */
  readonly seq: number;
  readonly symbol: string;
  /** null when live has no such event. */
  readonly live: { readonly file: string; readonly line: number } | null;
}

/** A place in a file; the line counts from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
}

/** One root, as a list or tree shows it. Texts are for people. */
export interface RootItem {
  readonly id: string;
  readonly number: number;
  readonly class: CauseClass;
  readonly title: string;
  /** `tick 249, 2026-02-07 09:00 UTC, SOL, price`. */
  readonly where: string;
  readonly tick: number;
  readonly site: SourceRange | null;
  /** Line of events.jsonl; null where live has no such event. */
  readonly live: FilePlace | null;
  /** Where the substituted value is recorded; null unless it stands in a file. */
  readonly recorded: FilePlace | null;
  readonly evidence: {
    readonly strength: EvidenceStrength;
    readonly summary: string;
    readonly facts: readonly string[];
    readonly healed: number;
    readonly trials: number;
    readonly equivalents: readonly string[];
  } | null;
  /** What heals it; null where nothing does. */
  readonly healing: string | null;
  readonly doubts: readonly string[];
  readonly toRecord: readonly string[];
  readonly unsynchronised: readonly string[];
  /** Further places of the same cause. */
  readonly recurrences: number;
  /** Mismatches that follow from it, its own first event not counted. */
  readonly cascade: number;
  /** Who accepts it, and until when; null when nobody does. */
  readonly accepted: string | null;
  /** Why the registry's entry for it does not count; null when there is none, or when it does. */
  readonly refused: string | null;
}

export interface OverrideItem {
  readonly index: number;
  readonly text: string;
  readonly place: FilePlace;
}

export interface PreconditionItem {
  readonly name: string;
  readonly status: 'ok' | 'failed' | 'waived' | 'not-recorded';
  readonly message: string;
  readonly remedy: string | null;
  readonly place: FilePlace;
}

/** What is known about the causes of one replay's departures. */
export interface Causes {
  readonly replay: string;
  readonly roots: readonly RootItem[];
  /** Those that failed or were set aside. */
  readonly preconditions: readonly PreconditionItem[];
  readonly overrides: readonly OverrideItem[];
  /** Mismatches under no root, and why the search left them; null when there are none. */
  readonly unexplained: { readonly count: number; readonly reason: string } | null;
  readonly notes: readonly string[];
}

/** One mismatch that follows from a root. */
export interface CascadeItem {
  readonly text: string;
  readonly where: string;
  readonly tick: number;
  readonly live: FilePlace | null;
  readonly site: SourceRange | null;
}

/** A person's decision to live with a root. Nothing is written unless all of it is sound. */
export interface Acceptance extends RootArguments {
  readonly approver: string;
  readonly reason: string;
  /** `2027-01-31`; null only where the class allows it. */
  readonly expires: string | null;
}

/** A file that was written, or why none was. */
export type Written =
  { readonly file: string; readonly line: number } | { readonly problem: string };

/**
 * How a comparison of several recordings stands. `waiting`: it was not made yet. `invalid`: the recordings do not belong
 * together; `failed`: one of them or the strategy is at fault.
 */
export type ComparisonState =
  'waiting' | 'comparing' | 'agree' | 'differ' | 'invalid' | 'failed' | 'cancelled';

/** Recordings held against each other. Sent whenever it changes; what was found before stays until it is made anew. */
export interface ComparisonEntry {
  /** Unique among the comparisons of the workspace. */
  readonly name: string;
  readonly sides: readonly { readonly name: SideName; readonly capture: string }[];
  readonly state: ComparisonState;
  /** For people: one sentence. */
  readonly message: string;
  /** For people: why it is not in order; empty where it is. */
  readonly reasons: readonly string[];
  readonly pairs: readonly PairReport[];
  readonly roots: readonly SideRoot[];
}

/** Argument of the command `lockstep.compareSides`, as the tree and quick fixes pass it. */
export interface ComparisonArguments {
  readonly comparison: string;
  /** Number of a root: its first row is shown. */
  readonly root?: number;
}

/** `Diagnostic.data` of a root of a comparison. */
export type ComparisonData = ComparisonArguments;

export interface ServerRequests {
  /** Every replay of the workspace, by name. */
  'lockstep/replays': { readonly request: null; readonly answer: readonly ReplayEntry[] };
  /** The last complete run; null before it or when there is no such replay. */
  'lockstep/result': { readonly request: RunReplayArguments; readonly answer: ReplayReport | null };
  /** Replays now, without the debounce; without a name every replay. Answers when it is queued. */
  'lockstep/run': { readonly request: Partial<RunReplayArguments>; readonly answer: null };
  /** Searches for causes now, also when the settings leave that to a person. Answers when it is queued. */
  'lockstep/explain': { readonly request: RunReplayArguments; readonly answer: null };
  /** null when there is no such replay. */
  'lockstep/causes': { readonly request: RunReplayArguments; readonly answer: Causes | null };
  /** A page of what follows from a root; empty when the root is known no more. */
  'lockstep/cascade': {
    readonly request: RootArguments & { readonly from: number; readonly count: number };
    readonly answer: readonly CascadeItem[];
  };
  /** Adds a root to the registry of accepted residuals. */
  'lockstep/accept': { readonly request: Acceptance; readonly answer: Written };
  /** Adds the intervention that heals a root to the capture's overrides.json. */
  'lockstep/applyIntervention': { readonly request: RootArguments; readonly answer: Written };
  'lockstep/removeOverride': { readonly request: OverrideArguments; readonly answer: Written };
  /** Every comparison of the workspace, by name. */
  'lockstep/comparisons': { readonly request: null; readonly answer: readonly ComparisonEntry[] };
  /**
   * Makes a comparison now: one that is known, or one of these recordings. Answers its name when it is queued; null when
   * there is none of this name, or fewer than two sides.
   */
  'lockstep/compare': {
    readonly request: { readonly comparison: string } | Pick<ComparisonEntry, 'sides'>;
    readonly answer: string | null;
  };
  /** Null while the comparison is not made, or no more. */
  'lockstep/comparisonRows': {
    readonly request: SideRowsRequest;
    readonly answer: SideRowsPage | null;
  };
}

export interface ServerNotifications {
  'lockstep/status': ReplayStatus;
  'lockstep/comparison': ComparisonEntry;
  /** A replay or a comparison that the workspace no longer has. */
  'lockstep/gone': { readonly name: string };
}
