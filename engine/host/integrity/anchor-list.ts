// The anchors of a recording, and those somebody kept elsewhere: what they know of lines and files.
import { parseAnchor, type AnchorRecord, type Issue } from '../../core/schema/index.js';
import { ANCHORS } from '../recorder/recording-files.js';
import { fileLines, type PlacedLine, type ReadPlace } from './log-lines.js';
import { hasItsSum } from '../capture/summed-line.js';
import { tampering } from './tampering.js';
import { verifyLog } from './verify-log.js';

export interface PlacedAnchor extends AnchorRecord {
  readonly file: string;
  readonly line: number;
  /** Not from the recording's own list. */
  readonly isKept: boolean;
}

/** The last line of a chain; its hash is null where there is none. */
export interface ChainEnd {
  readonly number: number;
  readonly hash: string | null;
}

export const NO_ANCHOR: ChainEnd = { number: 0, hash: null };

export interface AnchorList {
  readonly anchors: readonly PlacedAnchor[];
  readonly issues: readonly Issue[];
  /** Of a list that is a chain: those kept elsewhere are none. */
  readonly end: ChainEnd;
}

/** Those that lie in the recording. */
export async function readAnchors(place: ReadPlace): Promise<AnchorList> {
  const anchors: PlacedAnchor[] = [];
  const { issues, lastNumber, lastHash } = await verifyLog(
    () => fileLines(place, ANCHORS),
    {
      file: ANCHORS,
      noun: 'anchor',
      key: 'anchor',
      first: 1,
      known: new Map(),
      parse: parseAnchor,
      isWhole: hasItsSum,
      mayBeTorn: true,
    },
    (anchor, { file, line }) => anchors.push({ ...anchor, file, line, isKept: false }),
  );
  return { anchors, issues, end: { number: lastNumber, hash: lastHash } };
}

/** Those somebody kept: any of them, in any order, each whole by itself. */
export async function readKeptAnchors(place: ReadPlace, file: string): Promise<AnchorList> {
  const anchors: PlacedAnchor[] = [];
  const issues: Issue[] = [];
  const read = (placed: PlacedLine): void => {
    const text = placed.bytes.toString('utf8');
    const { value, issues: found } = parseAnchor({ text, file, line: placed.line });
    if (value !== undefined && hasItsSum(text))
      anchors.push({ ...value, file, line: placed.line, isKept: true });
    else if (found.length > 0) issues.push(...found);
    else
      issues.push(
        tampering(
          'integrity.altered',
          { ...placed, file },
          {
            message: `The anchor on line ${String(placed.line)} was changed.`,
            expected: 'a "sum" that is the sha-256 of the line without it',
            found: 'another',
            remedy: 'Take the line as the recorder gave it.',
          },
        ),
      );
  };
  for await (const batch of fileLines(place, file)) batch.forEach(read);
  return { anchors, issues, end: NO_ANCHOR };
}

export interface Known {
  readonly events: ReadonlyMap<number, string>;
  readonly market: ReadonlyMap<number, string>;
  readonly files: ReadonlyMap<string, string>;
}

/** What the anchors know; those that come later in the list have the last word. */
export function knownFrom(anchors: readonly AnchorRecord[]): Known {
  const events = new Map<number, string>();
  const market = new Map<number, string>();
  const files = new Map<string, string>();
  for (const anchor of anchors) {
    if (anchor.events.sha256 !== null) events.set(anchor.events.seq, anchor.events.sha256);
    if (anchor.market.sha256 !== null) market.set(anchor.market.row, anchor.market.sha256);
    for (const [name, hash] of Object.entries(anchor.files)) files.set(name, hash);
  }
  return { events, market, files };
}

/** Last event that anchors know; null without any. */
export const anchoredSeqOf = (anchors: readonly AnchorRecord[]): number | null =>
  anchors.length === 0 ? null : Math.max(...anchors.map(({ events }) => events.seq));
