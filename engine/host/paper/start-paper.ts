// A paper run from its inputs: the worker with the strategy, the recording, and the feed, brought together.
import path from 'node:path';
import { canonicalJson, type Json, type Manifest, type Snapshot } from '../../core/schema/index.js';
import { orderSymbols } from '../../core/session/market-ticks.js';
import { sha256 } from '../capture/capture-files.js';
import { resolveEntry } from '../loader/resolve-entry.js';
import type { RecorderProblem } from '../recorder/recorder-error.js';
import type { RecordingDraft } from '../recorder/recorder-options.js';
import type { PaperOpened, PaperResult } from '../replay/protocol.js';
import type { ReplayClient } from '../replay/replay-client.js';
import { openDiskStore, renumbered, type DiskStore } from './disk-store.js';
import { feedAt, type FeedChoice } from './feed-address.js';
import type { PaperListener, PaperOutcome } from './paper-outcome.js';
import { runPaper, type PaperParts, type PaperPlan } from './paper-session.js';

/** What a manifest says of a market and its venue, and what a strategy is told. */
export type PaperSettings = Pick<Manifest, 'numeric' | 'venue' | 'symbols' | 'intervalMs'> & {
  readonly params: Json;
};

export interface PaperOptions extends Omit<PaperPlan, 'market'> {
  readonly settings: PaperSettings;
  readonly seed: Snapshot;
  /** Strategy file. */
  readonly strategy: string;
  readonly feed: FeedChoice;
  /** Folder of the recording: new, or that of the same run, which is gone on with. */
  readonly out: string;
  readonly version: string;
  readonly signal: AbortSignal;
  readonly listener?: PaperListener;
  readonly onProblem: (problem: RecorderProblem) => void;
  /** Told when the recording is open and the feed is about to be. */
  readonly onReady?: (ready: PaperReady) => void;
}

export interface PaperReady {
  readonly opened: PaperOpened;
  /** Events and bars on record behind the newest snapshot; nothing: a new recording. */
  readonly resumed: { readonly seq: number; readonly bars: number; readonly events: number };
}

/** `outcome` is null when the strategy could not be opened; `result` says why. */
export interface PaperStarted {
  readonly result: PaperResult;
  readonly outcome: PaperOutcome | null;
}

/** Rejects with PaperError, RecorderError or ReplayError. */
export async function startPaper(
  client: ReplayClient,
  options: PaperOptions,
): Promise<PaperStarted> {
  const { settings, strategy } = options;
  const seed = renumbered(options.seed);
  const { intervalMs } = settings;
  const feed = feedAt(options.feed, { symbols: orderSymbols(settings.symbols), intervalMs });
  // Once to learn what is run, since a recording is of one strategy; the state follows from the recording.
  const first = await client.request('paperOpen', { settings, snapshot: seed, strategy });
  if (first.paper === null) return { result: first, outcome: null };
  const draft = draftOf(options, first.paper);
  const store = await openDiskStore({
    dir: options.out,
    draft,
    seed,
    fingerprint: fingerprintOf(draft),
    onProblem: options.onProblem,
  });
  try {
    const { snapshot } = store.resumed;
    const result = await client.request('paperOpen', { settings, snapshot, strategy });
    if (result.paper === null) return { result, outcome: null };
    options.onReady?.({ opened: result.paper, resumed: countsOf(store) });
    return { result, outcome: await follow({ client, store, feed }, { options, draft }) };
  } finally {
    await store.close();
  }
}

const countsOf = ({ resumed }: DiskStore): PaperReady['resumed'] => ({
  seq: resumed.snapshot.cursor.seq,
  bars: resumed.bars.length,
  events: resumed.events.length,
});

function follow(
  parts: Pick<PaperParts, 'client' | 'store' | 'feed'>,
  { options, draft }: { readonly options: PaperOptions; readonly draft: RecordingDraft },
): Promise<PaperOutcome> {
  const { signal, listener, onGap, onFault, snapshotEvery } = options;
  const { symbols, intervalMs } = draft;
  return runPaper(
    { ...parts, signal, ...(listener && { listener }) },
    { market: { symbols, intervalMs }, onGap, onFault, snapshotEvery },
  );
}

/** Every kind of event that the engine makes is recorded. */
const COVERAGE: Manifest['coverage'] = {
  kinds: ['decision', 'ledger', 'intent', 'order', 'reject', 'fill', 'funding', 'balance'],
};

function draftOf(options: PaperOptions, opened: PaperOpened): RecordingDraft {
  const { settings, strategy, version, out } = options;
  const { numeric, venue, intervalMs, params } = settings;
  const entry = resolveEntry(strategy, process.cwd());
  return {
    captureId: `paper-${path.basename(path.resolve(out))}`,
    origin: { mode: 'paper' },
    engine: { name: 'lockstep', version, flags: {} },
    strategy: {
      // From the folder of the recording, so that both can be moved together.
      entry: strategy.startsWith('lockstep:')
        ? strategy
        : path.relative(path.resolve(out), entry).replaceAll('\\', '/'),
      codeHash: opened.codeHash,
      configHash: sha256(canonicalJson(params)),
      params,
    },
    numeric,
    venue,
    symbols: [...orderSymbols(settings.symbols)],
    intervalMs,
    coverage: COVERAGE,
  };
}

/** The same code with the same settings is the same run, however often it was stopped. */
const fingerprintOf = ({ strategy, numeric, venue }: RecordingDraft): string =>
  sha256(canonicalJson({ strategy, numeric, venue } as unknown as Json));
