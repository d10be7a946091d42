// Whether a capture is what was sealed: by its seal where it has one, else by its manifest and the chain of its events.
import {
  makeIssue,
  parseEventLine,
  type AnchorRecord,
  type Issue,
} from '../../core/schema/index.js';
import {
  EVENTS,
  MANIFEST,
  MARKET,
  SEAL,
  SNAPSHOT,
  type CaptureScan,
  type CaptureSink,
} from '../capture/index.js';
import { anchoredSeqOf, knownFrom } from './anchor-list.js';
import type { FolderFiles } from './folder-files.js';
import { fileLines, type ReadPlace } from './log-lines.js';
import { readSeal } from './seal-reader.js';
import { changeInSealed } from './sealed-file.js';
import { tampering } from './tampering.js';
import { verifyLog } from './verify-log.js';
import type { FolderVerification, VerifyFolderOptions } from './verification.js';
import { keptAnchors } from './verify-recording.js';

/** `scan` reads the capture as a replay does. */
export async function verifyCaptureFolder(
  files: FolderFiles,
  scan: (sink: CaptureSink) => Promise<CaptureScan>,
  options: VerifyFolderOptions = {},
): Promise<FolderVerification> {
  const place: ReadPlace = { files, signal: options.signal };
  const names = await files.names();
  const isSealed = names.includes(SEAL);
  const kept = await keptAnchors(options);
  const { anchors } = kept;
  const sealIssues = isSealed ? await againstSeal(place, names) : [unsealed()];
  const known = {
    kind: 'capture',
    anchors: anchors.length,
    anchoredSeq: anchoredSeqOf(anchors),
    isSealed,
  } as const;
  // Where a change was found and placed, what it does to the rest would only hide it.
  if (hasTampering(sealIssues))
    return { ...known, ...NOTHING_READ, issues: [...kept.issues, ...sealIssues] };
  const counts = {
    events: 0,
    bars: 0,
    firstSeq: null as number | null,
    lastSeq: null as number | null,
  };
  const scanned = await scan({
    onEvent: ({ seq }) => {
      counts.events += 1;
      counts.firstSeq ??= seq;
      counts.lastSeq = seq;
    },
    onBar: () => {
      counts.bars += 1;
    },
  });
  const chain = await alongChain(place, { names, scan: scanned, anchors });
  const rest = hasTampering(chain) ? [] : scanned.issues;
  return { ...known, ...counts, issues: [...kept.issues, ...sealIssues, ...chain, ...rest] };
}

const NOTHING_READ = { events: 0, bars: 0, firstSeq: null, lastSeq: null };

const hasTampering = (issues: readonly Issue[]): boolean =>
  issues.some(({ severity }) => severity === 'error');

async function againstSeal(place: ReadPlace, names: readonly string[]): Promise<Issue[]> {
  const seal = await readSeal(place.files);
  const issues: Issue[] = [...seal.issues];
  for (const sealed of seal.files) {
    const found = names.includes(sealed.file)
      ? await changeInSealed(place, sealed)
      : tampering(
          'integrity.missing',
          { file: sealed.file },
          {
            message: `There is no file ${sealed.file}.`,
            expected: sealed.file,
            found: 'nothing',
          },
        );
    if (found !== undefined) issues.push(found);
  }
  return issues;
}

interface ChainInputs {
  readonly names: readonly string[];
  readonly scan: CaptureScan;
  readonly anchors: readonly AnchorRecord[];
}

/** The chain of the events, held against anchors; and the manifest's hashes where there is no seal. */
async function alongChain(
  place: ReadPlace,
  { names, scan, anchors }: ChainInputs,
): Promise<Issue[]> {
  const { manifest, snapshot } = scan;
  if (manifest === undefined || !names.includes(EVENTS)) return [];
  const first = (snapshot?.cursor.seq ?? 0) + 1;
  const isWhole = first === 1;
  const known = isWhole ? knownFrom(anchors).events : new Map<number, string>();
  const { issues } = await verifyLog(() => fileLines(place, EVENTS), {
    file: EVENTS,
    noun: 'event',
    key: 'seq',
    first,
    known,
    parse: (source) => ({ value: parseEventLine(source).value, issues: [] }),
    mayBeTorn: false,
  });
  const hidden = anchors.length > 0 && !isWhole ? [begunAnew(first)] : [];
  return [...issues, ...hidden];
}

const unsealed = (): Issue =>
  makeIssue(
    'integrity.unproven',
    { file: SEAL },
    {
      message: `There is no ${SEAL}: a change in ${MANIFEST} is not noticed, and one in ${MARKET} or ${SNAPSHOT} is not placed.`,
      remedy: 'Seal captures from recordings; the command writes it.',
    },
  );

const begunAnew = (first: number): Issue =>
  makeIssue(
    'integrity.unproven',
    { file: EVENTS, line: 1 },
    {
      message: `The capture begins with event ${String(first)}, and its chain with it: anchors prove the recording it was made of, not this part.`,
      remedy: 'Verify the recording with these anchors.',
    },
  );
