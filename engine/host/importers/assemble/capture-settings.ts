// What a capture says beside its rows. Sources of other programs state little of it: the person who imports may, and what
// nobody states is assumed and named.
import type { NumericPolicy } from '../../../core/numeric/index.js';
import type { Json, Manifest, Snapshot, VenuePolicy } from '../../../core/schema/index.js';
import { SCHEMA_VERSION } from '../../../core/schema/index.js';
import type { ManifestDraft } from '../../capture/write-capture.js';
import type { ImportIssues } from './import-issues.js';

export interface CaptureSettings {
  /** Path of the strategy from the capture's folder, or `lockstep:NAME`. */
  readonly strategyEntry?: string;
  readonly params?: Json;
  readonly numeric?: NumericPolicy;
  readonly venue?: VenuePolicy;
  readonly mode?: Manifest['origin']['mode'];
  readonly captureId?: string;
  /** Balance of the account before the first event, as decimal text. */
  readonly balance?: string;
  /** What lies before or after stays out. */
  readonly fromTs?: number;
  readonly toTs?: number;
  readonly end?: 'cut' | 'finish';
  /** Origin and licence of the data. */
  readonly notice?: string;
}

/** What an importer knows of its source. */
export interface SourceFacts {
  readonly importer: string;
  readonly source: string;
  readonly engine: string;
  readonly engineVersion?: string;
  readonly mode: Manifest['origin']['mode'];
  readonly numeric: NumericPolicy;
  readonly venue: VenuePolicy;
  /** Whether the source itself says what the numeric policy and the venue are. */
  readonly isPolicyKnown?: boolean;
  /** `engine.flags` of the manifest. */
  readonly flags?: Readonly<Record<string, Json>>;
  /** For issues that belong to no row. */
  readonly file: string;
}

const none = { method: 'none' } as const;

/** A venue that fills at the close, charges `rateBps` of the fill and rounds nothing. */
export const plainVenue = (name: string, rateBps = '0'): VenuePolicy => ({
  name,
  eventTime: 'bar-close',
  fill: { at: 'bar-close', slippageBps: { entry: '0', exit: '0' } },
  fee: { rateBps, base: { entry: 'fill-notional', exit: 'fill-notional' } },
  rounding: {
    ...{ price: none, notional: none, fee: none, pnl: none },
    ...{ basis: none, reducedSize: none, balance: none },
  },
  balance: { onExit: 'net-then-add' },
  reduce: { remainder: 'subtract' },
  basis: { minSize: '0' },
  instruments: {},
});

/** A name no file has until the author puts one there; replays then say which option gives another. */
const ENTRY = 'strategy.ts';

type StatedParts = Pick<
  ManifestDraft,
  'origin' | 'engine' | 'strategy' | 'numeric' | 'venue' | 'notice'
>;

/** Strategy, policies and identity of a manifest, and a warning for each that nobody stated. */
export function statedParts(
  settings: CaptureSettings,
  facts: SourceFacts,
  issues: ImportIssues,
): StatedParts {
  const assume = (path: string, message: string, remedy: string): void => {
    issues.report('foreign.assumed', { file: facts.file, path }, { message, remedy });
  };
  if (settings.strategyEntry === undefined) {
    assume(
      'strategy.entry',
      'The source names no strategy that Lockstep can run: the manifest says strategy.ts.',
      'Give one with --strategy, here or when replaying.',
    );
  }
  if (settings.venue === undefined && facts.isPolicyKnown !== true) {
    assume(
      'venue',
      `The source does not say how its venue fills and rounds: the policy "${facts.venue.name}" stands there.`,
      'Give the policy with --venue FILE.json.',
    );
  }
  if (settings.numeric === undefined && facts.isPolicyKnown !== true) {
    assume(
      'numeric',
      `The source does not say what its bot computed with: ${facts.numeric.kind} stands there.`,
      'Give the policy with --numeric.',
    );
  }
  return {
    origin: {
      mode: settings.mode ?? facts.mode,
      importer: facts.importer,
      source: facts.source,
    },
    engine: {
      name: facts.engine,
      version: facts.engineVersion ?? null,
      flags: facts.flags ?? {},
    },
    strategy: {
      entry: settings.strategyEntry ?? ENTRY,
      codeHash: null,
      configHash: null,
      params: settings.params ?? {},
    },
    numeric: settings.numeric ?? facts.numeric,
    venue: settings.venue ?? facts.venue,
    ...(settings.notice !== undefined && { notice: settings.notice }),
  };
}

/** A start without positions and orders. */
export const emptyStart = (balance: string): Snapshot => ({
  schemaVersion: SCHEMA_VERSION,
  cursor: { seq: 0, lastTickTs: null, lastBarTs: {} },
  account: { balance },
  positions: {},
  orders: [],
  counters: { nextOrderId: 1, ticks: 0 },
  lastClose: {},
  strategy: null,
});
