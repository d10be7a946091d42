// The whole recording in one line: how much there is, and whether replay and live agree. No protocol in this file.
import type { NumericPolicy } from '../engine/core/numeric/index.js';
import type { Mismatch, Opened, ReplayReport, Verdict } from '../engine/host/replay/protocol.js';

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
