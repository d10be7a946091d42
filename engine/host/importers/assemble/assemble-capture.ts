// The common end of every importer: bars and events of a source become a capture, whole or not at all.
import {
  SCHEMA_VERSION,
  type Coverage,
  type Manifest,
  type Parsed,
  type Snapshot,
} from '../../../core/schema/index.js';
import { sha256 } from '../../capture/capture-files.js';
import {
  writeCapture,
  type ManifestDraft,
  type WriteOptions,
} from '../../capture/write-capture.js';
import { ForeignFault } from '../foreign-issue.js';
import { statedParts, type CaptureSettings, type SourceFacts } from './capture-settings.js';
import { checkedBars, checkedEvents, newExtent, type Extent } from './checked-rows.js';
import type { ImportIssues } from './import-issues.js';
import type { PlacedBar, PlacedEvent, Rows } from './placed.js';

/** What an importer makes of its source. */
export interface ForeignRecording {
  readonly facts: SourceFacts;
  readonly intervalMs: number;
  readonly snapshot: Snapshot;
  readonly bars: Rows<PlacedBar>;
  readonly events: Rows<PlacedEvent>;
  /** Kinds of which the source gives every event, also where none came. */
  readonly coverage: readonly Coverage['kinds'][number][];
  /** Absent: the source does not say where one run ended; all is one. */
  readonly fingerprint?: string;
}

export interface AssembleRequest {
  readonly out: string;
  readonly settings: CaptureSettings;
  readonly write: WriteOptions;
}

/**
 * Writes a capture. The value is undefined when an issue is an error, and nothing is left behind then. Throws as
 * `writeCapture` does when the disk refuses or the signal is aborted.
 */
export async function assembleCapture(
  recording: ForeignRecording,
  request: AssembleRequest,
  issues: ImportIssues,
): Promise<Parsed<Manifest>> {
  const { settings } = request;
  const extent = newExtent();
  const check = { settings, issues, extent };
  const stated = statedParts(settings, recording.facts, issues);
  try {
    const parts = {
      snapshot: recording.snapshot,
      bars: checkedBars(recording.bars, check),
      events: checkedEvents(recording.events, check),
      manifest: (files: Manifest['files']): ManifestDraft => {
        emptinessIssues(recording, extent, issues);
        if (issues.hasErrors) throw new Abandoned();
        return { ...stated, ...seenParts({ recording, settings, extent, files }) };
      },
    };
    const value = await writeCapture(request.out, parts, request.write);
    if (extent.leftOut > 0) {
      issues.report(
        'foreign.left-out',
        { file: recording.facts.file },
        {
          message: `${String(extent.leftOut)} rows lie outside of the chosen time.`,
          remedy: 'Nothing to do, if that is the time you want.',
        },
      );
    }
    return { value, issues: issues.all() };
  } catch (error) {
    if (error instanceof ForeignFault) issues.add(error.issue);
    else if (!(error instanceof Abandoned)) throw error;
    return { value: undefined, issues: issues.all() };
  }
}

/** Ends a writing whose reasons are among the issues already. */
class Abandoned extends Error {}

function emptinessIssues({ facts }: ForeignRecording, extent: Extent, issues: ImportIssues): void {
  if (extent.bars > 0 || issues.hasErrors) return;
  issues.report(
    'foreign.empty',
    { file: facts.file },
    {
      message: 'There is no bar in the chosen time: nothing could be replayed.',
      remedy: 'Give the candles the bot saw.',
    },
  );
}

interface Seen {
  readonly recording: ForeignRecording;
  readonly settings: CaptureSettings;
  readonly extent: Extent;
  readonly files: Manifest['files'];
}

type SeenParts = Pick<
  ManifestDraft,
  'schemaVersion' | 'captureId' | 'symbols' | 'intervalMs' | 'window' | 'coverage' | 'runs'
>;

function seenParts({ recording, settings, extent, files }: Seen): SeenParts {
  const { facts, intervalMs, snapshot, coverage, fingerprint } = recording;
  const symbols = new Set([...extent.symbols, ...Object.keys(snapshot.positions)]);
  const content = sha256(
    Object.values(files)
      .map(({ sha256: hash }) => hash)
      .join('\n'),
  );
  const captureId = settings.captureId ?? `${facts.importer}-${content.slice(0, 16)}`;
  const kinds = [...new Set([...coverage, ...extent.kinds])];
  return {
    schemaVersion: SCHEMA_VERSION,
    captureId,
    symbols: [...symbols].sort(),
    intervalMs,
    window: { ...spanOf(extent, intervalMs), end: settings.end ?? 'cut' },
    // A recording of the market alone: of what is named here nothing is missing, since it never happened.
    coverage: { kinds: kinds.length > 0 ? kinds : ['restart' as const] },
    runs:
      extent.events === 0
        ? []
        : [{ fingerprint: fingerprint ?? captureId, firstSeq: 1, lastSeq: extent.events }],
  };
}

/** From the bar of the first row to the bar of the last, on the grid the bars are on. */
function spanOf(extent: Extent, intervalMs: number): { fromTs: number; toTs: number } {
  const lastBar = extent.lastBarTs ?? 0;
  const onGrid = (ts: number): number =>
    lastBar + Math.floor((ts - lastBar) / intervalMs) * intervalMs;
  const fromTs = onGrid(extent.firstTs ?? lastBar);
  const toTs = Math.max(lastBar, onGrid(extent.lastEventTs ?? lastBar));
  return { fromTs, toTs };
}
