// The search for causes behind the departures of a complete run: a job of the background. Departures are on show before
// it begins and stay when it is cancelled; roots take their place once they are known.
import type { Explanation } from '../engine/host/replay/explanation.js';
import type { ExplainOptions } from '../engine/host/replay/protocol.js';
import { NOTHING_ACCEPTED } from './acceptances.js';
import { DiagnosticsByFile } from './diagnostics/by-file.js';
import {
  locateInterventions,
  locatePrecondition,
  type DataPlace,
} from './diagnostics/data-places.js';
import { eventsPath } from './diagnostics/departures.js';
import { addPreconditions } from './diagnostics/failures.js';
import { readLiveRanges } from './diagnostics/live-ranges.js';
import { addRoots } from './diagnostics/roots.js';
import { explainedStatus, type Explained, type Outcome } from './outcome.js';
import { reopen, type HoldingWorker } from './reopen.js';
import { readAcceptances } from './registry.js';
import { departureContext, type JobTools } from './replay-job.js';
import type { Replay } from './replays.js';
import type { JobContext } from './scheduler.js';

/** Somebody waits at the editor; the command line spends several times as much. */
export const TICK_BUDGET = 60_000;

export interface ExplainTools extends JobTools {
  readonly worker: HoldingWorker;
  /** Null leaves the number to the worker. */
  readonly helpers: number | null;
  /** `2026-01-24`, for entries of the registry that expire. */
  readonly today: () => string;
}

export async function runExplainJob(
  name: string,
  context: JobContext,
  tools: ExplainTools,
): Promise<void> {
  const { workspace } = tools;
  const outcome = workspace.get(name);
  if (outcome === undefined || !isExplainable(outcome)) return;
  workspace.update(name, { status: { ...outcome.status, causes: 'searching' } });
  try {
    await explain(outcome, context, tools);
  } catch (error) {
    if (!context.isCurrent()) return;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `${outcome.status.message} The search for causes failed: ${reason}`;
    workspace.update(name, { status: { ...outcome.status, causes: 'failed', message } });
    throw error;
  } finally {
    leaveUnfinished(outcome, context, tools);
  }
}

/** There are departures, and nothing is known about them. */
export const isExplainable = ({ report, opening, explained }: Outcome): boolean =>
  report?.verdict === 'mismatch' &&
  report.failure === null &&
  opening !== null &&
  explained === null;

async function explain(outcome: Outcome, context: JobContext, tools: ExplainTools): Promise<void> {
  const { replay, opening, status } = outcome;
  const { worker, workspace, onProgress, helpers } = tools;
  if (opening === null) return;
  const options = { signal: context.signal, onProgress };
  await reopen(worker, opening, options);
  const request: ExplainOptions = {
    tickBudget: TICK_BUDGET,
    waive: waivedBy(replay),
    ...(helpers === null ? {} : { helpers }),
  };
  const explanation = await worker.request('explain', request, options);
  const venue = outcome.opened?.manifest.venue;
  const acceptances =
    venue === undefined
      ? NOTHING_ACCEPTED
      : await readAcceptances(replay, { explanation, venue }, tools);
  if (!context.isCurrent()) return;
  const explained = { explanation, acceptances };
  const files = await diagnose(replay, explained, tools);
  if (!context.isCurrent()) return;
  tools.publisher.set(replay.name, 'run', files.all);
  workspace.update(replay.name, { explained, status: explainedStatus(status, explained) });
}

/** What the person at the editor changes on purpose: the strategy's text, and what lockstep.json puts in place. */
export function waivedBy({ params, numeric }: Replay): NonNullable<ExplainOptions['waive']> {
  return [
    'strategy',
    ...(params === undefined ? [] : (['config'] as const)),
    ...(numeric === undefined ? [] : (['numeric'] as const)),
  ];
}

/** Roots, or the preconditions that stand before them. */
export async function diagnose(
  replay: Replay,
  explained: Explained,
  tools: JobTools,
): Promise<DiagnosticsByFile> {
  const { explanation } = explained;
  const files = new DiagnosticsByFile();
  const liveRange = await readLiveRanges(eventsPath(replay));
  const context = departureContext(replay, tools, liveRange);
  const failed = explanation.preconditions.filter(({ status }) => status === 'failed');
  const located = failed.map(async (precondition) => ({
    precondition,
    place: await locatePrecondition(precondition.name, { replay, readText: tools.readText }),
  }));
  addPreconditions(files, await Promise.all(located), context);
  if (failed.length > 0) return files;
  const places = await placesOfRoots(replay, explanation, tools);
  addRoots(files, explained, { ...context, places });
  return files;
}

/** Where the thing stands that each root's intervention replaces, by root id. */
export async function placesOfRoots(
  replay: Replay,
  { roots }: Explanation,
  { readText }: Pick<JobTools, 'readText'>,
): Promise<ReadonlyMap<string, DataPlace>> {
  const interventions = roots.map((root) => root.interventions[0] ?? null);
  const places = await locateInterventions(interventions, { replay, readText });
  return new Map(
    roots.flatMap(({ id }, index) => {
      const place = places[index] ?? null;
      return place === null ? [] : [[id, place] as const];
    }),
  );
}

/** A search that did not end leaves the departures as they are; one cancelled by hand says so. */
function leaveUnfinished(outcome: Outcome, { signal }: JobContext, { workspace }: JobTools): void {
  const { status, replay } = outcome;
  if (workspace.get(replay.name)?.status.causes !== 'searching') return;
  if (signal.reason !== 'by-hand') {
    workspace.update(replay.name, { status });
    return;
  }
  const message = `${status.message} The search for causes was cancelled.`;
  workspace.update(replay.name, { status: { ...status, causes: 'cancelled', message } });
}
