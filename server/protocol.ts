// What the editor's side may ask the language server beyond the Language Server Protocol, and what it is told.
// Types only: the client imports this file and nothing else of this room. Paths are absolute file paths.
import type { NumericPolicy } from '../engine/core/numeric/index.js';
import type { Json } from '../engine/core/schema/index.js';
import type { KindCount, ReplayReport } from '../engine/host/replay/protocol.js';

export type { Json, KindCount, NumericPolicy, ReplayReport };

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
}

/** `failed`: the strategy or an input is at fault, so there is nothing to compare. `idle`: not replayed yet. */
export type ReplayState = 'idle' | 'replaying' | 'parity' | 'mismatch' | 'failed';

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

export interface ServerRequests {
  /** Every replay of the workspace, by name. */
  'lockstep/replays': { readonly request: null; readonly answer: readonly ReplayEntry[] };
  /** The last complete run; null before it or when there is no such replay. */
  'lockstep/result': { readonly request: RunReplayArguments; readonly answer: ReplayReport | null };
  /** Replays now, without the debounce; without a name every replay. Answers when it is queued. */
  'lockstep/run': { readonly request: Partial<RunReplayArguments>; readonly answer: null };
}

export interface ServerNotifications {
  'lockstep/status': ReplayStatus;
}
