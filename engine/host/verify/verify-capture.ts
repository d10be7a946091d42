// One capture verified from end to end: replayed, explained, and judged against the registry. Every outcome is an
// answer, not an exception.
import type { Issue } from '../../core/schema/index.js';
import { hasErrors } from '../../core/schema/index.js';
import type { Explanation } from '../replay/explanation.js';
import type { ExplainOptions, OpenOptions } from '../replay/protocol.js';
import type { ReplayRequester, RequestOptions } from '../replay/replay-client.js';
import { badInput, openAndAsk, type CaptureRun } from '../replay/run-capture.js';
import type { AdapterChoice } from '../gpu/gpu-protocol.js';
import type { LaneName } from '../lanes/lane-report.js';
import type { Verification } from '../replay/verification.js';
import { judge } from './judge.js';
import { withLanes } from './lane-verdict.js';
import { readRegistry, type RegistryRead } from './registry-file.js';

export interface VerifyOptions {
  readonly open: OpenOptions;
  /** Preconditions that the options themselves set aside are waived without being named here. */
  readonly explain?: ExplainOptions;
  /** Path of the registry; absent: `lockstep.residuals.json` beside the capture's folder, if there is one. */
  readonly registry?: string;
  /** The day expiries are judged by, as YYYY-MM-DD: the one clock of a verdict, so the caller has to say it. */
  readonly today: string;
  /** Lanes that must give what the reference lane gives, beside it; absent or empty: none are run. */
  readonly lanes?: readonly LaneName[];
  /** For the gpu lane; absent: the machine's own, else the software one. */
  readonly adapter?: AdapterChoice;
}

/** Rejects with ReplayError `cancelled` or `internal`, and `worker-died` unless the strategy is to blame. */
export async function verifyCapture(
  client: ReplayRequester,
  options: VerifyOptions,
  request: RequestOptions = {},
): Promise<Verification> {
  const { open, registry: named, today } = options;
  // A registry with a slip in it is said before minutes of replaying, not after.
  const read = await readRegistry(open.capture, named);
  if (read.registry === null && hasErrors(read.issues)) return refused(read.issues, today);
  const { run, answer } = await explainCapture(client, options, request);
  const known = { explanation: answer, ...registryOf(read), today, lanes: null };
  const { opened } = run;
  const said = { ...run, issues: [...read.issues, ...run.issues] };
  if (answer === null || opened === null) {
    const verdict = run.failure === null ? 'bad-input' : 'fail';
    return { ...known, run: said, verdict, reasons: reasonsOf(run), ...NOTHING_JUDGED };
  }
  const { venue } = opened.manifest;
  const judged = judge({ explanation: answer, venue, registry: read.registry, today });
  const verification = { ...known, run: said, ...judged };
  const { lanes = [], adapter = 'any' } = options;
  const isJudged = judged.verdict === 'pass' || judged.verdict === 'fail';
  if (lanes.length === 0 || !isJudged) return verification;
  return withLanes(verification, await client.request('lanes', { lanes, adapter }, request), lanes);
}

/** One capture replayed and explained, without a verdict over it. Rejects likewise. */
export function explainCapture(
  client: ReplayRequester,
  options: Pick<VerifyOptions, 'open' | 'explain'>,
  request: RequestOptions = {},
): Promise<{ readonly run: CaptureRun; readonly answer: Explanation | null }> {
  return openAndAsk(client, options.open, {
    request,
    ask: () => client.request('explain', explainOptions(options), request),
    reportOf: ({ report }) => report,
  });
}

const NOTHING_JUDGED = { judgements: [], registryNotes: [] } as const;

const registryOf = ({ registry }: RegistryRead): Pick<Verification, 'registry'> => ({ registry });

function refused(issues: readonly Issue[], today: string): Verification {
  const run = badInput({ opened: null, issues, findings: [], watch: [] });
  return {
    verdict: 'bad-input',
    reasons: run.reasons,
    run,
    explanation: null,
    ...NOTHING_JUDGED,
    registry: null,
    today,
    lanes: null,
  };
}

function reasonsOf({ reasons, failure }: Verification['run']): readonly string[] {
  if (failure === null) return reasons;
  const at = failure.tick === null ? '' : ` in tick ${String(failure.tick)}`;
  return [`The strategy failed${at}: ${failure.code}: ${failure.message}`];
}

/** What the options for opening replace on purpose is not held against the comparison, but reported as waived. */
function explainOptions({
  open,
  explain = {},
}: Pick<VerifyOptions, 'open' | 'explain'>): ExplainOptions {
  const waive = [
    ...(open.strategy === undefined ? [] : ['strategy' as const]),
    ...(open.params === undefined ? [] : ['config' as const]),
    ...(open.numeric === undefined ? [] : ['numeric' as const]),
    ...(explain.waive ?? []),
  ];
  return { ...explain, waive: [...new Set(waive)] };
}
