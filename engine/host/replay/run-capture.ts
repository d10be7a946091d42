// One capture replayed from end to end, with every outcome as a report: what could not be opened and what the strategy
// broke are answers, not exceptions. For callers that want a result and not a conversation with the worker.
import { formatIssue, type Issue } from '../../core/schema/index.js';
import type { Finding, OpenOptions, Opened, ReplayReport, StrategyFailure } from './protocol.js';
import { ReplayError, type ReplayRequester, type RequestOptions } from './replay-client.js';

/** A report with what opening had to say. */
export interface CaptureRun extends ReplayReport {
  /** Null when capture or strategy could not be opened: the verdict is then `bad-input`. */
  readonly opened: Opened | null;
  readonly issues: readonly Issue[];
  readonly findings: readonly Finding[];
  /** Absolute paths of the strategy's files, as far as they were found. */
  readonly watch: readonly string[];
}

/** Rejects with ReplayError `cancelled` or `internal`, and `worker-died` unless the strategy is to blame. */
export async function runCapture(
  client: ReplayRequester,
  options: OpenOptions,
  request: RequestOptions = {},
): Promise<CaptureRun> {
  const { run } = await openAndAsk(client, options, {
    request,
    ask: () => client.request('run', {}, request),
    reportOf: (report) => report,
  });
  return run;
}

/** What is asked of an opened replay, and where its report is in the answer. */
export interface Question<T> {
  readonly request: RequestOptions;
  readonly ask: () => Promise<T>;
  readonly reportOf: (answer: T) => ReplayReport;
}

/** Opens and asks; the answer is null when there was nothing to ask, or a limit ended the strategy. Rejects likewise. */
export async function openAndAsk<T>(
  client: ReplayRequester,
  options: OpenOptions,
  { request, ask, reportOf }: Question<T>,
): Promise<{ readonly run: CaptureRun; readonly answer: T | null }> {
  let seen: Seen = { opened: null, issues: [], findings: [], watch: [] };
  try {
    const { replay, ...found } = await client.request('open', options, request);
    seen = { opened: replay, ...found };
    if (replay === null) return { run: badInput(seen), answer: null };
    const answer = await ask();
    return { run: { ...reportOf(answer), ...seen }, answer };
  } catch (error) {
    const failure = stoppedStrategy(error, seen.opened);
    if (failure === null) throw error;
    return { run: { ...emptyReport('mismatch'), failure, ...seen }, answer: null };
  }
}

type Seen = Pick<CaptureRun, 'opened' | 'issues' | 'findings' | 'watch'>;

/** The run of inputs that could not be used. */
export const badInput = (seen: Seen): CaptureRun => ({
  ...emptyReport('bad-input'),
  reasons: refusals(seen),
  ...seen,
});

const emptyReport = (verdict: ReplayReport['verdict']): ReplayReport => ({
  verdict,
  reasons: [],
  events: { live: 0, replay: 0, matched: 0 },
  byKind: {},
  mismatches: [],
  failure: null,
  ticks: 0,
  bars: 0,
  lane: 'reference',
  elapsedMs: 0,
});

/** `strategy.ts:12:3: error strategy.clock: ... Fix: ...` */
export function formatFinding(finding: Finding): string {
  const { range, severity, code, message, remedy } = finding;
  const place = `${range.file}:${String(range.line)}:${String(range.column)}`;
  return `${place}: ${severity} ${code}: ${message}${remedy === undefined ? '' : ` Fix: ${remedy}`}`;
}

const refusals = ({ issues, findings }: Seen): readonly string[] => [
  ...issues.filter(({ severity }) => severity === 'error').map(formatIssue),
  ...findings.filter(({ severity }) => severity === 'error').map(formatFinding),
];

/** The strategy's failure when a limit ended its worker; null for anything else. */
function stoppedStrategy(error: unknown, opened: Opened | null): StrategyFailure | null {
  if (!(error instanceof ReplayError) || error.failure === null) return null;
  const { failure: code, message, tick } = error;
  const ts = tick === null ? null : (opened?.tickTs[tick] ?? null);
  return { code, message, remedy: REMEDIES[code], tick, ts, site: null };
}

const REMEDIES: Readonly<Record<NonNullable<ReplayError['failure']>, string>> = {
  'strategy.time-limit': 'bound what one tick does: a tick of a real strategy takes milliseconds',
  'strategy.memory-limit': 'keep a bounded history in state, for example with Ring',
};
