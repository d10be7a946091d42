// What a search for causes answers, as plain data. Types only. The verdict over it, with the registry of accepted
// residuals, is verification.ts's.
import type { CauseClass, EvidenceStrength } from '../../core/causes/cause-class.js';
import type { EventKind, Intervention, Json } from '../../core/schema/index.js';
import type { FieldDifference, ReplayReport, SourceRange } from './report.js';

export type { CauseClass, EvidenceStrength };

export type PreconditionName =
  | 'strategy'
  | 'config'
  | 'numeric'
  | 'venue'
  | 'engine-flags'
  | 'market'
  | 'snapshot'
  | 'events'
  | 'run'
  | 'restart';

/** Something that must hold before a row is judged. `not-recorded` does not fail; `failed` makes the comparison invalid. */
export interface Precondition {
  readonly name: PreconditionName;
  readonly status: 'ok' | 'failed' | 'waived' | 'not-recorded';
  /** What the capture states, and what was found; null where there is nothing to state. */
  readonly expected: string | null;
  readonly found: string | null;
  readonly message: string;
  /** What to do; null unless failed. */
  readonly remedy: string | null;
}

/** Where a root is: the first event that differs, and its first differing field. */
export interface RootPlace {
  readonly tick: number;
  readonly ts: number;
  /** Empty when it concerns no single symbol. */
  readonly symbol: string;
  readonly kind: EventKind;
  /** `fee`, `gates.adx_min.value`, `bar.close`, `state.positions.BTC.size`; null: the whole event. */
  readonly field: string | null;
  readonly live: { readonly seq: number; readonly line: number } | null;
  readonly replay: { readonly seq: number } | null;
  /** The strategy's call that made the replay's event, or the one made instead. */
  readonly site: SourceRange | null;
}

export interface Evidence {
  readonly strength: EvidenceStrength;
  /** One sentence: what was substituted, and what that healed. */
  readonly summary: string;
  /** Facts behind it, one a line: equal inputs, values compared, ranges that heal as well. */
  readonly facts: readonly string[];
  /** Mismatches that vanish with it. */
  readonly healed: number;
  /** Substitutions that were tried for this root. */
  readonly trials: number;
  /** Substitutions of the same class that heal exactly as much. */
  readonly equivalents: readonly { readonly title: string; readonly intervention: Intervention }[];
}

/** How far live and replay are apart under a root, in what people accept residuals in. */
export interface Effect {
  /** Differing events. */
  readonly count: number;
  /** Largest difference of each kind, as decimal text; absent where nothing of the kind differs. */
  readonly price?: string;
  readonly size?: string;
  /** Largest of fee, pnl and balance. */
  readonly amount?: string;
}

/** A cause: the first difference, why it is there, and everything that follows from it. */
export interface Root {
  /** Stable over runs with the same inputs: 12 hexadecimal digits of class, place and intervention kind. */
  readonly id: string;
  /** From 1, in the order of the run. */
  readonly number: number;
  readonly class: CauseClass;
  /** For people, without full stop: `ETH bars one bar late from 2026-01-24 03:00 UTC`. */
  readonly title: string;
  readonly place: RootPlace;
  readonly fields: readonly FieldDifference[];
  /** What heals it, to be applied together; empty where nothing does. */
  readonly interventions: readonly Intervention[];
  readonly evidence: Evidence | null;
  /** Why it could not be classified, or what stands against a class; empty otherwise. */
  readonly doubts: readonly string[];
  /** What to record so that it can be told next time. */
  readonly toRecord: readonly string[];
  /** How the replay was brought back to live where nothing healed the root. */
  readonly bridge: readonly Intervention[];
  /** State that could not be brought back because live did not record it. */
  readonly unsynchronised: readonly string[];
  /** Indices into `report.mismatches`, ascending: the root's own first, then its cascade. */
  readonly mismatches: readonly number[];
  /** For repeated findings of one cause: the places after the first. */
  readonly recurrences: readonly {
    readonly tick: number;
    readonly ts: number;
    readonly symbol: string;
    /** Where it shows in another way than at the first place. */
    readonly title?: string;
  }[];
  readonly effect: Effect;
}

export interface EquityPoint {
  readonly ts: number;
  readonly live: string | null;
  readonly replay: string | null;
}

/** Closes of one symbol over the window. */
export interface PriceSeries {
  readonly symbol: string;
  /** Ascending; thinned out evenly where the window has more than `PRICE_POINTS_MAX` bars. */
  readonly points: readonly { readonly ts: number; readonly close: string }[];
}

export interface Explanation {
  readonly report: ReplayReport;
  readonly preconditions: readonly Precondition[];
  readonly roots: readonly Root[];
  /** Mismatches under no root, because the search ended before them; indices into `report.mismatches`. */
  readonly unexplained: readonly number[];
  /** Why the search ended before everything was explained; null when it did not. */
  readonly stopped: string | null;
  readonly ticksSpent: number;
  readonly trials: number;
  /** Balance after each tick in which it changed on either side. */
  readonly equity: readonly EquityPoint[];
  /** For a chart: what the market did; absent where nothing was computed. */
  readonly prices?: readonly PriceSeries[];
  /** Hashes of every input: file name to sha-256. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Facts for people that belong to no root. */
  readonly notes: readonly string[];
}

export type { Json };
