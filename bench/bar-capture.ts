// A capture of a long bar file for the reference strategy, whose live side is what the replay itself does: a run over
// it compares as many events as it makes.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  openCapture,
  startReplayClient,
  writeCapture,
  type CaptureParts,
  type EventDraft,
  type NumericPolicy,
} from '../engine/index.js';
import type { BarFile } from './bar-file.js';

/** Events a request brings at most. */
const EVENTS_MAX = 10_000_000;

/** Writes `dir`; takes two replays. Throws when the bars make no capture that can be replayed. */
export async function writeBarCapture(
  dir: string,
  file: BarFile,
  { root, numeric }: { readonly root: string; readonly numeric: NumericPolicy },
): Promise<void> {
  const parts = await partsOf(file, root, numeric);
  await writeCapture(dir, parts, { overwrite: true });
  const events = await replayedEvents(dir);
  const runs =
    events.length === 0 ? [] : [{ fingerprint: 'bench', firstSeq: 1, lastSeq: events.length }];
  await writeCapture(
    dir,
    { ...parts, manifest: { ...parts.manifest, runs }, events },
    { overwrite: true },
  );
}

async function partsOf(file: BarFile, root: string, numeric: NumericPolicy): Promise<CaptureParts> {
  const example = path.join(root, 'examples', 'workspace', 'captures', 'openclaw-base');
  const { value, issues } = await openCapture(example);
  if (value === undefined) throw new Error(issues[0]?.message ?? `${example} cannot be read`);
  const notice = await readFile(path.join(example, 'NOTICE'), 'utf8').catch(() => '');
  const { manifest } = value;
  const first = file.bars[0]?.openTs ?? 0;
  const last = file.bars.at(-1)?.openTs ?? 0;
  return {
    manifest: {
      schemaVersion: manifest.schemaVersion,
      captureId: 'bench',
      origin: manifest.origin,
      engine: manifest.engine,
      strategy: { ...manifest.strategy, entry: 'lockstep:openclaw' },
      venue: manifest.venue,
      coverage: manifest.coverage,
      numeric,
      symbols: [...file.symbols],
      intervalMs: file.intervalMs,
      window: { fromTs: first, toTs: last, end: 'finish' },
      runs: [],
      ...(notice !== '' && { notice }),
    },
    snapshot: value.snapshot,
    bars: file.bars,
    events: [],
  };
}

async function replayedEvents(dir: string): Promise<EventDraft[]> {
  const client = startReplayClient();
  try {
    const { replay, issues } = await client.request('open', { capture: dir });
    if (replay === null)
      throw new Error(
        issues.find(({ severity }) => severity === 'error')?.message ?? 'not a capture',
      );
    const events = await client.request('events', { from: 0, count: EVENTS_MAX });
    // Live numbers the events it records from one on; the writer chains them.
    return events.map((event, index) => ({ ...event, seq: index + 1 }));
  } finally {
    await client.dispose();
  }
}
