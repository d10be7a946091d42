// A recording on disk, explained by a worker: what tests about causes have in common.
import { join } from 'node:path';
import type { Coverage, EventRecord, Intervention } from '../../engine/core/schema/index.js';
import { writeCapture } from '../../engine/host/capture/index.js';
import type { Explanation } from '../../engine/host/replay/explanation.js';
import type { OpenOptions } from '../../engine/host/replay/protocol.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { BOT_ENTRY, botParts } from '../support/bench-bot.js';
import { withTempDir } from '../support/captures.js';
import { COVERAGES, recordCapture, type RecordedParts } from '../support/recording.js';

/** No helpers: tests run beside each other. */
const OPTIONS = { helpers: 0 } as const;

export const explain = (client: ReplayClient, parts: RecordedParts): Promise<Explanation> =>
  opened(client, parts, { ask: () => client.request('explain', OPTIONS) });

/** Writes the recording, opens it, and asks the worker something while it is there. */
export function opened<T>(
  client: ReplayClient,
  parts: RecordedParts,
  {
    ask,
    ...options
  }: Omit<OpenOptions, 'capture' | 'strategy'> & { readonly ask: () => Promise<T> },
): Promise<T> {
  return withTempDir(async (dir) => {
    const capture = join(dir, 'capture');
    await writeCapture(capture, parts);
    const opening = { capture, strategy: BOT_ENTRY, ...options };
    const { replay, issues } = await client.request('open', opening);
    if (replay === null) throw new Error(issues[0]?.message ?? 'the capture does not open');
    return ask();
  });
}

const coverage: Coverage = { kinds: [...COVERAGES.everything.kinds, 'funding'] };
const RICH = {
  coverage,
  decisionBars: true,
  checkpointsEvery: 20,
} as const;

/** A recording of the bench bot from the middle of the example's market, or from another tick of it. */
export const recordBot = (client: ReplayClient, ticks = 80, first = 150): Promise<RecordedParts> =>
  recordCapture({ ...RICH, client, base: botParts(), window: { first, ticks } });

/** What a recorder would have left that keeps these kinds only. */
export function withCoverage(
  parts: RecordedParts,
  kinds: readonly EventRecord['kind'][],
): RecordedParts {
  const first = parts.events[0]?.seq ?? 1;
  const events = parts.events
    .filter(({ kind }) => kinds.includes(kind))
    .map((event, index) => ({ ...event, seq: first + index }));
  const runs = parts.manifest.runs.map((run) => ({ ...run, lastSeq: first + events.length - 1 }));
  return {
    ...parts,
    manifest: { ...parts.manifest, runs, coverage: { kinds: [...kinds] } },
    events,
  };
}

/** The same window with live's events as they are under interventions. */
export async function withLive(
  client: ReplayClient,
  base: RecordedParts,
  interventions: readonly Intervention[],
): Promise<RecordedParts> {
  return withEvents(base, await recordCapture({ ...RICH, client, base, interventions }));
}

/** The same window with live's events as other code makes them. */
export async function withCode(
  client: ReplayClient,
  base: RecordedParts,
  overlays: Readonly<Record<string, string>>,
): Promise<RecordedParts> {
  return withEvents(base, await recordCapture({ ...RICH, client, base, overlays }));
}

function withEvents(base: RecordedParts, live: RecordedParts): RecordedParts {
  return { ...base, events: live.events, manifest: { ...base.manifest, runs: live.manifest.runs } };
}
