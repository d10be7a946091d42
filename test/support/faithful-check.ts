// Holds one random faithful recording against the search for causes: anything it finds is a false alarm.
import { join } from 'node:path';
import { formatIssue } from '../../engine/core/schema/index.js';
import { writeCapture } from '../../engine/host/capture/index.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { formatFinding } from '../../engine/host/replay/run-capture.js';
import { faithfulCapture } from './bench-bot.js';
import { withTempDir } from './captures.js';

export interface FaithfulCheck {
  /** What was drawn, for the message of a failing check. */
  readonly drawn: string;
  /** Live events that were compared; none would make the check empty. */
  readonly compared: number;
  readonly states: number;
  /** Everything that should not be there, in words. */
  readonly alarms: readonly string[];
}

export async function checkFaithful(client: ReplayClient, seed: number): Promise<FaithfulCheck> {
  const { parts, drawn } = await faithfulCapture(client, seed);
  const explanation = await withTempDir(async (dir) => {
    const capture = join(dir, 'capture');
    await writeCapture(capture, parts);
    const { replay, issues, findings } = await client.request('open', { capture });
    if (replay === null)
      throw new Error([...issues.map(formatIssue), ...findings.map(formatFinding)].join('\n'));
    return client.request('explain', { helpers: 0 });
  });
  const { report, roots, unexplained, stopped, preconditions } = explanation;
  const failed = preconditions.filter(({ status }) => status === 'failed');
  return {
    drawn,
    compared: report.events.live,
    states: parts.events.filter(({ kind }) => kind === 'checkpoint').length,
    alarms: [
      ...(report.verdict === 'parity' ? [] : [`verdict ${report.verdict}`]),
      ...roots.map((root) => `${root.class}: ${root.title}`),
      ...(unexplained.length === 0 ? [] : [`${String(unexplained.length)} mismatches unexplained`]),
      ...(stopped === null ? [] : [stopped]),
      ...failed.map(({ name, message }) => `${name}: ${message}`),
    ],
  };
}
