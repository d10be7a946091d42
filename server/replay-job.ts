// One replay from opening to diagnostics: the job the scheduler runs. Publishes nothing once it is out of date.
import { ReplayError } from '../engine/host/replay/replay-client.js';
import type { EventRecord } from '../engine/core/schema/index.js';
import type {
  Mismatch,
  OpenOptions,
  OpenResult,
  Progress,
  ReplayReport,
} from '../engine/host/replay/protocol.js';
import { DiagnosticsByFile } from './diagnostics/by-file.js';
import { addDepartures, eventsPath, type DepartureContext } from './diagnostics/departures.js';
import { addFailure, addInvalidReasons } from './diagnostics/failures.js';
import { addFindings, type Explain } from './diagnostics/findings.js';
import { addIssues, captureOrigin } from './diagnostics/issues.js';
import { readLiveRanges, wholeLines, type LiveRange } from './diagnostics/live-ranges.js';
import { locateIssues } from './diagnostics/locate-issues.js';
import { addOverrides } from './diagnostics/overrides.js';
import type { Publisher } from './diagnostics/publisher.js';
import type { UriOf } from './diagnostics/ranges.js';
import { countNames } from './name-counts.js';
import { statusOf, UNCHECKED, type Outcome } from './outcome.js';
import type { ReplayWorker } from './replay-worker.js';
import type { ReadText, Replay } from './replays.js';
import type { JobContext } from './scheduler.js';
import type { ReplayWorkspace } from './workspace.js';

export interface JobTools {
  readonly worker: Pick<ReplayWorker, 'request'>;
  readonly workspace: ReplayWorkspace;
  readonly publisher: Publisher;
  readonly overlays: () => Readonly<Record<string, string>>;
  /** Unsaved text first. */
  readonly readText: ReadText;
  readonly uriOf: UriOf;
  readonly explain: Explain;
  readonly onProgress: (progress: Progress) => void;
}

export async function runReplayJob(
  name: string,
  context: JobContext,
  tools: JobTools,
): Promise<void> {
  const { workspace } = tools;
  const outcome = workspace.get(name);
  if (outcome === undefined) return;
  workspace.update(name, {
    status: { ...outcome.status, state: 'replaying', message: 'Replaying.' },
  });
  try {
    await replay(outcome.replay, context, tools);
  } catch (error) {
    reportError(error, { outcome, context, tools });
  } finally {
    if (context.signal.reason === 'by-hand') tellCancelled(name, workspace);
  }
}

const CANCELLED = 'Cancelled. Before that: ';

function tellCancelled(name: string, workspace: ReplayWorkspace): void {
  const settled = workspace.get(name)?.settled;
  if (settled === undefined) return;
  const { message } = settled;
  const told = message.startsWith(CANCELLED) ? message : CANCELLED + message;
  workspace.update(name, { status: { ...settled, message: told } });
}

async function replay(replay: Replay, context: JobContext, tools: JobTools): Promise<void> {
  const { worker, workspace, onProgress, overlays } = tools;
  const options = { signal: context.signal, onProgress };
  const asked = openOptions(replay, overlays());
  const opening = await worker.request('open', asked, options);
  const issues = await locateIssues(opening.issues, replay, tools.readText);
  if (!context.isCurrent()) return;
  const files = new DiagnosticsByFile();
  await addOverrides(files, replay, tools);
  if (!context.isCurrent()) return;
  adoptOpening(replay, { opening: { ...opening, issues }, files }, tools);
  if (opening.replay === null) return;
  const report = await worker.request('run', { lane: 'fast' }, options);
  const liveRange =
    report.mismatches.length === 0 ? wholeLines : await readLiveRanges(eventsPath(replay));
  if (!context.isCurrent()) return;
  adoptReport(report, departureContext(replay, tools, liveRange), tools);
  workspace.update(replay.name, { opening: asked });
  const events = await fetchEvents(worker, report.events.replay, context);
  if (context.isCurrent()) workspace.update(replay.name, { counts: countNames(events) });
}

function openOptions(replay: Replay, overlays: Readonly<Record<string, string>>): OpenOptions {
  const { capture, strategyOverride, params, numeric } = replay;
  return {
    capture,
    overlays,
    ...(strategyOverride === undefined ? {} : { strategy: strategyOverride }),
    ...(params === undefined ? {} : { params }),
    ...(numeric === undefined ? {} : { numeric }),
  };
}

interface OpeningParts {
  readonly opening: OpenResult;
  /** Diagnostics to add to. */
  readonly files: DiagnosticsByFile;
}

function adoptOpening(replay: Replay, { opening, files }: OpeningParts, tools: JobTools): void {
  const { workspace, publisher, explain, uriOf } = tools;
  const { name } = replay;
  addFindings(files, opening.findings, explain);
  addIssues(files, opening.issues, captureOrigin(replay, uriOf));
  const watch = opening.watch.length > 0 ? { watch: opening.watch } : {};
  if (opening.replay !== null) {
    publisher.set(name, 'static', files.all);
    workspace.update(name, { ...watch, opened: opening.replay });
    return;
  }
  // What an earlier text of the strategy did says nothing about this one; how it is written mostly still holds.
  publisher.set(name, 'run', new Map());
  publisher.set(name, 'lanes', new Map());
  publisher.set(name, 'static', files.all);
  const status = workspace.get(name)?.status;
  if (status === undefined) return;
  const message = firstProblem(opening);
  const failed = { ...status, state: 'failed', message, lanes: UNCHECKED } as const;
  workspace.update(name, { ...watch, status: failed });
}

function firstProblem({ findings, issues }: OpenResult): string {
  const finding = findings.find(({ severity }) => severity === 'error');
  const issue = issues.find(({ severity }) => severity === 'error');
  return finding?.message ?? issue?.message ?? 'The replay cannot be opened.';
}

function adoptReport(report: ReplayReport, context: DepartureContext, tools: JobTools): void {
  const { name } = context.replay;
  const files = new DiagnosticsByFile();
  if (report.failure !== null) addFailure(files, report.failure, context);
  addDepartures(files, departuresBeforeFailure(report), context);
  addInvalidReasons(files, report, context);
  tools.publisher.set(name, 'run', files.all);
  const overrides = tools.workspace.get(name)?.opened?.interventions.length ?? 0;
  const status = statusOf(name, report, overrides);
  tools.workspace.update(name, { report, explained: null, status });
}

/** What a strategy did not do after it failed is no departure of its own. */
function departuresBeforeFailure({ failure, mismatches }: ReplayReport): readonly Mismatch[] {
  if (failure === null) return mismatches;
  const end = failure.tick ?? 0;
  return mismatches.filter(({ tick }) => tick < end);
}

export function departureContext(
  replay: Replay,
  { workspace, uriOf, explain }: JobTools,
  liveRange: LiveRange,
): DepartureContext {
  const entry =
    workspace.get(replay.name)?.opened?.strategyFiles[0] ?? replay.strategy ?? undefined;
  return { replay, entry, uriOf, explain, liveRange };
}

/** Hovers count at most this many events; more would keep the next replay waiting. */
const EVENTS_COUNTED_MAX = 20_000;
const EVENTS_PAGE = 2_000;

async function fetchEvents(
  worker: JobTools['worker'],
  total: number,
  { signal }: JobContext,
): Promise<readonly EventRecord[]> {
  const events: EventRecord[] = [];
  const wanted = Math.min(total, EVENTS_COUNTED_MAX);
  while (events.length < wanted) {
    const count = Math.min(EVENTS_PAGE, wanted - events.length);
    const page = await worker.request('events', { from: events.length, count }, { signal });
    if (page.length === 0) break;
    events.push(...page);
  }
  return events;
}

interface FailedJob {
  readonly outcome: Outcome;
  readonly context: JobContext;
  readonly tools: JobTools;
}

function reportError(error: unknown, { outcome, context, tools }: FailedJob): void {
  const { name } = outcome.replay;
  if (!context.isCurrent()) return;
  const message = error instanceof Error ? error.message : String(error);
  const status = { ...outcome.status, state: 'failed', message, lanes: UNCHECKED } as const;
  tools.workspace.update(name, { status });
  // What an earlier run showed says nothing about this text.
  tools.publisher.set(name, 'run', new Map());
  tools.publisher.set(name, 'lanes', new Map());
  const limit = error instanceof ReplayError ? error.failure : null;
  if (limit === null) throw error;
  const files = new DiagnosticsByFile();
  const tick = error instanceof ReplayError ? error.tick : null;
  const failure = { code: limit, message, remedy: LIMIT_REMEDY, tick, ts: null, site: null };
  addFailure(files, failure, departureContext(outcome.replay, tools, wholeLines));
  tools.publisher.set(name, 'run', files.all);
}

const LIMIT_REMEDY =
  'Look for a loop that does not end, or for a list in the state that grows with every tick.';
