// Runs a case through the search for causes, as `lockstep verify` does, and keeps the capture of one that fails.
import { join } from 'node:path';
import { formatIssue } from '../../../engine/core/schema/index.js';
import { writeCapture } from '../../../engine/host/capture/index.js';
import type { Explanation } from '../../../engine/host/replay/explanation.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { formatFinding } from '../../../engine/host/replay/run-capture.js';
import { withTempDir } from '../captures.js';
import type { RecordedParts } from '../recording.js';
import type { MutationCase } from './case.js';
import { departuresOf } from './first-departure.js';
import type { Scene } from './kind.js';
import { scoreCase, type Score } from './score.js';
import { eventsOf } from './world.js';

export interface CaseResult {
  readonly name: string;
  readonly seed: number;
  readonly expected: readonly string[];
  readonly score: Score;
  readonly ms: number;
  readonly ticksSpent: number;
  readonly trials: number;
  readonly skipped: number;
  readonly explanation: Explanation | null;
}

/** So slow a search is a fault of its own on any machine, whatever else it does; the case is then an error. */
const EXPLAIN_MS = 600_000;

export async function runCase(client: ReplayClient, example: MutationCase): Promise<CaseResult> {
  const known = {
    name: example.name,
    seed: example.seed,
    expected: example.causes.map(({ kind }) => kind.class),
    skipped: Object.values(example.skipped).reduce((sum, count) => sum + count, 0),
  };
  const started = performance.now();
  const elapsed = (): number => Math.round(performance.now() - started);
  try {
    const explanation = await explainParts(client, example.parts, example.scene);
    const ms = elapsed();
    const score = await scoreCase(example, explanation, async (interventions) => {
      const told = example.causes.map(({ mutation }) => mutation);
      const events = await eventsOf(client, example.scene, { told, acting: [], interventions });
      return departuresOf(example.scene, example.parts.events, events).first === null;
    });
    const { ticksSpent, trials } = explanation;
    return { ...known, score, ms, ticksSpent, trials, explanation };
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const score = { ...NOTHING, outcome: 'error' as const, got: 'error', notes: [message] };
    return { ...known, score, ms: elapsed(), ticksSpent: 0, trials: 0, explanation: null };
  }
}

const NOTHING = {
  isClassRight: false,
  isPlaceRight: false,
  isInterventionRight: false,
  isOneRoot: false,
};

function explainParts(
  client: ReplayClient,
  parts: RecordedParts,
  scene: Pick<Scene, 'overlays'>,
): Promise<Explanation> {
  return withTempDir(async (dir) => {
    const capture = join(dir, 'capture');
    await writeCapture(capture, parts);
    const { overlays } = scene;
    const { replay, issues, findings } = await client.request('open', { capture, overlays });
    if (replay === null)
      throw new Error([...issues.map(formatIssue), ...findings.map(formatFinding)].join('\n'));
    const signal = AbortSignal.timeout(EXPLAIN_MS);
    return client.request('explain', { helpers: 0 }, { signal });
  });
}
