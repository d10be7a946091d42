// One line about the whole recording, printed soon after the start: how much there is and whether replay and live
// agree. Computed in a worker of its own, so that neither the start nor a step waits for it.
import { ExitedEvent } from '@vscode/debugadapter';
import type { NumericPolicy } from '../engine/core/numeric/index.js';
import type { Mismatch, Opened, ReplayReport, Verdict } from '../engine/host/replay/protocol.js';
import { isCancellation } from './errors.js';
import { withProgress } from './progress.js';
import type { AdapterSession } from './session.js';

export async function printSummary(session: AdapterSession): Promise<void> {
  const { plan } = session;
  if (plan === null) return;
  const controller = new AbortController();
  session.summary?.abort();
  session.summary = controller;
  const { signal } = controller;
  const client = session.startClient();
  try {
    const { replay } = await client.request('open', plan.open, { signal });
    if (replay === null) return;
    const report = await client.request('run', {}, { signal });
    if (!signal.aborted) session.print(summaryLine(replay, report));
  } catch (error) {
    if (!isCancellation(error) && !signal.aborted) {
      session.print('The whole recording could not be compared with live.', 'important');
    }
  } finally {
    if (session.summary === controller) session.summary = null;
    await client.dispose();
  }
}

/** "Run without debugging": compare, print what departs, end with the verdict as exit code. */
export async function runWithoutDebugging(session: AdapterSession): Promise<void> {
  const controller = new AbortController();
  session.search = controller;
  try {
    const report = await withProgress(session, { title: 'Replaying', controller }, (request) =>
      session.runtime.run(request),
    );
    const { opened } = session.runtime;
    if (opened !== null) session.print(summaryLine(opened, report));
    for (const mismatch of report.mismatches) {
      session.print(mismatch.message, 'stdout', mismatch.site ?? undefined);
    }
    session.send(new ExitedEvent(report.verdict === 'parity' ? 0 : 1));
  } finally {
    await session.terminate();
  }
}

export function summaryLine(opened: Opened, report: ReplayReport): string {
  const size = `${count(report.ticks, 'tick')}, ${count(opened.liveEvents, 'live event')}`;
  return `${size}, ${policyText(opened.numeric)}: ${verdictText(report)}`;
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  parity: 'replay equals live',
  mismatch: 'replay departs from live',
  'invalid-comparison': 'replay and live cannot be compared',
  'bad-input': 'the input cannot be replayed',
};

function verdictText(report: ReplayReport): string {
  const verdict = VERDICTS[report.verdict];
  const reasons = report.reasons.length === 0 ? '' : ` (${report.reasons.join('; ')})`;
  const [first] = report.mismatches;
  if (first === undefined) return `${verdict}${reasons}.`;
  const places = count(report.mismatches.length, 'departure');
  return `${verdict} in ${places}${reasons}, first ${placeText(first)}.`;
}

const placeText = (mismatch: Mismatch): string =>
  `at tick ${mismatch.tick} (${timeText(mismatch.ts)}), ${mismatch.symbol}: ${mismatch.message.replace(/\.$/, '')}`;

/** The numeric policy as a person names it. */
export const policyText = (policy: NumericPolicy): string =>
  policy.kind === 'binary64' ? 'binary64' : `decimal ${policy.precision} digits ${policy.rounding}`;

/** `2026-01-24 12:00:00 UTC`: without milliseconds, which no bar has. */
export const timeText = (ts: number): string =>
  `${new Date(ts).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

const count = (amount: number, noun: string): string =>
  `${amount} ${noun}${amount === 1 ? '' : 's'}`;
