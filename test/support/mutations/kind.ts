// A kind of mutation: one known cause of drift that can be put into a faithful recording, and what a search for causes
// has to answer to it.
import type { Coverage, Intervention, Json, Snapshot } from '../../../engine/core/schema/index.js';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import type { VenuePolicy } from '../../../engine/core/schema/venue.js';
import type { CauseClass, PreconditionName } from '../../../engine/host/replay/explanation.js';
import type { RecordedParts } from '../recording.js';
import type { SeededRandom } from '../seeded-random.js';

/** How much a recorder kept. */
export type Richness = 'rich' | 'ledger-orders' | 'decisions-without-bars' | 'no-checkpoints';

/** What a mutation needs of the recording it is put into; absent: drawn. */
export interface SceneNeeds {
  readonly begin?: 'start' | 'middle';
  readonly ticks?: { readonly min: number; readonly max: number };
  readonly numeric?: NumericPolicy;
  readonly eventTime?: VenuePolicy['eventTime'];
  readonly fillAt?: VenuePolicy['fill']['at'];
  readonly venue?: (venue: VenuePolicy) => VenuePolicy;
  readonly params?: Json;
  readonly richness?: Richness;
  /** Checkpoints every so many ticks and at the start, as far as the richness has any; false: none. */
  readonly checkpoints?: boolean;
  readonly flags?: Readonly<Record<string, Json>>;
  /** Texts of strategy files on both sides. */
  readonly overlays?: Readonly<Record<string, string>>;
  /** What the state at the window's start must be like. */
  readonly atStart?: (snapshot: Snapshot) => boolean;
}

/** A faithful recording, and what was drawn for it. */
export interface Scene {
  readonly parts: RecordedParts;
  readonly coverage: Coverage;
  readonly decisionBars: boolean;
  readonly checkpointsEvery: number | null;
  readonly checkpointAtStart: boolean;
  readonly tickTs: readonly number[];
  readonly overlays: Readonly<Record<string, string>>;
  readonly drawn: string;
}

/** Whether a substitution is one of those that are the cause. */
export type Accepts = (intervention: Intervention) => boolean;

export interface Healing {
  /** Right kind, and right place of the substitution. */
  readonly isKind: Accepts;
  /** Right value as well; where it is absent the kind says all. */
  readonly isExact?: Accepts;
}

/** One cause, ready to be put in. Live's changes make another run; the capture's changes make it lie about that run. */
export interface Mutation {
  readonly live?: {
    readonly interventions?: readonly Intervention[];
    readonly overlays?: Readonly<Record<string, string>>;
  };
  readonly capture?: (parts: RecordedParts) => RecordedParts;
  /** Null: nothing may be named as healing it. */
  readonly healing: Healing | null;
  /** In words, for the message of a failing case. */
  readonly what: string;
}

export type ExpectedClass = Exclude<CauseClass, 'unclassified'> | 'invalid';

export interface MutationKind {
  readonly name: string;
  /** Rows of the table of causes it stands for; empty: a trap or an addition. */
  readonly rows: readonly number[];
  readonly class: ExpectedClass;
  /** Of an invalid comparison: the precondition that fails. */
  readonly precondition?: PreconditionName;
  /** The recording does not hold enough to be sure: `unclassified` is an honest answer. */
  readonly mayMiss?: boolean;
  readonly needs?: SceneNeeds;
  /** Null: this recording has no place for it, and another is drawn. */
  readonly draw: (scene: Scene, random: SeededRandom) => Mutation | null;
}
