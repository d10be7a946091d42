// Opens a capture with its strategy: files, findings, the program in its sandbox. Problems come back as values.
import path from 'node:path';
import { orderSymbols } from '../../core/session/market-ticks.js';
import type { RealmOpen } from '../../core/sandbox/realm-api.js';
import type { Failure, SitedEvent } from '../../core/session/replay.js';
import type { Intervention, Issue, Json } from '../../core/schema/index.js';
import type { ParamIssue } from '../../core/strategy/bind-params.js';
import type { ParamTree } from '../../core/strategy/params.js';
import { openCapture, type Capture } from '../capture/index.js';
import { codeHash } from '../loader/code-hash.js';
import { loadStrategy } from '../loader/load-strategy.js';
import { resolveEntry } from '../loader/resolve-entry.js';
import type { Opened, OpenOptions, OpenResult } from '../replay/protocol.js';
import { overridesInForce } from './overrides.js';
import { mergeParams } from './merge-params.js';
import { loadFinding, missingStrategy, paramIssue } from './opening-problems.js';
import type { RequestContext } from './request-context.js';
import { StrategyProgram } from './strategy-program.js';

/** Everything an open replay holds on the host's side. */
export interface OpenReplay {
  readonly capture: Capture;
  readonly opened: Opened;
  readonly program: StrategyProgram;
  /** The strategy's params in force: the manifest's with the caller's merged over them. */
  readonly params: Json;
  /** Time an event of each tick is stamped with, by the venue's eventTime. */
  readonly eventTs: readonly number[];
  /** What the first pass produced so far. A cancelled pass goes on from here: the sandbox does not run a tick twice. */
  readonly passed: SitedEvent[];
  /** Stores the compiled strategy for the next start; null when it came from the store. */
  readonly keep: (() => Promise<void>) | null;
}

export interface Opening {
  readonly result: OpenResult;
  readonly replay: OpenReplay | null;
}

interface RealmOpened {
  readonly id: string;
  readonly reasons: Readonly<Record<string, string>>;
  readonly gates: Readonly<Record<string, string>>;
  readonly params: ParamTree;
  readonly tickTs: readonly number[];
  readonly eventTs: readonly number[];
  readonly issues: readonly ParamIssue[];
  readonly failure?: Failure;
}

export async function openReplay(
  options: OpenOptions,
  beat: Int32Array,
  context: RequestContext,
): Promise<Opening> {
  const folder = path.resolve(options.capture);
  const read = await openCapture(folder, {
    signal: context.signal,
    onProgress: ({ bytes, totalBytes }) => {
      context.report({ phase: 'capture', done: bytes, total: totalBytes ?? bytes });
    },
  });
  await context.breathe({ phase: 'strategy', done: 0, total: 1 });
  const capture = read.value;
  if (capture === undefined) return refused({ issues: read.issues, findings: [], watch: [] });
  const entry =
    options.strategy === undefined
      ? resolveEntry(capture.manifest.strategy.entry, folder)
      : resolveEntry(options.strategy, process.cwd());
  const strategy = await loadStrategy(entry, options.overlays ?? {});
  if (strategy === null)
    return refused({
      issues: [
        ...read.issues,
        missingStrategy(options.strategy ?? capture.manifest.strategy.entry, entry),
      ],
      findings: [],
      watch: [entry],
    });
  const overrides = await overridesInForce(folder, capture, options.interventions ?? []);
  const issues = [...read.issues, ...overrides.issues];
  const { findings } = strategy;
  const watch = strategy.files.map((file) => file.path);
  if (findings.some((finding) => finding.severity === 'error'))
    return refused({ issues, findings, watch });
  const program = new StrategyProgram(strategy, beat);
  const interventions = hasErrors(overrides.issues) ? [] : overrides.interventions;
  const request = realmRequest({ capture, entry, options, interventions });
  const answer = JSON.parse(
    program.call(-1, (realm) => realm.open(JSON.stringify(request))),
  ) as RealmOpened;
  if (answer.failure !== undefined) {
    return refused({ issues, findings: [...findings, loadFinding(answer.failure, entry)], watch });
  }
  if (answer.issues.length > 0)
    return refused({ issues: [...issues, ...answer.issues.map(paramIssue)], findings, watch });
  const hash = codeHash(entry, strategy.files);
  const opened = describeOpened({ capture, folder, watch, answer, options, hash, interventions });
  const params = paramsInForce(capture, options);
  const { keep } = strategy;
  const { eventTs } = answer;
  const held = { capture, opened, program, params, eventTs, keep, passed: [] };
  const replay = hasErrors(issues) ? null : held;
  return { result: { replay: replay === null ? null : opened, issues, findings, watch }, replay };
}

/** Files that are fine but cannot be compared still open: the run then answers with an invalid comparison. */
const hasErrors = (issues: readonly Issue[]): boolean =>
  issues.some((issue) => issue.severity === 'error' && issue.kind === 'bad-input');

const refused = (result: Omit<OpenResult, 'replay'>): Opening => ({
  result: { ...result, replay: null },
  replay: null,
});

const paramsInForce = ({ manifest }: Capture, { params }: OpenOptions): Json =>
  mergeParams(manifest.strategy.params, params ?? {});

function realmRequest(parts: {
  capture: Capture;
  entry: string;
  options: OpenOptions;
  interventions: readonly Intervention[];
}): RealmOpen {
  const { capture, entry, options, interventions } = parts;
  const { manifest, snapshot, bars, revisions } = capture;
  return {
    entry,
    settings: {
      numeric: options.numeric ?? manifest.numeric,
      venue: manifest.venue,
      symbols: orderSymbols(manifest.symbols),
      params: paramsInForce(capture, options),
      end: manifest.window.end,
    },
    bars,
    snapshot,
    revisions,
    interventions,
  };
}

function describeOpened(parts: {
  capture: Capture;
  folder: string;
  watch: readonly string[];
  answer: RealmOpened;
  options: OpenOptions;
  hash: string;
  interventions: readonly Intervention[];
}): Opened {
  const { capture, folder, watch, answer, options, hash } = parts;
  return {
    manifest: capture.manifest,
    capture: folder,
    strategyFiles: watch,
    strategyId: answer.id,
    tickTs: answer.tickTs,
    reasons: answer.reasons,
    gates: answer.gates,
    declaredParams: answer.params,
    liveEvents: capture.events.length,
    coverage: capture.manifest.coverage,
    numeric: options.numeric ?? capture.manifest.numeric,
    interventions: parts.interventions,
    codeHash: hash,
  };
}

export type { Json };
