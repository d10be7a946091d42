// What a trial is asked and what it answers, as plain data: it crosses from the worker into the sandbox as text.
import type { Difference } from '../parity/index.js';
import type { EventRecord, Intervention, Json, Patch, Snapshot } from '../schema/index.js';
import type { DepartureKind } from './lockstep-match.js';

/** A walk: the replay with interventions beside live's events, up to the first departure. */
export interface Trial {
  /** Beside those of the base. */
  readonly interventions: readonly Intervention[];
  /** Open time of the tick to start before, from the base's state there; null: from the start of the window. */
  readonly fromTs: number | null;
  /** Set in the state the walk starts from. */
  readonly patches?: readonly Patch[];
  /** Beside those of the base. */
  readonly excused?: readonly Excuse[];
  /** Open time of the last tick to walk; absent: to the end. */
  readonly untilTs?: number;
}

export interface TrialResult {
  /** Live's events matched, counted from the first of the window. */
  readonly matched: number;
  /** Ticks that were run. */
  readonly ticks: number;
  /** Whether everything asked for was walked and matched. */
  readonly isClean: boolean;
  /** Where it departed; null when clean, or when the run failed. */
  readonly departure: Departure | null;
  /** Why the run could not go on: the strategy failed, or a parameter was refused. */
  readonly failure: string | null;
}

/** A departure and its tick. */
export interface Departure {
  readonly kind: DepartureKind;
  readonly tick: number;
  readonly ts: number;
  readonly liveIndex: number;
  /** Events of the tick matched before it. */
  readonly matchedInTick: number;
  readonly live: EventRecord | null;
  readonly replay: EventRecord | null;
  readonly fields: readonly Difference[];
  readonly site: number;
}

/**
 * What a root accounts for. Without `event` a tick's events of one symbol, or those of no symbol where it is empty:
 * neither side's are compared.
 */
export interface Excuse {
  readonly ts: number;
  readonly symbol: string;
  /** Only these fields of one live event; everything else of the tick is compared. */
  readonly event?: { readonly seq: number; readonly paths: readonly string[] };
}

/** What all trials begin with. */
export interface BaseRequest {
  readonly interventions: readonly Intervention[];
  readonly excused: readonly Excuse[];
  /** Nothing before this tick is changed by what was added; null: everything is walked anew. */
  readonly fromTs: number | null;
}

/** The base walk, and what it proved on the way. */
export interface BaseRun extends TrialResult {
  /** Open times of ticks after which a full recorded state was equal; -1: before the first tick. */
  readonly equalStates: readonly number[];
  /** Decisions whose recorded bar was equal. */
  readonly equalBars: number;
  /** Live events on which no bar was recorded, of kinds that could carry one. */
  readonly unprovenBars: number;
}

/** A declared parameter and its bound value, as JSON. */
export interface ParamLeaf {
  readonly path: string;
  readonly type: 'decimal' | 'integer' | 'flag' | 'choice';
  readonly value: Json;
  readonly default: Json;
  readonly choices: readonly string[];
}

/** An event of the replay with the call that made it, and for a decision the calls of its gates. */
export interface SceneEvent {
  readonly event: EventRecord;
  readonly site: number;
  readonly gateSites: Readonly<Record<string, number>>;
}

/** Everything about the tick of a departure that a search for its cause looks at. */
export interface Scene {
  /** Before the tick, and before the first one; strategy parts are there. */
  readonly stateBefore: Snapshot;
  readonly stateAtStart: Snapshot;
  /** The strategy's own state as its `state` function builds it. */
  readonly freshState: Json;
  /** All events of the tick under the base, also those live does not record. */
  readonly events: readonly SceneEvent[];
  readonly params: readonly ParamLeaf[];
}
