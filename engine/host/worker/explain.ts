// Serves `explain`: preconditions, the search for causes, and its roots with places, cascades and words.
import { availableParallelism } from 'node:os';
import { assignRoots, mismatchKeys } from '../../core/causes/cascade.js';
import type { FoundRoot, Search } from '../../core/causes/found-root.js';
import { numericOf, type CaseFile } from '../../core/causes/investigation.js';
import { searchCauses } from '../../core/causes/search.js';
import { compareRuns, isCovered, ON_RECORD_ONLY } from '../../core/parity/index.js';
import type { EventRecord, Intervention } from '../../core/schema/index.js';
import { orderSymbols } from '../../core/session/market-ticks.js';
import type { Explanation } from '../replay/explanation.js';
import type { ExplainOptions, OpenOptions, ReplayReport } from '../replay/protocol.js';
import { equityOf, pricesOf } from './equity.js';
import { inputHashes } from './input-hashes.js';
import { WorkerLaboratory } from './laboratory.js';
import type { OpenReplay } from './open-replay.js';
import { checkPreconditions } from './preconditions.js';
import type { RequestContext } from './request-context.js';
import { HELPERS_MAX, TrialPool } from './trial-pool.js';
import { TrialServer } from './trial-server.js';
import { describeRoots } from './root-view.js';
import type { Run } from './run-replay.js';

export interface ExplainInput extends ExplainOptions {
  readonly context: RequestContext;
  /** What this replay was opened with, for helpers that open it as well. */
  readonly opening: OpenOptions;
}

export async function explainRun(
  open: OpenReplay,
  run: Run,
  options: ExplainInput,
): Promise<Explanation> {
  const { capture, opened, params } = open;
  const { report } = run;
  const counts = { live: report.events.live, replay: report.events.replay };
  const { list, reasons } = checkPreconditions({
    capture,
    opened,
    params,
    events: { ...counts, replay: report.failure === null ? counts.replay : null },
    waive: options.waive ?? [],
  });
  const isInvalid = reasons.length > 0 || report.verdict === 'invalid-comparison';
  const known = {
    report: isInvalid ? invalid(report, reasons) : report,
    preconditions: list,
    equity: equityOf(open, run),
    prices: pricesOf(open),
    inputs: await inputHashes(open),
  };
  if (isInvalid) return { ...known, ...NOTHING_FOUND };
  const live = liveEvents(open);
  const isFaithful = report.verdict === 'parity' && !live.some(({ kind }) => kind === 'checkpoint');
  if (isFaithful) return { ...known, ...NOTHING_FOUND };
  return { ...known, ...(await explainMismatches({ open, run, live, options })) };
}

const NOTHING_FOUND = {
  roots: [],
  unexplained: [],
  stopped: null,
  ticksSpent: 0,
  trials: 0,
  notes: [],
} as const;

/** Of inputs that do not belong together no row is judged. */
const invalid = (report: ReplayReport, reasons: readonly string[]): ReplayReport => ({
  ...report,
  verdict: 'invalid-comparison',
  reasons: [...new Set([...reasons, ...report.reasons])],
});

interface Case {
  readonly open: OpenReplay;
  readonly run: Run;
  readonly live: readonly EventRecord[];
  readonly options: ExplainInput;
}

async function explainMismatches(
  input: Case,
): Promise<
  Pick<Explanation, 'roots' | 'unexplained' | 'stopped' | 'ticksSpent' | 'trials' | 'notes'>
> {
  const { open, live, options } = input;
  const { context } = options;
  const pool = new TrialPool(options.opening, helperCount(options), context.signal);
  try {
    const { adapter } = options;
    const means = { context, pool, ...(adapter === undefined ? {} : { adapter }) };
    return await searchAndDescribe(input, new WorkerLaboratory(open, live, means));
  } finally {
    await pool.dispose();
  }
}

const helperCount = ({ helpers }: ExplainOptions): number =>
  Math.max(0, Math.min(HELPERS_MAX, helpers ?? availableParallelism() - 1));

async function searchAndDescribe(
  input: Case,
  lab: WorkerLaboratory,
): Promise<
  Pick<Explanation, 'roots' | 'unexplained' | 'stopped' | 'ticksSpent' | 'trials' | 'notes'>
> {
  const { open, run, live, options } = input;
  const { context, tickBudget } = options;
  const file = caseFileOf(open, live);
  const search = await searchCauses(lab, file, {
    ...(tickBudget === undefined ? {} : { tickBudget }),
    onProgress: (_roots, matched) => {
      context.report({ phase: 'explain', done: matched, total: live.length });
    },
  });
  const after = await leftAfterEach({ lab, file, roots: search.roots });
  const keys = mismatchKeys(run.comparison.pairs);
  const assigned = assignRoots({
    keys,
    after,
    isExcused: (root, mismatch) => isExcused(input, search.roots[root], mismatch),
    isBehindUnhealed: (root, mismatch) => {
      const found = search.roots[root];
      const tick = run.report.mismatches[mismatch]?.tick ?? -1;
      return (
        found !== undefined && found.interventions.length === 0 && tick >= found.departure.tick
      );
    },
  });
  const roots = describeRoots({ open, run, roots: search.roots, assigned });
  const unexplained = assigned.flatMap((root, index) => (root < 0 ? [index] : []));
  return {
    roots,
    unexplained,
    stopped: search.stopped,
    ticksSpent: search.ticksSpent,
    trials: search.trials,
    notes: notesOf(search),
  };
}

const notesOf = ({ roots }: Search): readonly string[] =>
  roots.some(({ unsynchronised }) => unsynchronised.length > 0)
    ? [
        'Where a root could not be brought back to live, later differences may hang under it that have a cause of their own.',
      ]
    : [];

/** Walks a share of another worker's search. */
export function trialServer(open: OpenReplay, context: RequestContext): TrialServer {
  return new TrialServer(new WorkerLaboratory(open, liveEvents(open), { context, pool: null }));
}

/** Covered events of the window that a replay can be held to. A balance without a reason is a statement, not a change. */
function liveEvents({ capture }: OpenReplay): readonly EventRecord[] {
  const { manifest, snapshot, events } = capture;
  return events
    .filter(
      (event) =>
        isCovered(manifest.coverage, event) &&
        event.seq > snapshot.cursor.seq &&
        !ON_RECORD_ONLY.has(event.kind),
    )
    .map((event) =>
      event.kind === 'balance' && event.reason === undefined
        ? {
            seq: event.seq,
            ts: event.ts,
            prev: event.prev,
            kind: 'checkpoint' as const,
            state: { account: { balance: event.balance } },
          }
        : event,
    );
}

function caseFileOf(
  { capture, opened, params }: OpenReplay,
  live: readonly EventRecord[],
): CaseFile {
  const { manifest, snapshot, bars, revisions } = capture;
  return {
    manifest,
    settings: {
      numeric: opened.numeric,
      venue: manifest.venue,
      symbols: orderSymbols(manifest.symbols),
      params,
      end: manifest.window.end,
    },
    snapshot,
    bars,
    revisions,
    live,
    coverage: manifest.coverage,
    reasons: new Set(Object.keys(opened.reasons).map((reason) => reason.split('.')[0] ?? reason)),
  };
}

/** What still mismatches after each root, by runs with the substitutions up to it. */
async function leftAfterEach(input: {
  readonly lab: WorkerLaboratory;
  readonly file: CaseFile;
  readonly roots: readonly FoundRoot[];
}): Promise<readonly ReadonlySet<string>[]> {
  const { lab, file, roots } = input;
  const compared = file.live.filter(({ kind }) => kind !== 'checkpoint');
  const sets: ReadonlySet<string>[] = [];
  let interventions: readonly Intervention[] = [];
  for (const root of roots) {
    interventions = [...interventions, ...root.interventions, ...root.bridge];
    const replay = await lab.events(interventions);
    const { pairs } = compareRuns(numericOf(file, interventions), compared, replay);
    sets.push(new Set(mismatchKeys(pairs)));
  }
  return sets;
}

function isExcused({ open, run }: Case, root: FoundRoot | undefined, index: number): boolean {
  const mismatch = run.report.mismatches[index];
  if (root === undefined || mismatch === undefined) return false;
  const ts = open.opened.tickTs[mismatch.tick];
  return root.excused.some(({ ts: at, symbol, event }) =>
    event === undefined
      ? at === ts && (symbol === '' || symbol === mismatch.symbol)
      : event.seq === mismatch.live?.seq,
  );
}
